import { lightness, nameColor, shade, vary } from './colors';
import { fixed, type Outline } from './geometry';
import type { Random } from './random';

/** Collects the definitions of one picture and hands out their ids. */
export class Sheet {
  readonly #definitions: string[] = [];
  #count = 0;

  /** Adds a definition written with its id and answers that id. */
  define(write: (id: string) => string): string {
    const id = `d${(this.#count += 1)}`;
    this.#definitions.push(write(id));
    return id;
  }

  get definitions(): string {
    return this.#definitions.join('');
  }
}

export type Finish = 'matte' | 'satin' | 'leather' | 'knit' | 'sheer';

export interface Fabric {
  readonly color: string;
  readonly finish: Finish;
  /** A pattern's paint, or undefined for plain cloth. */
  readonly pattern: string | undefined;
  readonly description: string;
}

export interface Light {
  /** Where the light comes from: -1 left, 1 right. */
  readonly from: -1 | 1;
  /** 0 flat to 1 dramatic. */
  readonly depth: number;
  /** Colour of the light that grazes an edge; undefined for none. */
  readonly rim: string | undefined;
}

function flower(x: number, y: number, radius: number, petals: string, heart: string, turn: number): string {
  let svg = '';
  for (let petal = 0; petal < 5; petal += 1) {
    const angle = turn + (petal * 2 * Math.PI) / 5;
    svg += `<circle cx="${fixed(x + Math.cos(angle) * radius * 0.62)}" cy="${fixed(y + Math.sin(angle) * radius * 0.62)}" r="${fixed(radius * 0.5)}" fill="${petals}"/>`;
  }
  return `${svg}<circle cx="${fixed(x)}" cy="${fixed(y)}" r="${fixed(radius * 0.34)}" fill="${heart}"/>`;
}

type PatternName =
  | 'stripes'
  | 'bands'
  | 'dots'
  | 'check'
  | 'floral'
  | 'ombre'
  | 'tweed'
  | 'blocks'
  | 'zigzag'
  | 'animal'
  | 'leaves'
  | 'sequins';

function patternTile(
  name: PatternName,
  unit: number,
  ink: string,
  second: string,
  random: Random,
): { size: number; svg: string; turn: number } {
  const at = () => random.between(0, 1);
  switch (name) {
    case 'stripes': {
      const size = unit * random.between(0.16, 0.34);
      const width = size * random.between(0.25, 0.55);
      return {
        size,
        svg: `<rect width="${fixed(width)}" height="${fixed(size)}" fill="${ink}"/>`,
        turn: random.pick([0, 0, 8, -35]),
      };
    }
    case 'bands': {
      const size = unit * random.between(0.22, 0.5);
      return {
        size,
        svg: `<rect width="${fixed(size)}" height="${fixed(size * random.between(0.3, 0.5))}" fill="${ink}"/>`,
        turn: 0,
      };
    }
    case 'dots': {
      const size = unit * random.between(0.2, 0.36);
      const r = fixed(size * random.between(0.14, 0.24));
      return {
        size,
        svg: `<circle cx="${fixed(size / 4)}" cy="${fixed(size / 4)}" r="${r}" fill="${ink}"/><circle cx="${fixed(size * 0.75)}" cy="${fixed(size * 0.75)}" r="${r}" fill="${ink}"/>`,
        turn: 0,
      };
    }
    case 'check': {
      const size = unit * random.between(0.28, 0.55);
      const w = fixed(size * 0.42);
      return {
        size,
        svg: `<rect width="${w}" height="${fixed(size)}" fill="${ink}" opacity=".5"/><rect width="${fixed(size)}" height="${w}" fill="${ink}" opacity=".5"/><rect x="${fixed(size * 0.7)}" width="${fixed(size * 0.06)}" height="${fixed(size)}" fill="${second}" opacity=".8"/><rect y="${fixed(size * 0.7)}" width="${fixed(size)}" height="${fixed(size * 0.06)}" fill="${second}" opacity=".8"/>`,
        turn: random.pick([0, 0, 45]),
      };
    }
    case 'tweed': {
      const size = unit * 0.11;
      return {
        size,
        svg: `<rect width="${fixed(size / 2)}" height="${fixed(size / 2)}" fill="${ink}" opacity=".55"/><rect x="${fixed(size / 2)}" y="${fixed(size / 2)}" width="${fixed(size / 2)}" height="${fixed(size / 2)}" fill="${ink}" opacity=".35"/>`,
        turn: random.pick([0, 45]),
      };
    }
    case 'zigzag': {
      const size = unit * random.between(0.3, 0.45);
      const [a, b] = [fixed(size / 2), fixed(size)];
      return {
        size,
        svg: `<path d="M0 ${fixed(size * 0.3)}L${a} ${fixed(size * 0.7)}L${b} ${fixed(size * 0.3)}" fill="none" stroke="${ink}" stroke-width="${fixed(size * 0.2)}"/>`,
        turn: 0,
      };
    }
    case 'floral': {
      const size = unit * random.between(0.8, 1.2);
      let svg = '';
      for (const [x, y] of [
        [0.25, 0.22],
        [0.72, 0.36],
        [0.36, 0.7],
        [0.82, 0.82],
        [0.08, 0.9],
      ] as const) {
        svg += `<circle cx="${fixed(size * (x + 0.12))}" cy="${fixed(size * (y + 0.1))}" r="${fixed(size * 0.05)}" fill="${second}" opacity=".8"/>`;
        svg += flower(
          size * x,
          size * y,
          size * random.between(0.09, 0.15),
          random.chance(0.6) ? ink : second,
          random.chance(0.5) ? '#f6e3a1' : second,
          at() * 6,
        );
      }
      return { size, svg, turn: random.between(-20, 20) };
    }
    case 'leaves': {
      const size = unit * random.between(0.6, 0.9);
      let svg = '';
      for (let leaf = 0; leaf < 6; leaf += 1) {
        const [x, y] = [size * (0.15 + 0.7 * at()), size * (0.1 + 0.15 * leaf)];
        svg += `<ellipse cx="${fixed(x)}" cy="${fixed(y)}" rx="${fixed(size * 0.16)}" ry="${fixed(size * 0.055)}" fill="${leaf % 2 ? ink : second}" transform="rotate(${fixed(random.between(-70, 70))} ${fixed(x)} ${fixed(y)})"/>`;
      }
      return { size, svg, turn: random.between(-20, 20) };
    }
    case 'animal': {
      const size = unit * random.between(0.5, 0.7);
      let svg = '';
      for (let spot = 0; spot < 9; spot += 1) {
        const [x, y] = [
          size * (((spot % 3) + 0.3 + 0.35 * at()) / 3),
          size * ((Math.floor(spot / 3) + 0.3 + 0.35 * at()) / 3),
        ];
        svg += `<ellipse cx="${fixed(x)}" cy="${fixed(y)}" rx="${fixed(size * 0.1)}" ry="${fixed(size * 0.075)}" fill="none" stroke="${ink}" stroke-width="${fixed(size * 0.055)}" stroke-dasharray="${fixed(size * 0.2)} ${fixed(size * 0.07)}" transform="rotate(${fixed(at() * 180)} ${fixed(x)} ${fixed(y)})"/>`;
      }
      return { size, svg, turn: 12 };
    }
    case 'sequins': {
      const size = unit * 0.6;
      let svg = '';
      for (let spot = 0; spot < 36; spot += 1) {
        const [x, y] = [
          (size * ((spot % 6) + (Math.floor(spot / 6) % 2 ? 0.75 : 0.25))) / 6,
          (size * (Math.floor(spot / 6) + 0.5)) / 6,
        ];
        svg += `<circle cx="${fixed(x)}" cy="${fixed(y)}" r="${fixed(size * 0.07)}" fill="${random.chance(0.3) ? '#fff' : ink}" opacity="${fixed(random.between(2, 8)) / 10}"/>`;
      }
      return { size, svg, turn: 0 };
    }
    case 'ombre':
    case 'blocks':
      return { size: unit, svg: '', turn: 0 };
  }
}

const words: Record<PatternName, string> = {
  stripes: 'striped',
  bands: 'banded',
  dots: 'dotted',
  check: 'checked',
  floral: 'floral',
  ombre: 'ombré',
  tweed: 'tweed',
  blocks: 'colour-blocked',
  zigzag: 'zigzag',
  animal: 'animal-print',
  leaves: 'leaf-print',
  sequins: 'sequinned',
};

/** Cloth in a colour, with a finish and often a pattern in the palette's other colours. */
export function makeFabric(
  sheet: Sheet,
  random: Random,
  unit: number,
  color: string,
  others: readonly string[],
  patterned: number,
): Fabric {
  const finish = random.weighted<Finish>({
    matte: 6,
    satin: 2,
    leather: lightness(color) < 0.5 ? 1 : 0.2,
    knit: 1.5,
    sheer: 0,
  });
  if (finish === 'leather' || !random.chance(patterned)) {
    return {
      color,
      finish,
      pattern: undefined,
      description: finish === 'matte' ? nameColor(color) : `${nameColor(color)} ${finish}`,
    };
  }
  const apart = others.filter((other) => Math.abs(lightness(other) - lightness(color)) > 0.16);
  const ink = apart.length > 0 ? random.pick(apart) : shade(color, lightness(color) > 0.55 ? -0.3 : 0.3);
  const second = vary(random.pick(others), 0.1, 0.03);
  const name = random.weighted<PatternName>({
    stripes: 3,
    bands: 2.5,
    dots: 2,
    check: 2.2,
    floral: 3,
    ombre: 2,
    tweed: 1.4,
    blocks: 1,
    zigzag: 0.7,
    animal: 0.8,
    leaves: 1.4,
    sequins: 1,
  });
  if (name === 'ombre' || name === 'blocks') {
    const stops =
      name === 'ombre'
        ? `<stop offset=".25" stop-color="${ink}" stop-opacity="0"/><stop offset="1" stop-color="${ink}"/>`
        : [0, 0.34, 0.34, 0.62, 0.62, 1]
            .map(
              (offset, index) =>
                `<stop offset="${offset}" stop-color="${[color, ink, second][index >> 1]}" stop-opacity="${index < 2 ? 0 : 1}"/>`,
            )
            .join('');
    const id = sheet.define((it) => `<linearGradient id="${it}" x1="0" y1="0" x2="0" y2="1">${stops}</linearGradient>`);
    return { color, finish, pattern: `url(#${id})`, description: `${nameColor(color)} ${words[name]}` };
  }
  const tile = patternTile(name, unit, ink, second, random);
  const id = sheet.define(
    (it) =>
      `<pattern id="${it}" width="${fixed(tile.size)}" height="${fixed(tile.size)}" patternUnits="userSpaceOnUse" patternTransform="rotate(${fixed(tile.turn)})">${tile.svg}</pattern>`,
  );
  return { color, finish, pattern: `url(#${id})`, description: `${nameColor(color)} ${words[name]}` };
}

/** Plain cloth of a colour, without a choice. */
export const plain = (color: string, finish: Finish = 'matte'): Fabric => ({
  color,
  finish,
  pattern: undefined,
  description: 'plain',
});

interface PaintOptions {
  /** SVG of the folds, drawn clipped to the shape. */
  readonly folds?: string;
  /** Drawn unclipped of shade, above the pattern: pockets, plackets. */
  readonly details?: string;
  /** 0 to 1: how much of the picture's shade falls on it besides the light; the leg behind, a lining. */
  readonly shadow?: number;
  /** Path data of the edge where the cloth turns away; the whole outline when left out. */
  readonly edge?: string;
}

/** Paints a shape as cloth: colour, pattern, folds, light across, a soft turn at its edges. */
export function paint(
  sheet: Sheet,
  shape: Outline,
  fabric: Fabric,
  light: Light,
  unit: number,
  options: PaintOptions = {},
): string {
  const { d } = shape;
  const clip = sheet.define((id) => `<clipPath id="${id}"><path d="${d}"/></clipPath>`);
  const strong = fabric.finish === 'leather' ? 1.35 : fabric.finish === 'satin' ? 1.15 : 0.9;
  const dark = 0.34 + 0.34 * light.depth * strong;
  // Shade keeps the colour of the cloth; a grey shade would turn skin and dyes to ash.
  const shadow = shade(fabric.color, -0.1 - 0.3 * lightness(fabric.color));
  const glow =
    (fabric.finish === 'leather' ? 0.34 : fabric.finish === 'satin' ? 0.42 : 0.16) * (0.6 + 0.4 * light.depth);
  const [x1, x2] = light.from < 0 ? [0, 1] : [1, 0];
  const across = sheet.define(
    (id) =>
      `<linearGradient id="${id}" x1="${x1}" y1=".1" x2="${x2}" y2=".25"><stop offset="0" stop-color="#fff" stop-opacity="0"/><stop offset=".2" stop-color="#fff" stop-opacity="${fixed(glow * 100) / 100}"/><stop offset=".45" stop-color="#fff" stop-opacity="0"/><stop offset=".5" stop-color="${shadow}" stop-opacity="0"/><stop offset="1" stop-color="${shadow}" stop-opacity="${fixed(dark * 100) / 100}"/></linearGradient>`,
  );
  let svg = `<g clip-path="url(#${clip})"><path d="${d}" fill="${fabric.color}"/>`;
  if (fabric.pattern) svg += `<path d="${d}" fill="${fabric.pattern}"/>`;
  if (fabric.finish === 'knit') svg += `<path d="${d}" fill="url(#${knit(sheet, unit)})" opacity=".28"/>`;
  if (options.folds) svg += options.folds;
  svg += `<path d="${d}" fill="url(#${across})"/>`;
  if (options.shadow) svg += `<path d="${d}" fill="#0a0713" opacity="${options.shadow}"/>`;
  if (options.details) svg += options.details;
  const edge = options.edge ?? d;
  svg += `<path d="${edge}" fill="none" stroke="${shade(fabric.color, -0.2)}" stroke-opacity=".5" stroke-width="${fixed(unit * 0.045)}"/>`;
  if (light.rim) {
    const rim = light.rim;
    const graze = sheet.define(
      (id) =>
        `<linearGradient id="${id}" x1="${x1}" y1=".3" x2="${x2}" y2=".5"><stop offset="0" stop-color="${rim}" stop-opacity=".75"/><stop offset=".35" stop-color="${rim}" stop-opacity="0"/></linearGradient>`,
    );
    svg += `<path d="${edge}" fill="none" stroke="url(#${graze})" stroke-width="${fixed(unit * 0.1)}"/>`;
  }
  return `${svg}</g>`;
}

function knit(sheet: Sheet, unit: number): string {
  const size = Math.max(3, unit * 0.1);
  const [half, full] = [fixed(size / 2), fixed(size)];
  return sheet.define(
    (id) =>
      `<pattern id="${id}" width="${full}" height="${full}" patternUnits="userSpaceOnUse"><path d="M0 0L${half} ${half}L${full} 0M0 ${half}L${half} ${full}L${full} ${half}" fill="none" stroke="#1a1020" stroke-width="${fixed(size * 0.16)}"/></pattern>`,
  );
}

/** One fold: a soft leaf of shade with a leaf of light on the side the light comes from. */
export function fold(
  from: readonly [number, number],
  to: readonly [number, number],
  width: number,
  bend: number,
  light: Light,
  strength = 1,
): string {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy) || 1;
  const normal = [dy / length, -dx / length] as const;
  const leaf = (shift: number) => {
    const middle = (out: number) =>
      `${fixed(from[0] + dx * 0.62 + normal[0] * (bend + out + shift))} ${fixed(from[1] + dy * 0.62 + normal[1] * (bend + out + shift))}`;
    return `M${fixed(from[0] + normal[0] * shift * 0.4)} ${fixed(from[1])}Q${middle(width)} ${fixed(to[0] + normal[0] * (shift + width * 0.8))} ${fixed(to[1])}L${fixed(to[0] + normal[0] * (shift - width * 0.8))} ${fixed(to[1])}Q${middle(-width)} ${fixed(from[0] + normal[0] * shift * 0.4)} ${fixed(from[1])}Z`;
  };
  const lit = light.from * (normal[0] >= 0 ? 1 : -1) * width * 1.7;
  return `<path d="${leaf(0)}" fill="#0a0713" opacity="${fixed(strength * 17) / 100}"/><path d="${leaf(lit)}" fill="#fff" opacity="${fixed(strength * 11) / 100}"/>`;
}
