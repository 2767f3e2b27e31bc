import { shade } from '../colors';
import { paint, plain } from '../fabric';
import { move, openCurve, outline, type Point } from '../geometry';
import type { Tailor } from './tailor';

/** A handbag from the lower hand, or a clutch in it. */
export function drawBag(tailor: Tailor, color: string): string {
  const { sheet, figure, light, random } = tailor;
  const { unit } = figure;
  const free = (['left', 'right'] as const).filter(
    (side) =>
      !figure.arms[side].resting &&
      !figure.arms[side].behind &&
      figure.arms[side].hand[1] > figure.pelvis[1] - 0.6 * unit,
  );
  const side = free[0];
  if (!side) return '';
  const hold = move(figure.arms[side].hand, 0, -0.14 * unit);
  const at = (x: number, y: number): Point => move(hold, x * unit, y * unit);
  const leather = plain(color, 'leather');
  if (random.chance(0.35)) {
    const clutch = outline([at(-0.42, -0.12), at(-0.44, 0.26)], [at(0.4, 0.3), at(0.42, -0.08)]);
    return paint(sheet, clutch, leather, light, unit, {
      details: `<path d="${openCurve([at(-0.42, -0.1), at(0, 0.12), at(0.42, -0.06)])}" fill="none" stroke="#0a0713" stroke-opacity=".35" stroke-width="${(unit * 0.03).toFixed(1)}"/>`,
    });
  }
  const [w, h] = [random.between(0.3, 0.46), random.between(0.4, 0.62)];
  const drop = 0.42;
  const handle = openCurve([
    at(-w * 0.5, drop + 0.04),
    at(-w * 0.34, 0.08),
    at(0, -0.02),
    at(w * 0.34, 0.08),
    at(w * 0.5, drop + 0.04),
  ]);
  const body = outline([at(-w * 0.85, drop), at(-w, drop + h)], [at(w, drop + h), at(w * 0.85, drop)]);
  const flap = openCurve([at(-w * 0.86, drop + h * 0.36), at(0, drop + h * 0.52), at(w * 0.86, drop + h * 0.36)]);
  return `<path d="${handle}" fill="none" stroke="${shade(color, -0.1)}" stroke-width="${(unit * 0.055).toFixed(1)}"/>${paint(sheet, body, leather, light, unit, { details: `<path d="${flap}" fill="none" stroke="#0a0713" stroke-opacity=".35" stroke-width="${(unit * 0.03).toFixed(1)}"/><circle cx="${at(0, drop + h * 0.52)[0].toFixed(1)}" cy="${at(0, drop + h * 0.52)[1].toFixed(1)}" r="${(unit * 0.045).toFixed(1)}" fill="#d9b36a"/>` })}`;
}
