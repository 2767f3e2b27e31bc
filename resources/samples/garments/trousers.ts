import { legHalfWidth, legLine } from '../body';
import { shade } from '../colors';
import { fold, paint, type Fabric } from '../fabric';
import { torsoEdge, torsoPoint, type Figure, type Side } from '../figure';
import {
  fixed,
  join,
  mix,
  move,
  openCurve,
  outline,
  profile,
  sides,
  tube,
  type Outline,
  type Point,
} from '../geometry';
import { bothSides, signOf, type Piece, type Tailor } from './tailor';

export interface TrouserShape {
  readonly from: number;
  /** 0.2 hot pants, 0.45 shorts, 0.8 culottes, 1 full length. */
  readonly length: number;
  readonly thigh: number;
  readonly knee: number;
  readonly hem: number;
}

/** Both legs of a pair of trousers and the seat that joins them. */
function trouserOutline(
  figure: Figure,
  shape: TrouserShape,
): { whole: Outline; legs: Record<Side, Outline>; lines: Record<Side, Point[]>; edge: string } {
  const { unit } = figure;
  const lines = {} as Record<Side, Point[]>;
  const legs = {} as Record<Side, Outline>;
  let edge = '';
  for (const side of bothSides) {
    const line = legLine(figure, side, 28);
    const end =
      shape.length >= 1 && shape.hem > 0.2
        ? [move(line.at(-1) as Point, 0, 0.16 * unit), move(line.at(-1) as Point, 0, 0.26 * unit)]
        : [];
    const kept = [...line.slice(0, Math.max(6, Math.round(28 * Math.min(1, shape.length)) + 1)), ...end];
    const total = 28 + end.length;
    if (figure.pose === 'sit') roundSeat(kept, unit);
    lines[side] = kept;
    const half = (t: number) => {
      const along = (t * (kept.length - 1)) / total;
      const wanted =
        profile(
          [
            [0, shape.thigh],
            [0.18, shape.thigh],
            [0.5, shape.knee],
            [Math.min(0.98, shape.length), shape.hem],
          ],
          along,
        ) * unit;
      return Math.max(wanted, legHalfWidth(figure, Math.min(1, (along * total) / 28)) + 0.025 * unit);
    };
    legs[side] = tube(kept, half);
    const { left, right } = sides(kept, half);
    // The edges begin below the seat, where each leg is its own.
    edge += openCurve(left.slice(side === 'left' ? 3 : 7)) + openCurve(right.slice(side === 'right' ? 3 : 7));
  }
  const levels = [shape.from, 0.8, 0.9, 1];
  const crotch = move(figure.pelvis, 0, (figure.pose === 'sit' ? 0.3 : 0.46) * unit);
  const low = (side: Side) => mix(torsoEdge(figure, side, 1, 0.03), lines[side][5] as Point, 0.25);
  const seat = outline(
    [...levels.map((t) => torsoEdge(figure, 'left', t, 0.035)), low('left')],
    [move(lines.left[4] as Point, 0, 0), crotch, move(lines.right[4] as Point, 0, 0)],
    [low('right'), ...[...levels].reverse().map((t) => torsoEdge(figure, 'right', t, 0.035))],
  );
  for (const side of bothSides) edge += openCurve(levels.map((t) => torsoEdge(figure, side, t, 0.035)));
  return { whole: join(seat, legs.left, legs.right), legs, lines, edge };
}

/** On a seat the thigh begins behind the hip joint, rounded. */
function roundSeat(line: Point[], unit: number): void {
  const [hip, next] = [line[0], line[1]];
  if (!hip || !next) return;
  const length = Math.hypot(next[0] - hip[0], next[1] - hip[1]) || 1;
  line[0] = [
    hip[0] - ((next[0] - hip[0]) / length) * 0.12 * unit,
    hip[1] - ((next[1] - hip[1]) / length) * 0.12 * unit,
  ];
}

function trouserFolds(
  tailor: Tailor,
  built: ReturnType<typeof trouserOutline>,
  shape: TrouserShape,
  crease: boolean,
): string {
  const { figure, light, random } = tailor;
  const { unit } = figure;
  let svg = '';
  for (const side of bothSides) {
    const line = built.lines[side];
    const at = (t: number, across: number): Point => {
      const index = Math.min(line.length - 1, Math.round(t * (line.length - 1)));
      return move(line[index] as Point, across * unit, 0);
    };
    const width = shape.hem > 0.2 ? 0.06 : 0.035;
    if (shape.hem > 0.18) {
      for (const across of [-0.45, 0.35]) {
        svg += fold(
          at(0.3, across * shape.knee * 0.6),
          at(1, across * shape.hem * 1.3),
          width * unit,
          random.between(-0.03, 0.03) * unit,
          light,
          0.9,
        );
      }
    } else {
      for (const t of [0.5, 0.56, 0.93])
        svg += fold(at(t, -0.16), at(t + 0.03, 0.16), 0.025 * unit, 0.02 * unit, light, 0.8);
    }
    svg += fold(move(figure.pelvis, 0, 0.36 * unit), at(0.2, signOf(side) * 0.2), 0.04 * unit, 0, light, 0.9);
    if (crease)
      svg += `<path d="${openCurve([at(0.1, 0), at(0.5, 0), at(1, 0)])}" fill="none" stroke="#0a0713" stroke-opacity=".28" stroke-width="${fixed(unit * 0.02)}"/>`;
  }
  const hidden = bothSides.find((side) => figure.legs[side].behind) ?? 'left';
  const d = built.legs[hidden].d;
  const front = built.legs[hidden === 'left' ? 'right' : 'left'].d;
  return `${`<path d="${d}" fill="#0a0713" opacity=".2"/>`}${svg}<path d="${front}" fill="none" stroke="#0a0713" stroke-opacity=".25" stroke-width="${fixed(unit * 0.045)}"/>`;
}

export function drawTrousers(
  tailor: Tailor,
  shape: TrouserShape,
  fabric: Fabric,
  options: { crease: boolean; denim: boolean },
): Piece {
  const { sheet, figure, light } = tailor;
  const { unit } = figure;
  const built = trouserOutline(figure, shape);
  const band = openCurve([
    torsoEdge(figure, 'left', shape.from, 0.04),
    torsoPoint(figure, shape.from + 0.02, figure.turn * 0.3),
    torsoEdge(figure, 'right', shape.from, 0.04),
  ]);
  const fly = openCurve([
    torsoPoint(figure, shape.from, figure.turn * 0.35),
    torsoPoint(figure, 1.05, figure.turn * 0.25),
  ]);
  const pocket = (q: number) =>
    openCurve([torsoPoint(figure, shape.from + 0.06, q * 0.62), torsoPoint(figure, shape.from + 0.16, q * 0.96)]);
  const stitch = options.denim ? `stroke="#d9a05b" stroke-opacity=".8"` : `stroke="#0a0713" stroke-opacity=".3"`;
  const details = `<path d="${band}" fill="none" stroke="${shade(fabric.color, -0.14)}" stroke-width="${fixed(unit * 0.16)}"/><path d="${fly}${pocket(-1)}${pocket(1)}" fill="none" ${stitch} stroke-width="${fixed(unit * 0.02)}"/>`;
  const svg = paint(sheet, built.whole, fabric, light, unit, {
    folds: trouserFolds(tailor, built, shape, options.crease),
    details,
    edge: built.edge,
  });
  return { svg, bounds: built.whole.bounds };
}
