import { mixColors, shade, type Palette } from '../colors';
import type { Sheet } from '../fabric';
import { fixed } from '../geometry';
import type { Random } from '../random';
import { gradient } from './paints';
import type { Frame, Scene } from './scene';

/** Plaster walls with an arcade and a slant of sunlight. */
export function drawGallery(sheet: Sheet, random: Random, palette: Palette, frame: Frame): Scene {
  const { width: w, height: h, horizon, x } = frame;
  const base = mixColors(palette.paper, random.pick(palette.cloth), random.between(0.05, 0.3));
  const from = random.side();
  const wall = gradient(sheet, [
    [0, shade(base, -0.12)],
    [1, shade(base, -0.03)],
  ]);
  const floor = gradient(sheet, [
    [0, shade(base, -0.2)],
    [1, shade(base, -0.08)],
  ]);
  let svg = `<rect width="${w}" height="${h}" fill="url(#${wall})"/>`;
  const count = random.integer(2, 4);
  const bay = w / count;
  const inside = mixColors(shade(base, -0.24), palette.deep, 0.3);
  const offset = random.between(-0.5, 0.5) * bay;
  for (let arch = -1; arch <= count; arch += 1) {
    const [l, r] = [arch * bay + offset + bay * 0.16, (arch + 1) * bay + offset - bay * 0.16];
    const half = (r - l) / 2;
    const top = h * 0.2;
    const fade = gradient(sheet, [
      [0, inside],
      [1, shade(inside, 0.14)],
    ]);
    svg += `<path d="M${fixed(l)} ${fixed(horizon)}V${fixed(top + half)}A${fixed(half)} ${fixed(half)} 0 0 1 ${fixed(r)} ${fixed(top + half)}V${fixed(horizon)}Z" fill="url(#${fade})"/>`;
    const reveal = from < 0 ? [l, 1] : [r, -1];
    svg += `<path d="M${fixed(reveal[0] as number)} ${fixed(horizon)}V${fixed(top + half)}" stroke="${shade(base, 0.1)}" stroke-width="${fixed(w * 0.014)}"/>`;
  }
  svg += `<rect y="${fixed(horizon)}" width="${w}" height="${fixed(h - horizon)}" fill="url(#${floor})"/>`;
  const sun = gradient(sheet, [
    [0, '#fff3da', 0.5],
    [1, '#fff3da', 0.22],
  ]);
  for (const stripe of [0, 1]) {
    const sx = x - from * w * (0.18 - stripe * 0.34);
    svg += `<path d="M${fixed(sx)} 0H${fixed(sx + w * 0.2)}L${fixed(sx + w * 0.2 - from * w * 0.35)} ${h}H${fixed(sx - from * w * 0.35)}Z" fill="url(#${sun})"/>`;
  }
  return {
    svg,
    ground: shade(base, -0.1),
    light: { from, depth: 0.7, rim: '#fff3da' },
    gloss: 0.08,
    shadow: 0.42,
    name: 'in the arcade',
  };
}
