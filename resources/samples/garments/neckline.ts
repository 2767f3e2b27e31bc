import { torsoEdge, torsoPoint, type Figure, type Side } from '../figure';
import { fixed, mix, move, openCurve, type Point } from '../geometry';
import { signOf } from './tailor';

export type Neckline = 'crew' | 'v' | 'deep v' | 'scoop' | 'boat' | 'turtle' | 'off' | 'straps' | 'halter' | 'collar';

/** Where the shoulder line of a garment runs, from the neck outwards (0) to the arm (1). */
export function shoulderPoint(figure: Figure, side: Side, amount: number, lift = 0): Point {
  const root = move(figure.neck, signOf(side) * 0.15 * figure.unit, 0.02 * figure.unit);
  const end = torsoEdge(figure, side, 0.02, 0.02);
  const point = mix(root, end, amount);
  // A shoulder slopes: high at the neck, round at its end.
  return move(point, 0, (-0.05 * Math.sin(Math.PI * amount) - lift) * figure.unit);
}

/** The upper edge of a garment, from the left arm hole over the neck to the right one. */
export function neckRun(
  figure: Figure,
  neckline: Neckline,
): { left: Point[]; right: Point[]; neck: Point[]; bare: boolean } {
  const { unit, turn } = figure;
  const at = (t: number, q: number) => torsoPoint(figure, t, q + turn * 0.2 * (1 - Math.abs(q)));
  const shoulder = (side: Side, from: number) => [
    shoulderPoint(figure, side, from),
    shoulderPoint(figure, side, (1 + from) / 2),
    torsoEdge(figure, side, 0.03, 0.03),
  ];
  const sleeved = (from: number, neck: Point[]) => ({
    left: shoulder('left', from),
    right: shoulder('right', from),
    neck,
    bare: false,
  });
  switch (neckline) {
    case 'crew':
    case 'collar':
      return sleeved(0.02, [
        shoulderPoint(figure, 'left', 0.02),
        at(0.07, -0.14),
        at(0.085, 0),
        at(0.07, 0.14),
        shoulderPoint(figure, 'right', 0.02),
      ]);
    case 'turtle': {
      const top = (side: -1 | 1) => move(mix(figure.neck, figure.head, 0.38), side * 0.155 * unit, 0);
      return { ...sleeved(0.02, [top(-1), move(mix(figure.neck, figure.head, 0.33), 0, 0), top(1)]) };
    }
    case 'v':
      return sleeved(0.08, [
        shoulderPoint(figure, 'left', 0.08),
        at(0.2, -0.06),
        at(0.235, 0),
        at(0.2, 0.06),
        shoulderPoint(figure, 'right', 0.08),
      ]);
    case 'deep v':
      return sleeved(0.14, [
        shoulderPoint(figure, 'left', 0.14),
        at(0.3, -0.1),
        at(0.4, 0),
        at(0.3, 0.1),
        shoulderPoint(figure, 'right', 0.14),
      ]);
    case 'scoop':
      return sleeved(0.26, [
        shoulderPoint(figure, 'left', 0.26),
        at(0.15, -0.36),
        at(0.21, 0),
        at(0.15, 0.36),
        shoulderPoint(figure, 'right', 0.26),
      ]);
    case 'boat':
      return sleeved(0.5, [
        shoulderPoint(figure, 'left', 0.5),
        at(0.07, -0.3),
        at(0.085, 0),
        at(0.07, 0.3),
        shoulderPoint(figure, 'right', 0.5),
      ]);
    case 'off':
      return {
        left: [torsoEdge(figure, 'left', 0.17, 0.02)],
        right: [torsoEdge(figure, 'right', 0.17, 0.02)],
        neck: [
          torsoEdge(figure, 'left', 0.17, 0.02),
          at(0.22, -0.5),
          at(0.2, -0.25),
          at(0.235, 0),
          at(0.2, 0.25),
          at(0.22, 0.5),
          torsoEdge(figure, 'right', 0.17, 0.02),
        ],
        bare: true,
      };
    case 'straps':
      return {
        left: [at(0.2, -0.62), torsoEdge(figure, 'left', 0.26, 0)],
        right: [at(0.2, 0.62), torsoEdge(figure, 'right', 0.26, 0)],
        neck: [at(0.2, -0.62), at(0.24, -0.4), at(0.27, 0), at(0.24, 0.4), at(0.2, 0.62)],
        bare: true,
      };
    case 'halter':
      return {
        left: [shoulderPoint(figure, 'left', 0.06), at(0.12, -0.5), torsoEdge(figure, 'left', 0.26, 0)],
        right: [shoulderPoint(figure, 'right', 0.06), at(0.12, 0.5), torsoEdge(figure, 'right', 0.26, 0)],
        neck: [shoulderPoint(figure, 'left', 0.06), at(0.06, 0), shoulderPoint(figure, 'right', 0.06)],
        bare: true,
      };
  }
}

/** Bands of a strap dress over the shoulders. */
export function strapsOf(figure: Figure, color: string): string {
  const line = (side: Side) =>
    openCurve([shoulderPoint(figure, side, 0.42), torsoPoint(figure, 0.21, signOf(side) * 0.6 + figure.turn * 0.08)]);
  return `<path d="${line('left')}${line('right')}" stroke="${color}" stroke-width="${fixed(figure.unit * 0.055)}" fill="none"/>`;
}
