import { shade } from '../colors';
import { fold, paint, plain, type Fabric } from '../fabric';
import { torsoEdge, torsoPoint } from '../figure';
import { fixed, lerp, mix, move, openCurve, outline, unite, type Bounds, type Outline, type Point } from '../geometry';
import { drawLapels } from './lapels';
import { shoulderPoint } from './neckline';
import { skirtDrop, type SkirtShape } from './skirt';
import { bothSides, foldsOf, signOf, waist, type Piece, type Tailor } from './tailor';

/** An open jacket or long coat: two panels in front, a lining behind, and the opening between them. */
export function drawOpenFront(
  tailor: Tailor,
  shape: { hem: number; flare: number; gap: number; ease: number; quilted: boolean },
  fabric: Fabric,
): Piece & { behind: string; opening: Bounds } {
  const { sheet, figure, light, random } = tailor;
  const { unit, turn } = figure;
  const long = shape.hem > 1.3;
  const skirt: SkirtShape = {
    from: 0.9,
    length: (shape.hem - 1) * 2.72,
    hem: shape.flare,
    power: 1,
    wave: 0.01,
    tiers: 0,
    rise: 0,
    ease: shape.ease,
  };
  const drop = long ? skirtDrop(tailor, skirt) : undefined;
  const levels = [0.22, 0.36, 0.5, waist, 0.78, 0.9];
  const ends = long ? levels : levels.map((t) => lerp(0.22, shape.hem, (t - 0.22) / 0.68));
  let svg = '';
  const opening = { left: 0, right: 0, top: figure.neck[1] + 0.1 * unit, bottom: 0 };
  const outlines: Outline[] = [];
  for (const side of bothSides) {
    const sign = signOf(side);
    const outer = [...ends.map((t) => torsoEdge(figure, side, t, shape.ease)), ...(drop ? drop[side].slice(2) : [])];
    const hemOuter = outer.at(-1) as Point;
    const center =
      long && drop ? mix(drop.left.at(-1) as Point, drop.right.at(-1) as Point, 0.5) : torsoPoint(figure, shape.hem, 0);
    const hemInner = move(mix(center, hemOuter, Math.min(0.7, shape.gap + 0.1)), 0, 0.1 * unit);
    const inner = [
      shoulderPoint(figure, side, 0.02, 0.04),
      torsoPoint(figure, 0.2, sign * shape.gap * 0.9 + turn * 0.2),
      torsoPoint(figure, 0.5, sign * shape.gap + turn * 0.2),
      torsoPoint(figure, waist + 0.1, sign * shape.gap * 1.05 + turn * 0.18),
      ...(long ? [mix(torsoPoint(figure, 1, sign * (shape.gap + 0.05) + turn * 0.1), hemInner, 0.1)] : []),
      hemInner,
    ];
    const shoulder = [
      shoulderPoint(figure, side, 0.02, 0.04),
      shoulderPoint(figure, side, 0.5, 0.03),
      torsoEdge(figure, side, 0.03, 0.06),
    ];
    const panel =
      side === 'left'
        ? outline([...shoulder, ...outer], [hemOuter, hemInner], [...inner].reverse())
        : outline(inner, [hemInner, hemOuter], [...[...outer].reverse(), ...[...shoulder].reverse()]);
    let folds = '';
    for (const q of [0.35, 0.7]) {
      folds += fold(
        mix(inner[2] as Point, outer[3] as Point, q),
        mix(hemInner, hemOuter, q),
        0.05 * unit,
        random.between(-0.03, 0.03) * unit,
        light,
        foldsOf(fabric),
      );
    }
    const pocket = mix(
      torsoPoint(figure, long ? 0.95 : shape.hem * 0.86, sign * 0.5),
      torsoPoint(figure, 0.9, sign * 0.7),
      0.5,
    );
    const details =
      `<path d="M${fixed(pocket[0] - sign * 0.14 * unit)} ${fixed(pocket[1])}l${fixed(sign * 0.3 * unit)} ${fixed(-0.03 * unit)}" stroke="#0a0713" stroke-opacity=".45" stroke-width="${fixed(unit * 0.035)}"/>` +
      (shape.quilted ? quilting(inner, outer, unit) : '');
    svg += paint(sheet, panel, fabric, light, unit, { folds, details });
    outlines.push(panel);
    opening[side] =
      side === 'left'
        ? Math.max(...inner.slice(1).map((point) => point[0]))
        : Math.min(...inner.slice(1).map((point) => point[0]));
    opening.bottom = Math.max(opening.bottom, hemInner[1]);
  }
  svg += drawLapels(tailor, fabric, 0.5, shape.gap * 0.95);
  let behind = '';
  if (drop) {
    const lining = outline(
      [torsoEdge(figure, 'left', 0.2, 0), ...drop.left],
      [
        drop.left.at(-1) as Point,
        move(mix(drop.left.at(-1) as Point, drop.right.at(-1) as Point, 0.5), 0, -0.05 * unit),
        drop.right.at(-1) as Point,
      ],
      [...[...drop.right].reverse(), torsoEdge(figure, 'right', 0.2, 0)],
    );
    behind = paint(sheet, lining, plain(shade(fabric.color, -0.2)), light, unit, { shadow: 0.3 });
  }
  const bounds = unite(...outlines.map((part) => part.bounds)) ?? { left: 0, top: 0, right: 0, bottom: 0 };
  return { svg, bounds, behind, opening };
}

/** The seams of a quilted panel, from its inner edge to its outer one. */
function quilting(inner: readonly Point[], outer: readonly Point[], unit: number): string {
  const seams: string[] = [];
  for (let row = 1; row < 8; row += 1) {
    const at = (line: readonly Point[]) => {
      const position = (row / 8) * (line.length - 1);
      const index = Math.min(line.length - 2, Math.floor(position));
      return mix(line[index] as Point, line[index + 1] as Point, position - index);
    };
    const [from, to] = [at(inner), at(outer)];
    seams.push(openCurve([from, move(mix(from, to, 0.5), 0, 0.05 * unit), to]));
  }
  const d = seams.join('');
  return `<path d="${d}" fill="none" stroke="#0a0713" stroke-opacity=".3" stroke-width="${fixed(unit * 0.05)}"/><path d="${d}" fill="none" stroke="#fff" stroke-opacity=".25" stroke-width="${fixed(unit * 0.03)}" transform="translate(0 ${fixed(unit * 0.05)})"/>`;
}
