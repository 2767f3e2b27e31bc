import { mixColors, shade, type Palette } from '../colors';
import type { Sheet } from '../fabric';
import { fixed } from '../geometry';
import type { Random } from '../random';
import { gradient, radial } from './paints';
import type { Frame, Scene } from './scene';

/** A dark stage with one pool of light. */
export function drawStage(sheet: Sheet, random: Random, palette: Palette, frame: Frame): Scene {
  const { width: w, height: h, horizon, x, ground } = frame;
  const tint = random.pick(palette.cloth);
  const deep = mixColors(palette.deep, '#08070b', 0.25);
  const wall = gradient(sheet, [
    [0, shade(deep, -0.03)],
    [1, mixColors(deep, tint, 0.22)],
  ]);
  const floor = gradient(sheet, [
    [0, mixColors(deep, tint, 0.12)],
    [1, shade(deep, -0.05)],
  ]);
  let svg = `<rect width="${w}" height="${h}" fill="url(#${wall})"/><rect y="${fixed(horizon)}" width="${w}" height="${fixed(h - horizon)}" fill="url(#${floor})"/>`;
  const from = random.side();
  const warm = mixColors('#fff2dc', tint, 0.18);
  const halo = radial(sheet, [
    [0, mixColors(warm, tint, 0.4), 0.55],
    [0.6, tint, 0.16],
    [1, tint, 0],
  ]);
  svg += `<ellipse cx="${fixed(x)}" cy="${fixed(h * 0.46)}" rx="${fixed(w * 0.62)}" ry="${fixed(h * 0.5)}" fill="url(#${halo})"/>`;
  if (random.chance(0.55)) {
    // Heavy curtains, or lights out of focus.
    for (let drape = 0; drape < 14; drape += 1) {
      const dx = (drape / 13) * w;
      const shadow = gradient(
        sheet,
        [
          [0, '#000', 0],
          [0.5, '#000', 0.34],
          [1, '#fff', 0.05],
        ],
        0,
        0,
        1,
        0,
      );
      svg += `<rect x="${fixed(dx - w * 0.04)}" width="${fixed(w * random.between(0.05, 0.09))}" height="${fixed(horizon)}" fill="url(#${shadow})"/>`;
    }
  } else {
    const lights = [warm, ...palette.cloth].map((color) =>
      radial(sheet, [
        [0, color, 0.8],
        [0.8, color, 1],
        [1, color, 0],
      ]),
    );
    for (let dot = 0; dot < 26; dot += 1) {
      const light = random.chance(0.5) ? lights[0] : random.pick(lights);
      svg += `<circle cx="${fixed(random.next() * w)}" cy="${fixed(random.next() * horizon * 0.95)}" r="${fixed(w * random.between(0.008, 0.034))}" fill="url(#${light})" opacity="${fixed(random.between(1, 4)) / 10}"/>`;
    }
  }
  const pool = radial(sheet, [
    [0, warm, 0.75],
    [0.7, warm, 0.3],
    [1, warm, 0],
  ]);
  svg += `<ellipse cx="${fixed(x)}" cy="${fixed(ground - h * 0.005)}" rx="${fixed(w * 0.42)}" ry="${fixed(h * 0.06)}" fill="url(#${pool})"/>`;
  const beam = gradient(sheet, [
    [0, warm, 0.5],
    [1, warm, 0.06],
  ]);
  const top = x + from * w * 0.3;
  // Beams within beams: the edge of the light is soft.
  for (const share of [1, 0.9, 0.8, 0.7, 0.6]) {
    const [narrow, wide] = [w * 0.03 * share, w * 0.38 * share];
    svg += `<path d="M${fixed(top - narrow)} ${fixed(-h * 0.02)}L${fixed(top + narrow)} ${fixed(-h * 0.02)}L${fixed(x + wide)} ${fixed(ground)}L${fixed(x - wide)} ${fixed(ground)}Z" fill="url(#${beam})" opacity=".1"/>`;
  }
  return {
    svg,
    ground: mixColors(deep, tint, 0.2),
    light: { from, depth: 1, rim: warm },
    gloss: 0.3,
    shadow: 0.35,
    name: 'on a dark stage',
  };
}
