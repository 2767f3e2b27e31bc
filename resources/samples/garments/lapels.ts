import { shade } from '../colors';
import { paint, type Fabric } from '../fabric';
import { torsoPoint } from '../figure';
import { outline } from '../geometry';
import { shoulderPoint } from './neckline';
import { bothSides, signOf, type Tailor } from './tailor';

/** Both lapels of a coat or jacket, down to torso position `end`, `gap` apart there. */
export function drawLapels(tailor: Tailor, fabric: Fabric, end: number, gap: number): string {
  const { sheet, figure, light } = tailor;
  const { unit, turn } = figure;
  let svg = '';
  for (const side of bothSides) {
    const sign = signOf(side);
    const at = (t: number, q: number) => torsoPoint(figure, t, sign * q + turn * 0.3);
    const lapel = outline(
      [shoulderPoint(figure, side, 0, 0.1), shoulderPoint(figure, side, 0.28, 0.02), at(0.14, 0.52)],
      [at(0.19, 0.44), at(0.2, 0.56), at(end * 0.8, 0.36), at(end, gap)],
      [at(end, gap), at(0.2, gap + 0.06), shoulderPoint(figure, side, 0, 0.1)],
    );
    svg += paint(sheet, lapel, { ...fabric, color: shade(fabric.color, 0.035) }, light, unit);
  }
  return svg;
}
