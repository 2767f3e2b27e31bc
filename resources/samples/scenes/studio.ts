import { mixColors, shade, type Palette } from '../colors';
import type { Sheet } from '../fabric';
import { fixed } from '../geometry';
import type { Random } from '../random';
import { gradient } from './paints';
import type { Frame, Scene } from './scene';

/** Seamless paper, sometimes with a disc or an arch of another colour behind. */
export function drawStudio(sheet: Sheet, random: Random, palette: Palette, frame: Frame): Scene {
  const { width: w, height: h, horizon, x } = frame;
  const base = random.chance(0.5)
    ? mixColors(palette.paper, random.pick(palette.cloth), 0.08)
    : mixColors(palette.paper, random.pick(palette.cloth), random.between(0.3, 0.65));
  const from = random.side();
  const wall = gradient(sheet, [
    [0, shade(base, -0.03)],
    [0.55, shade(base, 0.03)],
    [0.72, shade(base, -0.05)],
    [1, shade(base, 0.01)],
  ]);
  const side = gradient(
    sheet,
    [
      [0, '#fff', 0.28],
      [0.5, '#fff', 0],
      [1, '#1a1020', 0.2],
    ],
    from < 0 ? 0 : 1,
    0,
    from < 0 ? 1 : 0,
    0.3,
  );
  let svg = `<rect width="${w}" height="${h}" fill="url(#${wall})"/>`;
  const tone = mixColors(base, random.pick(palette.cloth), random.between(0.35, 0.7));
  const shape = random.pick(['none', 'disc', 'arch', 'panel', 'disc', 'arch']);
  if (shape === 'disc') {
    const light = gradient(sheet, [
      [0, shade(tone, 0.05)],
      [1, shade(tone, -0.05)],
    ]);
    svg += `<circle cx="${fixed(x + random.between(-0.15, 0.15) * w)}" cy="${fixed(h * random.between(0.3, 0.42))}" r="${fixed(w * random.between(0.3, 0.4))}" fill="url(#${light})"/>`;
  } else if (shape === 'arch') {
    const half = w * random.between(0.26, 0.34);
    const top = h * random.between(0.1, 0.18);
    svg += `<path d="M${fixed(x - half)} ${fixed(horizon)}V${fixed(top + half)}A${fixed(half)} ${fixed(half)} 0 0 1 ${fixed(x + half)} ${fixed(top + half)}V${fixed(horizon)}Z" fill="${tone}"/><path d="M${fixed(x - half)} ${fixed(horizon)}V${fixed(top + half)}A${fixed(half)} ${fixed(half)} 0 0 1 ${fixed(x - half + w * 0.04)} ${fixed(top + half * 0.62)}V${fixed(horizon)}Z" fill="#0a0713" opacity=".12"/>`;
  } else if (shape === 'panel') {
    const px = x + random.side() * w * 0.2;
    svg += `<rect x="${fixed(px - w * 0.28)}" y="${fixed(h * 0.08)}" width="${fixed(w * 0.56)}" height="${fixed(horizon - h * 0.08)}" fill="${tone}"/>`;
  }
  if (shape === 'arch' || shape === 'panel') {
    const floor = gradient(sheet, [
      [0, shade(base, -0.08)],
      [1, shade(base, 0.03)],
    ]);
    svg += `<rect y="${fixed(horizon)}" width="${w}" height="${fixed(h - horizon)}" fill="url(#${floor})"/>`;
  }
  svg += `<rect width="${w}" height="${h}" fill="url(#${side})"/>`;
  return {
    svg,
    ground: shape === 'none' ? base : mixColors(base, tone, 0.5),
    light: { from, depth: 0.5, rim: undefined },
    gloss: 0,
    shadow: 0.3,
    name: 'in the studio',
  };
}
