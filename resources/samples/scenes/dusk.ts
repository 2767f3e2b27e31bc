import { mixColors, shade, type Palette } from '../colors';
import type { Sheet } from '../fabric';
import { fixed } from '../geometry';
import type { Random } from '../random';
import { gradient, radial } from './paints';
import type { Frame, Scene } from './scene';

/** Dunes under an evening sky. */
export function drawDusk(sheet: Sheet, random: Random, palette: Palette, frame: Frame): Scene {
  const { width: w, height: h, horizon, x } = frame;
  const [a, b] = [random.pick(palette.cloth), random.pick(palette.cloth)];
  const high = mixColors(palette.deep, a, 0.4);
  const low = mixColors('#ffd9b0', b, 0.25);
  const sky = gradient(sheet, [
    [0, shade(high, 0.12)],
    [0.6, mixColors(high, low, 0.65)],
    [1, low],
  ]);
  let svg = `<rect width="${w}" height="${h}" fill="url(#${sky})"/>`;
  const from = random.side();
  const sx = x + from * w * random.between(0.18, 0.34);
  const sun = radial(sheet, [
    [0, '#fffaf0', 0.9],
    [0.25, '#ffe9c6', 0.55],
    [1, '#ffe9c6', 0],
  ]);
  svg += `<circle cx="${fixed(sx)}" cy="${fixed(horizon - h * 0.12)}" r="${fixed(w * 0.5)}" fill="url(#${sun})"/><circle cx="${fixed(sx)}" cy="${fixed(horizon - h * 0.1)}" r="${fixed(w * 0.1)}" fill="#fff6e2"/>`;
  for (let hill = 0; hill < 3; hill += 1) {
    const y = horizon - h * 0.06 + hill * h * 0.03;
    const tone = mixColors(mixColors(high, low, 0.5 - hill * 0.12), palette.deep, 0.1 + hill * 0.08);
    const bend = random.between(-0.06, 0.06) * h;
    svg += `<path d="M0 ${fixed(y + bend)}C${fixed(w * 0.3)} ${fixed(y - h * 0.07)} ${fixed(w * 0.6)} ${fixed(y + h * 0.05)} ${w} ${fixed(y - bend)}V${h}H0Z" fill="${tone}"/>`;
  }
  const sand = gradient(sheet, [
    [0, mixColors(low, palette.deep, 0.28)],
    [1, mixColors(low, palette.deep, 0.5)],
  ]);
  svg += `<path d="M0 ${fixed(horizon + h * 0.04)}C${fixed(w * 0.4)} ${fixed(horizon - h * 0.01)} ${fixed(w * 0.7)} ${fixed(horizon + h * 0.05)} ${w} ${fixed(horizon + h * 0.02)}V${h}H0Z" fill="url(#${sand})"/>`;
  return {
    svg,
    ground: mixColors(high, low, 0.6),
    light: { from, depth: 0.75, rim: '#ffe2b8' },
    gloss: 0,
    shadow: 0.4,
    name: 'at dusk',
  };
}
