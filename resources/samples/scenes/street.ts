import { mixColors, shade, type Palette } from '../colors';
import type { Sheet } from '../fabric';
import { fixed } from '../geometry';
import type { Random } from '../random';
import { blur, gradient, radial } from './paints';
import type { Frame, Scene } from './scene';

/** Buildings out of focus behind a pavement in daylight. */
export function drawStreet(sheet: Sheet, random: Random, palette: Palette, frame: Frame): Scene {
  const { width: w, height: h, horizon, x } = frame;
  const haze = mixColors(palette.paper, '#dfe6ec', 0.5);
  const sky = gradient(sheet, [
    [0, mixColors('#a9c4d8', haze, 0.4)],
    [1, shade(haze, 0.05)],
  ]);
  let town = '';
  for (const side of [-1, 1]) {
    for (let house = 3; house >= 0; house -= 1) {
      const width = w * random.between(0.16, 0.3);
      const inner = x + side * (w * (0.07 + 0.13 * (3 - house)));
      const left = side < 0 ? inner - width : inner;
      const top = horizon - h * (0.22 + 0.16 * (3 - house)) * random.between(0.8, 1.25);
      const tone = mixColors(mixColors(palette.deep, random.pick(palette.cloth), 0.35), haze, 0.35 + 0.12 * house);
      town += `<rect x="${fixed(left)}" y="${fixed(top)}" width="${fixed(width)}" height="${fixed(horizon - top + 4)}" fill="${tone}"/>`;
      const step = w * 0.055;
      for (let wy = top + step * 0.6; wy < horizon - step * 1.6; wy += step * 1.25) {
        for (let wx = left + step * 0.4; wx < left + width - step * 0.7; wx += step) {
          const lit = random.chance(0.25);
          town += `<rect x="${fixed(wx)}" y="${fixed(wy)}" width="${fixed(step * 0.5)}" height="${fixed(step * 0.8)}" fill="${lit ? '#fff1cf' : shade(tone, -0.12)}" opacity="${lit ? 0.9 : 0.6}"/>`;
        }
      }
    }
  }
  for (let tree = 0; tree < 3; tree += 1) {
    const tx = x + random.side() * w * random.between(0.22, 0.5);
    const green = mixColors('#6d8b5a', palette.deep, random.between(0, 0.4));
    town += `<rect x="${fixed(tx - w * 0.008)}" y="${fixed(horizon - h * 0.2)}" width="${fixed(w * 0.016)}" height="${fixed(h * 0.2)}" fill="${shade(green, -0.25)}"/>`;
    for (let leaf = 0; leaf < 5; leaf += 1)
      town += `<circle cx="${fixed(tx + random.between(-0.08, 0.08) * w)}" cy="${fixed(horizon - h * random.between(0.17, 0.33))}" r="${fixed(w * random.between(0.05, 0.09))}" fill="${shade(green, random.between(-0.06, 0.08))}"/>`;
  }
  for (let walker = 0; walker < 3; walker += 1) {
    const px = x + random.side() * w * random.between(0.17, 0.45);
    const size = h * random.between(0.012, 0.018);
    const tone = mixColors(palette.deep, random.pick(palette.cloth), 0.4);
    town += `<ellipse cx="${fixed(px)}" cy="${fixed(horizon - size * 6)}" rx="${fixed(size * 0.8)}" ry="${fixed(size)}" fill="${mixColors(tone, '#caa184', 0.6)}"/><rect x="${fixed(px - size * 1.3)}" y="${fixed(horizon - size * 5)}" width="${fixed(size * 2.6)}" height="${fixed(size * 7)}" rx="${fixed(size)}" fill="${tone}"/>`;
  }
  // A blur fades out at the picture's edge; strips of the sharp town below keep it from turning pale there.
  const strips = sheet.define(
    (id) =>
      `<clipPath id="${id}"><rect width="${fixed(w * 0.02)}" height="${h}"/><rect x="${fixed(w * 0.98)}" width="${fixed(w * 0.02)}" height="${h}"/></clipPath>`,
  );
  const soft = blur(sheet, w * 0.009);
  let svg = `<rect width="${w}" height="${h}" fill="url(#${sky})"/><g clip-path="url(#${strips})">${town}</g><g filter="url(#${soft})">${town}</g>`;
  const stone = mixColors('#b9b2a9', palette.paper, 0.4);
  const floor = gradient(sheet, [
    [0, shade(stone, -0.05)],
    [1, shade(stone, 0.05)],
  ]);
  svg += `<rect y="${fixed(horizon)}" width="${w}" height="${fixed(h - horizon)}" fill="url(#${floor})"/>`;
  for (let line = 0; line < 6; line += 1) {
    const y = horizon + (h - horizon) * ((line + 0.6) / 6) ** 1.8;
    svg += `<path d="M0 ${fixed(y)}H${w}" stroke="#0a0713" stroke-opacity=".09" stroke-width="1.5"/>`;
  }
  for (let line = -4; line <= 4; line += 1)
    svg += `<path d="M${fixed(x + line * w * 0.07)} ${fixed(horizon)}L${fixed(x + line * w * 0.34)} ${h}" stroke="#0a0713" stroke-opacity=".07" stroke-width="1.5"/>`;
  const from = random.side();
  const sun = radial(sheet, [
    [0, '#fff3d6', 0.85],
    [1, '#fff3d6', 0],
  ]);
  svg += `<ellipse cx="${from < 0 ? 0 : w}" cy="${fixed(h * 0.12)}" rx="${fixed(w * 0.75)}" ry="${fixed(h * 0.4)}" fill="url(#${sun})"/>`;
  return {
    svg,
    ground: mixColors(haze, palette.deep, 0.3),
    light: { from, depth: 0.6, rim: '#fff0cf' },
    gloss: 0,
    shadow: 0.4,
    name: 'in the street',
  };
}
