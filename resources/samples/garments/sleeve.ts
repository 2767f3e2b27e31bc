import { armHalfWidth, armLine } from '../body';
import { shade } from '../colors';
import { fold, paint, type Fabric } from '../fabric';
import type { Side } from '../figure';
import { fixed, mix, move, openCurve, outline, profile, sides, type Point } from '../geometry';
import { foldsOf, type Piece, type Tailor } from './tailor';

export type SleeveName = 'cap' | 'short' | 'elbow' | 'long' | 'puff' | 'bishop' | 'bell' | 'loose';

/** One sleeve; its tube follows the arm. */
export function drawSleeve(tailor: Tailor, side: Side, sleeve: SleeveName, fabric: Fabric, ease: number): Piece {
  const { sheet, figure, light, random } = tailor;
  const { unit } = figure;
  const length = { cap: 0.2, short: 0.34, elbow: 0.5, long: 1, puff: 0.34, bishop: 1, bell: 0.82, loose: 0.98 }[sleeve];
  const line = armLine(figure, side, 30);
  const shoulder = line[0] as Point;
  // The seam lies on the shoulder, a little inside the arm.
  const start = move(mix(shoulder, figure.neck, 0.1), 0, -0.03 * unit);
  const kept = [start, ...line.slice(1, Math.max(4, Math.round(30 * length) + 1))];
  const shapeOf: Record<SleeveName, readonly (readonly [number, number])[]> = {
    cap: [
      [0, 0.02],
      [1, 0.05],
    ],
    short: [
      [0, 0.015],
      [1, 0.05],
    ],
    elbow: [
      [0, 0.02],
      [1, 0.06],
    ],
    long: [
      [0, 0.02],
      [0.5, 0.045],
      [1, 0.03],
    ],
    puff: [
      [0, 0.06],
      [0.5, 0.19],
      [0.9, 0.12],
      [1, 0.02],
    ],
    bishop: [
      [0, 0.02],
      [0.5, 0.09],
      [0.86, 0.2],
      [0.96, 0.08],
      [1, 0.01],
    ],
    bell: [
      [0, 0.015],
      [0.55, 0.05],
      [1, 0.28],
    ],
    loose: [
      [0, 0.05],
      [0.5, 0.1],
      [1, 0.1],
    ],
  };
  const half = (t: number) => armHalfWidth(figure, t * length) + (profile(shapeOf[sleeve], t) + ease * 0.5) * unit;
  const tubeShape = sides(kept, half);
  const cap: Point[] = [move(start, 0, -half(0) * 0.7)];
  const cloth = outline(
    [...tubeShape.left],
    [...[...tubeShape.right].reverse()],
    side === 'left'
      ? [tubeShape.right[0] as Point, ...cap, tubeShape.left[0] as Point]
      : [tubeShape.right[0] as Point, ...cap, tubeShape.left[0] as Point],
  );
  let folds = '';
  const at = (t: number, q: number) =>
    mix(
      tubeShape.left[Math.round(t * (kept.length - 1))] as Point,
      tubeShape.right[Math.round(t * (kept.length - 1))] as Point,
      q,
    );
  if (length > 0.45) {
    for (const t of [0.42, 0.5, 0.6])
      folds += fold(
        at(t, 0),
        at(Math.min(1, t + 0.1), random.between(0.6, 0.9)),
        0.028 * unit,
        0.02 * unit,
        light,
        foldsOf(fabric),
      );
  }
  if (sleeve === 'puff' || sleeve === 'bishop' || sleeve === 'bell') {
    for (const q of [0.25, 0.5, 0.75])
      folds += fold(at(sleeve === 'puff' ? 0.1 : 0.5, q), at(1, q), 0.03 * unit, 0.02 * unit, light, 0.9);
  }
  const cuff =
    sleeve === 'long' || sleeve === 'bishop'
      ? `<path d="${openCurve([at(0.95, 0), at(0.95, 1)])}" fill="none" stroke="${shade(fabric.color, -0.14)}" stroke-width="${fixed(unit * 0.03)}"/>`
      : '';
  const svg = paint(sheet, cloth, fabric, light, unit, {
    folds,
    details: cuff,
    shadow: figure.arms[side].behind ? 0.18 : 0,
  });
  return { svg, bounds: cloth.bounds };
}
