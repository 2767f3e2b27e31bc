import { paint, plain, type Light, type Sheet } from './fabric';
import type { Figure, Side } from './figure';
import { mix, move, openCurve, outline, profile, sample, tube, type Point } from './geometry';

export type ShoeName = 'pump' | 'ankle boot' | 'tall boot' | 'sneaker' | 'flat' | 'sandal';

/** A shoe seen from the front (a wedge that points down) or from the side (toe, sole and heel). */
export function drawShoe(
  sheet: Sheet,
  figure: Figure,
  side: Side,
  shoe: ShoeName,
  color: string,
  skin: string,
  light: Light,
): string {
  const { unit } = figure;
  const { joints, toes, behind } = figure.legs[side];
  const [, knee, ankle] = joints;
  const fabric = plain(color, shoe === 'sneaker' ? 'matte' : 'leather');
  const shadow = behind ? 0.2 : 0;
  const high = shoe === 'pump' || shoe === 'sandal' || shoe === 'ankle boot';
  const broad = shoe === 'sneaker' ? 1.25 : 1;
  const width = figure.build === 'masculine' ? 1.2 : 1;
  let svg = '';
  if (Math.abs(toes) > 0.9) {
    const f = Math.sign(toes);
    const at = (x: number, y: number): Point => move(ankle, f * x * unit, y * unit);
    const lift = high ? 0 : 0.08;
    const upper = outline(
      [at(-0.14, -0.06), at(-0.18, 0.2), at(-0.16, 0.36 + lift)],
      [at(0.12, 0.44), at(0.5, 0.5), at(0.78, 0.48), at(0.8, 0.42), at(0.6, 0.33), at(0.3, 0.16), at(0.13, -0.06)],
    );
    const heel = outline([at(-0.17, 0.3), at(high ? -0.13 : -0.2, 0.5)], [at(high ? -0.05 : 0.7, 0.5), at(0.02, 0.36)]);
    svg +=
      paint(sheet, heel, fabric, light, unit, { shadow: shadow + 0.1 }) +
      paint(sheet, upper, fabric, light, unit, { shadow });
  } else {
    const f = toes * 0.32;
    const at = (x: number, y: number): Point => move(ankle, (x * width * broad + f * Math.max(0, y)) * unit, y * unit);
    const open = shoe === 'pump' || shoe === 'sandal' || shoe === 'flat' ? 0.2 : -0.04;
    if (open > 0) {
      const foot = outline([
        at(-0.085, -0.05),
        at(-0.1, 0.2),
        at(-0.13, 0.42),
        at(0, 0.5),
        at(0.13, 0.42),
        at(0.1, 0.2),
        at(0.085, -0.05),
      ]);
      svg += paint(sheet, foot, plain(skin), light, unit, { shadow });
    }
    const vamp = outline(
      [at(-0.11, open), at(-0.15, 0.36), at(-0.13, 0.47), at(0, 0.54), at(0.13, 0.47), at(0.15, 0.36), at(0.11, open)],
      [at(0.05, open + (open > 0 ? 0.14 : 0)), at(-0.05, open + (open > 0 ? 0.14 : 0))],
    );
    const sole =
      shoe === 'sneaker'
        ? `<path d="${openCurve([at(-0.16, 0.44), at(0, 0.53), at(0.16, 0.44)])}" stroke="#f4f2ee" stroke-width="${unit * 0.09}" fill="none"/>`
        : '';
    svg += paint(sheet, vamp, fabric, light, unit, { shadow, details: sole });
    if (shoe === 'sandal') {
      svg += `<path d="${openCurve([at(-0.1, 0.02), at(0, 0.06), at(0.1, 0.02)])}" stroke="${color}" stroke-width="${unit * 0.045}" fill="none"/>`;
    }
  }
  if (shoe === 'ankle boot' || shoe === 'tall boot') {
    const top = shoe === 'tall boot' ? mix(joints[1], ankle, 0.08) : mix(knee, ankle, 0.78);
    const shaft = tube(
      sample([top, mix(top, ankle, 0.5), move(ankle, 0, 0.1 * unit)], 12),
      (t) =>
        unit *
        (shoe === 'tall boot'
          ? profile(
              [
                [0, 0.2],
                [0.35, 0.19],
                [1, 0.12],
              ],
              t,
            )
          : 0.135) *
        width,
    );
    svg += paint(sheet, shaft, fabric, light, unit, { shadow });
  }
  return svg;
}
