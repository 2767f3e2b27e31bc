import { shade } from '../colors';
import { fold, paint, type Fabric } from '../fabric';
import { torsoEdge, torsoPoint, type Side } from '../figure';
import { fixed, lerp, mix, move, openCurve, outline, profile, unite, type Point } from '../geometry';
import { neckRun, shoulderPoint, strapsOf, type Neckline } from './neckline';
import { bothSides, foldsOf, signOf, type Piece, type Tailor } from './tailor';

export interface TopShape {
  readonly neckline: Neckline;
  /** Torso position of the hem: 0.55 cropped, 0.68 tucked in, 1 at the hip, 1.2 a tunic. */
  readonly hem: number;
  readonly ease: number;
}

/** The body of a top without its sleeves. */
export function drawTopBody(tailor: Tailor, shape: TopShape, fabric: Fabric, options: { buttons: boolean }): Piece {
  const { sheet, figure, light, random } = tailor;
  const { unit, turn } = figure;
  const neck = neckRun(figure, shape.neckline);
  const start = neck.bare ? 0.3 : 0.22;
  const levels = [0, 0.2, 0.4, 0.6, 0.8, 1].map((s) => lerp(start, shape.hem, s));
  const easeAt = (t: number) =>
    shape.ease *
      profile(
        [
          [0.2, 0.5],
          [0.5, 1.2],
          [0.7, 1.5],
          [1.2, 1],
        ],
        t,
      ) +
    0.015;
  const edge = (side: Side) => levels.map((t) => torsoEdge(figure, side, t, easeAt(t)));
  const [left, right] = [edge('left'), edge('right')];
  const hem = [
    left.at(-1) as Point,
    move(mix(left.at(-1) as Point, right.at(-1) as Point, 0.5), 0, 0.08 * unit),
    right.at(-1) as Point,
  ];
  const cloth = outline(
    [...neck.left, ...left],
    hem,
    [...[...right].reverse(), ...[...neck.right].reverse()],
    [...neck.neck].reverse(),
  );
  let folds = '';
  for (let index = 0; index < 4; index += 1) {
    const side = index % 2 ? 1 : -1;
    const t = lerp(0.3, shape.hem - 0.05, random.next());
    folds += fold(
      torsoPoint(figure, t, side * 0.98),
      torsoPoint(figure, t + random.between(0.06, 0.22), side * random.between(0.1, 0.4)),
      0.035 * unit,
      0.02 * unit,
      light,
      foldsOf(fabric),
    );
  }
  folds += fold(torsoPoint(figure, 0.24, 0.5), torsoPoint(figure, 0.48, 0.35), 0.03 * unit, 0.03 * unit, light, 0.7);
  folds += fold(torsoPoint(figure, 0.24, -0.5), torsoPoint(figure, 0.48, -0.35), 0.03 * unit, -0.03 * unit, light, 0.7);
  let details = '';
  if (options.buttons) {
    details += `<path d="${openCurve([torsoPoint(figure, 0.08, turn * 0.35), torsoPoint(figure, shape.hem, turn * 0.4)])}" stroke="#0a0713" stroke-opacity=".3" stroke-width="${fixed(unit * 0.022)}" fill="none"/>`;
    for (let t = 0.16; t < shape.hem; t += 0.13) {
      const [x, y] = torsoPoint(figure, t, turn * 0.37 + 0.05);
      details += `<circle cx="${fixed(x)}" cy="${fixed(y)}" r="${fixed(unit * 0.024)}" fill="${shade(fabric.color, 0.2)}"/>`;
    }
  }
  if (shape.neckline === 'crew' || shape.neckline === 'turtle') {
    details += `<path d="${openCurve(neck.neck)}" fill="none" stroke="${shade(fabric.color, -0.12)}" stroke-width="${fixed(unit * 0.1)}"/>`;
  }
  let svg = paint(sheet, cloth, fabric, light, unit, { folds, details });
  if (shape.neckline === 'straps') svg += strapsOf(figure, fabric.color);
  if (shape.neckline === 'collar') svg += drawCollar(tailor, fabric);
  const straps =
    shape.neckline === 'straps'
      ? {
          ...cloth.bounds,
          top: Math.min(shoulderPoint(figure, 'left', 0.42)[1], shoulderPoint(figure, 'right', 0.42)[1]),
        }
      : undefined;
  return { svg, bounds: unite(cloth.bounds, straps) ?? cloth.bounds };
}

function drawCollar(tailor: Tailor, fabric: Fabric): string {
  const { sheet, figure, light } = tailor;
  const { unit, turn, neck } = figure;
  let svg = '';
  for (const side of bothSides) {
    const sign = signOf(side);
    const leaf = outline(
      [
        move(neck, sign * 0.17 * unit, -0.1 * unit),
        move(neck, sign * 0.3 * unit, 0.16 * unit),
        move(neck, (sign * 0.16 + turn * 0.1) * unit, 0.4 * unit),
        move(neck, turn * 0.1 * unit, 0.2 * unit),
      ],
      [move(neck, turn * 0.06 * unit, 0.16 * unit), move(neck, sign * 0.17 * unit, -0.1 * unit)],
    );
    svg += paint(sheet, leaf, { ...fabric, color: shade(fabric.color, 0.04) }, light, unit);
  }
  return svg;
}
