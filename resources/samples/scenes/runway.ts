import { mixColors, shade, type Palette } from '../colors';
import type { Sheet } from '../fabric';
import { fixed } from '../geometry';
import type { Random } from '../random';
import { blur, gradient, radial, softSpot } from './paints';
import type { Frame, Scene } from './scene';

/** A dark hall with a bright catwalk, beams from above and an audience on both sides. */
export function drawRunway(sheet: Sheet, random: Random, palette: Palette, frame: Frame): Scene {
  const { width: w, height: h, horizon, x } = frame;
  const deep = mixColors(
    mixColors(palette.deep, '#0c0a10', 0.2),
    random.pick(palette.cloth),
    random.between(0.04, 0.3),
  );
  const pale = mixColors(palette.paper, random.pick(palette.cloth), random.between(0.08, 0.25));
  const wall = gradient(sheet, [
    [0, shade(deep, -0.05)],
    [1, shade(deep, 0.1)],
  ]);
  const floor = gradient(sheet, [
    [0, shade(pale, -0.26)],
    [0.35, shade(pale, -0.1)],
    [1, pale],
  ]);
  const vanish = x + random.between(-0.06, 0.06) * w;
  const [near, far] = [w * random.between(0.46, 0.62), w * 0.12];
  let svg = `<rect width="${w}" height="${fixed(h)}" fill="url(#${wall})"/>`;
  const glow = radial(sheet, [
    [0, pale, 0.75],
    [0.4, pale, 0.22],
    [1, pale, 0],
  ]);
  svg += `<ellipse cx="${fixed(vanish)}" cy="${fixed(horizon * 0.72)}" rx="${fixed(w * 0.5)}" ry="${fixed(h * 0.42)}" fill="url(#${glow})"/>`;
  svg += `<ellipse cx="${fixed(vanish)}" cy="${fixed(horizon - h * 0.15)}" rx="${fixed(w * 0.26)}" ry="${fixed(h * 0.26)}" fill="url(#${softSpot(sheet, pale)})" opacity=".6"/>`;
  svg += `<path d="M${fixed(vanish - far)} ${fixed(horizon)}L${fixed(vanish + far)} ${fixed(horizon)}L${fixed(x + near)} ${h}L${fixed(x - near)} ${h}Z" fill="url(#${floor})"/>`;
  for (const side of [-1, 1]) {
    svg += `<path d="M${fixed(vanish + side * far)} ${fixed(horizon)}L${fixed(x + side * near)} ${h}" stroke="${shade(pale, 0.2)}" stroke-width="${fixed(w * 0.008)}" opacity=".9"/>`;
  }
  for (let line = 1; line < 5; line += 1) {
    const y = horizon + (h - horizon) * (line / 5) ** 2;
    svg += `<path d="M0 ${fixed(y)}H${w}" stroke="#0a0713" stroke-opacity=".1" stroke-width="1.5" />`;
  }
  // The audience: rows that shrink towards the back.
  const blurred = blur(sheet, w * 0.0045);
  svg += `<g filter="url(#${blurred})">`;
  for (let row = 0; row < 6; row += 1) {
    const depth = row / 5;
    const size = h * (0.028 + 0.075 * depth ** 1.4);
    for (const side of [-1, 1]) {
      const edge = far + (near - far) * depth ** 1.5 + size * 1.4;
      for (let seat = 0; seat < 3; seat += 1) {
        const cx = vanish + (x - vanish) * depth + side * (edge + seat * size * 1.9 + random.between(-0.2, 0.2) * size);
        const cy =
          horizon -
          h * 0.02 +
          (h - horizon) * depth ** 1.5 * 0.9 -
          seat * size * 0.4 +
          random.between(-0.1, 0.1) * size;
        const tone = mixColors(mixColors(deep, random.pick(palette.cloth), 0.3), '#0b090f', 0.45 - 0.25 * (1 - depth));
        svg += `<ellipse cx="${fixed(cx)}" cy="${fixed(cy + size * 1.35)}" rx="${fixed(size * 0.82)}" ry="${fixed(size)}" fill="${tone}"/><ellipse cx="${fixed(cx)}" cy="${fixed(cy)}" rx="${fixed(size * 0.34)}" ry="${fixed(size * 0.44)}" fill="${shade(tone, 0.05)}"/>`;
      }
    }
  }
  svg += '</g>';
  const beam = gradient(sheet, [
    [0, '#fff', 0.5],
    [1, '#fff', 0],
  ]);
  const lamp = softSpot(sheet, '#ffffff');
  for (const spot of [-0.42, -0.14, 0.14, 0.42]) {
    const from = x + spot * w + random.between(-0.03, 0.03) * w;
    const to = x + spot * 0.4 * w;
    svg += `<path d="M${fixed(from - w * 0.012)} 0H${fixed(from + w * 0.012)}L${fixed(to + w * 0.16)} ${fixed(h * 0.9)}H${fixed(to - w * 0.16)}Z" fill="url(#${beam})" opacity=".3"/><circle cx="${fixed(from)}" cy="${fixed(h * 0.006)}" r="${fixed(w * 0.034)}" fill="url(#${lamp})"/>`;
  }
  return {
    svg,
    ground: mixColors(deep, pale, 0.35),
    light: { from: random.side(), depth: 0.8, rim: '#fff6e6' },
    gloss: 0.22,
    shadow: 0.4,
    name: 'on the runway',
  };
}
