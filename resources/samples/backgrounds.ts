import { lightness, mixColors, shade, type Palette } from './colors';
import type { Light, Sheet } from './fabric';
import type { Random } from './random';

export interface Scene {
  readonly svg: string;
  /** Drawn over the figure: haze, a beam of light. */
  readonly over: string;
  /** The colour a garment must stand out from. */
  readonly ground: string;
  readonly light: Light;
  /** 0 none to 1 a mirror: how much the floor reflects. */
  readonly gloss: number;
  readonly shadow: number;
  readonly name: string;
}

interface Frame {
  readonly width: number;
  readonly height: number;
  /** Where the floor begins. */
  readonly horizon: number;
  readonly ground: number;
  readonly x: number;
}

const n = (value: number) => Math.round(value * 10) / 10;

function gradient(
  sheet: Sheet,
  stops: readonly (readonly [number, string, number?])[],
  x1 = 0,
  y1 = 0,
  x2 = 0,
  y2 = 1,
): string {
  const list = stops
    .map(([offset, color, opacity = 1]) => `<stop offset="${offset}" stop-color="${color}" stop-opacity="${opacity}"/>`)
    .join('');
  return sheet.define(
    (id) => `<linearGradient id="${id}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}">${list}</linearGradient>`,
  );
}

function radial(sheet: Sheet, stops: readonly (readonly [number, string, number?])[]): string {
  const list = stops
    .map(([offset, color, opacity = 1]) => `<stop offset="${offset}" stop-color="${color}" stop-opacity="${opacity}"/>`)
    .join('');
  return sheet.define((id) => `<radialGradient id="${id}">${list}</radialGradient>`);
}

const blur = (sheet: Sheet, deviation: number) =>
  sheet.define(
    (id) =>
      `<filter id="${id}" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="${n(deviation)}"/></filter>`,
  );

/** A dark hall with a bright catwalk, beams from above and an audience on both sides. */
function runway(sheet: Sheet, random: Random, palette: Palette, frame: Frame): Scene {
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
  let svg = `<rect width="${w}" height="${n(h)}" fill="url(#${wall})"/>`;
  const glow = radial(sheet, [
    [0, pale, 0.75],
    [0.4, pale, 0.22],
    [1, pale, 0],
  ]);
  svg += `<ellipse cx="${n(vanish)}" cy="${n(horizon * 0.72)}" rx="${n(w * 0.5)}" ry="${n(h * 0.42)}" fill="url(#${glow})"/>`;
  const soft = blur(sheet, w * 0.012);
  svg += `<rect x="${n(vanish - w * 0.16)}" y="${n(horizon - h * 0.34)}" width="${n(w * 0.32)}" height="${n(h * 0.34)}" fill="${pale}" opacity=".55" filter="url(#${soft})"/>`;
  svg += `<path d="M${n(vanish - far)} ${n(horizon)}L${n(vanish + far)} ${n(horizon)}L${n(x + near)} ${h}L${n(x - near)} ${h}Z" fill="url(#${floor})"/>`;
  for (const side of [-1, 1]) {
    svg += `<path d="M${n(vanish + side * far)} ${n(horizon)}L${n(x + side * near)} ${h}" stroke="${shade(pale, 0.2)}" stroke-width="${n(w * 0.008)}" opacity=".9"/>`;
  }
  for (let line = 1; line < 5; line += 1) {
    const y = horizon + (h - horizon) * (line / 5) ** 2;
    svg += `<path d="M0 ${n(y)}H${w}" stroke="#0a0713" stroke-opacity=".1" stroke-width="1.5" />`;
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
        svg += `<ellipse cx="${n(cx)}" cy="${n(cy + size * 1.35)}" rx="${n(size * 0.82)}" ry="${n(size)}" fill="${tone}"/><ellipse cx="${n(cx)}" cy="${n(cy)}" rx="${n(size * 0.34)}" ry="${n(size * 0.44)}" fill="${shade(tone, 0.05)}"/>`;
      }
    }
  }
  svg += '</g>';
  const beam = gradient(sheet, [
    [0, '#fff', 0.5],
    [1, '#fff', 0],
  ]);
  for (const spot of [-0.42, -0.14, 0.14, 0.42]) {
    const from = x + spot * w + random.between(-0.03, 0.03) * w;
    const to = x + spot * 0.4 * w;
    svg += `<path d="M${n(from - w * 0.012)} 0H${n(from + w * 0.012)}L${n(to + w * 0.16)} ${n(h * 0.9)}H${n(to - w * 0.16)}Z" fill="url(#${beam})" opacity=".3"/><circle cx="${n(from)}" cy="${n(h * 0.006)}" r="${n(w * 0.022)}" fill="#fff" opacity=".85" filter="url(#${blurred})"/>`;
  }
  return {
    svg,
    over: '',
    ground: mixColors(deep, pale, 0.35),
    light: { from: random.side(), depth: 0.8, rim: '#fff6e6' },
    gloss: 0.22,
    shadow: 0.4,
    name: 'on the runway',
  };
}

/** Seamless paper, sometimes with a disc or an arch of another colour behind. */
function studio(sheet: Sheet, random: Random, palette: Palette, frame: Frame): Scene {
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
    svg += `<circle cx="${n(x + random.between(-0.15, 0.15) * w)}" cy="${n(h * random.between(0.3, 0.42))}" r="${n(w * random.between(0.3, 0.4))}" fill="url(#${light})"/>`;
  } else if (shape === 'arch') {
    const half = w * random.between(0.26, 0.34);
    const top = h * random.between(0.1, 0.18);
    svg += `<path d="M${n(x - half)} ${n(horizon)}V${n(top + half)}A${n(half)} ${n(half)} 0 0 1 ${n(x + half)} ${n(top + half)}V${n(horizon)}Z" fill="${tone}"/><path d="M${n(x - half)} ${n(horizon)}V${n(top + half)}A${n(half)} ${n(half)} 0 0 1 ${n(x - half + w * 0.04)} ${n(top + half * 0.62)}V${n(horizon)}Z" fill="#0a0713" opacity=".12"/>`;
  } else if (shape === 'panel') {
    const px = x + random.side() * w * 0.2;
    svg += `<rect x="${n(px - w * 0.28)}" y="${n(h * 0.08)}" width="${n(w * 0.56)}" height="${n(horizon - h * 0.08)}" fill="${tone}"/>`;
  }
  if (shape === 'arch' || shape === 'panel') {
    const floor = gradient(sheet, [
      [0, shade(base, -0.08)],
      [1, shade(base, 0.03)],
    ]);
    svg += `<rect y="${n(horizon)}" width="${w}" height="${n(h - horizon)}" fill="url(#${floor})"/>`;
  }
  svg += `<rect width="${w}" height="${h}" fill="url(#${side})"/>`;
  return {
    svg,
    over: '',
    ground: shape === 'none' ? base : mixColors(base, tone, 0.5),
    light: { from, depth: 0.5, rim: undefined },
    gloss: 0.05,
    shadow: 0.3,
    name: 'in the studio',
  };
}

/** Buildings out of focus behind a pavement in daylight. */
function street(sheet: Sheet, random: Random, palette: Palette, frame: Frame): Scene {
  const { width: w, height: h, horizon, x } = frame;
  const haze = mixColors(palette.paper, '#dfe6ec', 0.5);
  const sky = gradient(sheet, [
    [0, mixColors('#a9c4d8', haze, 0.4)],
    [1, shade(haze, 0.05)],
  ]);
  let svg = `<rect width="${w}" height="${h}" fill="url(#${sky})"/><g filter="url(#${blur(sheet, w * 0.009)})">`;
  for (const side of [-1, 1]) {
    for (let house = 3; house >= 0; house -= 1) {
      const width = w * random.between(0.16, 0.3);
      const inner = x + side * (w * (0.07 + 0.13 * (3 - house)));
      const left = side < 0 ? inner - width : inner;
      const top = horizon - h * (0.22 + 0.16 * (3 - house)) * random.between(0.8, 1.25);
      const tone = mixColors(mixColors(palette.deep, random.pick(palette.cloth), 0.35), haze, 0.35 + 0.12 * house);
      svg += `<rect x="${n(left)}" y="${n(top)}" width="${n(width)}" height="${n(horizon - top + 4)}" fill="${tone}"/>`;
      const step = w * 0.055;
      for (let wy = top + step * 0.6; wy < horizon - step * 1.6; wy += step * 1.25) {
        for (let wx = left + step * 0.4; wx < left + width - step * 0.7; wx += step) {
          const lit = random.chance(0.25);
          svg += `<rect x="${n(wx)}" y="${n(wy)}" width="${n(step * 0.5)}" height="${n(step * 0.8)}" fill="${lit ? '#fff1cf' : shade(tone, -0.12)}" opacity="${lit ? 0.9 : 0.6}"/>`;
        }
      }
    }
  }
  for (let tree = 0; tree < 3; tree += 1) {
    const tx = x + random.side() * w * random.between(0.22, 0.5);
    const green = mixColors('#6d8b5a', palette.deep, random.between(0, 0.4));
    svg += `<rect x="${n(tx - w * 0.008)}" y="${n(horizon - h * 0.2)}" width="${n(w * 0.016)}" height="${n(h * 0.2)}" fill="${shade(green, -0.25)}"/>`;
    for (let leaf = 0; leaf < 5; leaf += 1)
      svg += `<circle cx="${n(tx + random.between(-0.08, 0.08) * w)}" cy="${n(horizon - h * random.between(0.17, 0.33))}" r="${n(w * random.between(0.05, 0.09))}" fill="${shade(green, random.between(-0.06, 0.08))}"/>`;
  }
  for (let walker = 0; walker < 3; walker += 1) {
    const px = x + random.side() * w * random.between(0.17, 0.45);
    const size = h * random.between(0.012, 0.018);
    const tone = mixColors(palette.deep, random.pick(palette.cloth), 0.4);
    svg += `<ellipse cx="${n(px)}" cy="${n(horizon - size * 6)}" rx="${n(size * 0.8)}" ry="${n(size)}" fill="${mixColors(tone, '#caa184', 0.6)}"/><rect x="${n(px - size * 1.3)}" y="${n(horizon - size * 5)}" width="${n(size * 2.6)}" height="${n(size * 7)}" rx="${n(size)}" fill="${tone}"/>`;
  }
  svg += '</g>';
  const stone = mixColors('#b9b2a9', palette.paper, 0.4);
  const floor = gradient(sheet, [
    [0, shade(stone, -0.05)],
    [1, shade(stone, 0.05)],
  ]);
  svg += `<rect y="${n(horizon)}" width="${w}" height="${n(h - horizon)}" fill="url(#${floor})"/>`;
  for (let line = 0; line < 6; line += 1) {
    const y = horizon + (h - horizon) * ((line + 0.6) / 6) ** 1.8;
    svg += `<path d="M0 ${n(y)}H${w}" stroke="#0a0713" stroke-opacity=".09" stroke-width="1.5"/>`;
  }
  for (let line = -4; line <= 4; line += 1)
    svg += `<path d="M${n(x + line * w * 0.07)} ${n(horizon)}L${n(x + line * w * 0.34)} ${h}" stroke="#0a0713" stroke-opacity=".07" stroke-width="1.5"/>`;
  const from = random.side();
  const sun = radial(sheet, [
    [0, '#fff3d6', 0.85],
    [1, '#fff3d6', 0],
  ]);
  svg += `<ellipse cx="${from < 0 ? 0 : w}" cy="${n(h * 0.12)}" rx="${n(w * 0.75)}" ry="${n(h * 0.4)}" fill="url(#${sun})"/>`;
  return {
    svg,
    over: '',
    ground: mixColors(haze, palette.deep, 0.3),
    light: { from, depth: 0.6, rim: '#fff0cf' },
    gloss: 0,
    shadow: 0.4,
    name: 'in the street',
  };
}

/** A dark stage with one pool of light. */
function stage(sheet: Sheet, random: Random, palette: Palette, frame: Frame): Scene {
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
  let svg = `<rect width="${w}" height="${h}" fill="url(#${wall})"/><rect y="${n(horizon)}" width="${w}" height="${n(h - horizon)}" fill="url(#${floor})"/>`;
  const from = random.side();
  const warm = mixColors('#fff2dc', tint, 0.18);
  const halo = radial(sheet, [
    [0, mixColors(warm, tint, 0.4), 0.55],
    [0.6, tint, 0.16],
    [1, tint, 0],
  ]);
  svg += `<ellipse cx="${n(x)}" cy="${n(h * 0.46)}" rx="${n(w * 0.62)}" ry="${n(h * 0.5)}" fill="url(#${halo})"/>`;
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
      svg += `<rect x="${n(dx - w * 0.04)}" width="${n(w * random.between(0.05, 0.09))}" height="${n(horizon)}" fill="url(#${shadow})"/>`;
    }
  } else {
    svg += `<g filter="url(#${blur(sheet, w * 0.006)})">`;
    for (let dot = 0; dot < 26; dot += 1)
      svg += `<circle cx="${n(random.next() * w)}" cy="${n(random.next() * horizon * 0.95)}" r="${n(w * random.between(0.006, 0.03))}" fill="${random.chance(0.5) ? warm : random.pick(palette.cloth)}" opacity="${n(random.between(1, 4)) / 10}"/>`;
    svg += '</g>';
  }
  const pool = radial(sheet, [
    [0, warm, 0.75],
    [0.7, warm, 0.3],
    [1, warm, 0],
  ]);
  svg += `<ellipse cx="${n(x)}" cy="${n(ground - h * 0.005)}" rx="${n(w * 0.42)}" ry="${n(h * 0.06)}" fill="url(#${pool})"/>`;
  const beam = gradient(sheet, [
    [0, warm, 0.5],
    [1, warm, 0.06],
  ]);
  const top = x + from * w * 0.3;
  svg += `<path d="M${n(top - w * 0.02)} ${n(-h * 0.02)}L${n(top + w * 0.02)} ${n(-h * 0.02)}L${n(x + w * 0.36)} ${n(ground)}L${n(x - w * 0.36)} ${n(ground)}Z" fill="url(#${beam})" opacity=".4" filter="url(#${blur(sheet, w * 0.012)})"/>`;
  return {
    svg,
    over: '',
    ground: mixColors(deep, tint, 0.2),
    light: { from, depth: 1, rim: warm },
    gloss: 0.3,
    shadow: 0.35,
    name: 'on a dark stage',
  };
}

/** Plaster walls with an arcade and a slant of sunlight. */
function gallery(sheet: Sheet, random: Random, palette: Palette, frame: Frame): Scene {
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
    svg += `<path d="M${n(l)} ${n(horizon)}V${n(top + half)}A${n(half)} ${n(half)} 0 0 1 ${n(r)} ${n(top + half)}V${n(horizon)}Z" fill="url(#${fade})"/>`;
    const reveal = from < 0 ? [l, 1] : [r, -1];
    svg += `<path d="M${n(reveal[0] as number)} ${n(horizon)}V${n(top + half)}" stroke="${shade(base, 0.1)}" stroke-width="${n(w * 0.014)}"/>`;
  }
  svg += `<rect y="${n(horizon)}" width="${w}" height="${n(h - horizon)}" fill="url(#${floor})"/>`;
  const sun = gradient(sheet, [
    [0, '#fff3da', 0.5],
    [1, '#fff3da', 0.22],
  ]);
  for (const stripe of [0, 1]) {
    const sx = x - from * w * (0.18 - stripe * 0.34);
    svg += `<path d="M${n(sx)} 0H${n(sx + w * 0.2)}L${n(sx + w * 0.2 - from * w * 0.35)} ${h}H${n(sx - from * w * 0.35)}Z" fill="url(#${sun})"/>`;
  }
  return {
    svg,
    over: '',
    ground: shade(base, -0.1),
    light: { from, depth: 0.7, rim: '#fff3da' },
    gloss: 0.08,
    shadow: 0.42,
    name: 'in the arcade',
  };
}

/** Dunes under an evening sky. */
function dusk(sheet: Sheet, random: Random, palette: Palette, frame: Frame): Scene {
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
  svg += `<circle cx="${n(sx)}" cy="${n(horizon - h * 0.12)}" r="${n(w * 0.5)}" fill="url(#${sun})"/><circle cx="${n(sx)}" cy="${n(horizon - h * 0.1)}" r="${n(w * 0.1)}" fill="#fff6e2"/>`;
  for (let hill = 0; hill < 3; hill += 1) {
    const y = horizon - h * 0.06 + hill * h * 0.03;
    const tone = mixColors(mixColors(high, low, 0.5 - hill * 0.12), palette.deep, 0.1 + hill * 0.08);
    const bend = random.between(-0.06, 0.06) * h;
    svg += `<path d="M0 ${n(y + bend)}C${n(w * 0.3)} ${n(y - h * 0.07)} ${n(w * 0.6)} ${n(y + h * 0.05)} ${w} ${n(y - bend)}V${h}H0Z" fill="${tone}"/>`;
  }
  const sand = gradient(sheet, [
    [0, mixColors(low, palette.deep, 0.28)],
    [1, mixColors(low, palette.deep, 0.5)],
  ]);
  svg += `<path d="M0 ${n(horizon + h * 0.04)}C${n(w * 0.4)} ${n(horizon - h * 0.01)} ${n(w * 0.7)} ${n(horizon + h * 0.05)} ${w} ${n(horizon + h * 0.02)}V${h}H0Z" fill="url(#${sand})"/>`;
  return {
    svg,
    over: '',
    ground: mixColors(high, low, 0.6),
    light: { from, depth: 0.75, rim: '#ffe2b8' },
    gloss: 0,
    shadow: 0.4,
    name: 'at dusk',
  };
}

/** The place of a picture. */
export function drawBackground(sheet: Sheet, random: Random, palette: Palette, frame: Frame): Scene {
  const dark = lightness(palette.deep) < 0.35;
  const kind = random.weighted({ runway: 3, studio: 3, street: 2, stage: dark ? 1.6 : 1, gallery: 1.6, dusk: 1 });
  return { runway, studio, street, stage, gallery, dusk }[kind](sheet, random, palette, frame);
}
