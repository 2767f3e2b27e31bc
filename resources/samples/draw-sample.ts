import { drawBackground } from './backgrounds';
import { palettes } from './colors';
import { Sheet } from './fabric';
import { poseFigure, type Build, type Figure, type PoseName } from './figure';
import { intersect, type Bounds } from './geometry';
import { dressFigure } from './outfits';
import { createRandom, type Random } from './random';

export type SampleCategory = 'upper' | 'lower' | 'full' | 'outfit';

/** One drawing of the sample collection. Boxes are [x, y, width, height] in pixels of the drawing. */
export interface Sample {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly {
    readonly category: SampleCategory;
    readonly bbox: readonly [number, number, number, number];
  }[];
  /** What is worn and where, for people who cannot see the picture. */
  readonly title: string;
}

const n = (value: number) => Math.round(value * 10) / 10;

function castShadow(figure: Figure, strength: number, from: number, blurId: string): string {
  const { unit, ground } = figure;
  const x = (figure.legs.left.joints[2][0] + figure.legs.right.joints[2][0]) / 2;
  const contact = (['left', 'right'] as const)
    .map((side) => {
      const [ax, ay] = figure.legs[side].joints[2];
      return `<ellipse cx="${n(ax)}" cy="${n(Math.max(ay + 0.46 * unit, ground - 0.3 * unit))}" rx="${n(unit * 0.36)}" ry="${n(unit * 0.1)}" opacity="${strength}"/>`;
    })
    .join('');
  return `<g fill="#0a0713" filter="url(#${blurId})"><ellipse cx="${n(x - from * unit * 1.1)}" cy="${n(ground - unit * 0.02)}" rx="${n(unit * 1.9)}" ry="${n(unit * 0.2)}" opacity="${strength * 0.75}" transform="rotate(${from * 4} ${n(x)} ${n(ground)})"/>${contact}</g>`;
}

function stool(figure: Figure, color: string): string {
  const { unit, pelvis, ground } = figure;
  const top = pelvis[1] + 0.5 * unit;
  const [l, r] = [pelvis[0] - 0.95 * unit, pelvis[0] + 0.95 * unit];
  return `<path d="M${n(l)} ${n(top)}H${n(r)}V${n(ground)}H${n(l)}Z" fill="${color}"/><path d="M${n(l)} ${n(top)}H${n(r)}l${n(-0.2 * unit)} ${n(-0.22 * unit)}H${n(l + 0.2 * unit)}Z" fill="#fff" opacity=".25"/><path d="M${n(l)} ${n(top)}H${n(r)}V${n(ground)}H${n(l)}Z" fill="#0a0713" opacity=".12"/>`;
}

const poseWeights: Record<PoseName, number> = {
  walk: 4,
  stand: 3,
  hip: 2.2,
  wide: 1.6,
  crossed: 1.2,
  stride: 1.8,
  sit: 0.5,
};

function choosePlaces(random: Random, width: number, height: number): { x: number; ground: number; unit: number }[] {
  if (width > height * 0.75) {
    const unit = (height * random.between(0.68, 0.76)) / 8.95;
    const gap = width * random.between(0.2, 0.24);
    const middle = width * random.between(0.47, 0.53);
    const back = random.between(0.9, 1);
    return [
      { x: middle - gap, ground: height * 0.9, unit: unit * back },
      { x: middle + gap, ground: height * 0.925, unit },
    ];
  }
  const share = random.weighted({ whole: 7, close: 1.4, far: 1.6 });
  const tall =
    share === 'close'
      ? random.between(0.98, 1.12)
      : share === 'far'
        ? random.between(0.6, 0.7)
        : random.between(0.74, 0.88);
  const unit = (height * tall) / 8.95;
  const ground =
    share === 'close'
      ? height * (0.06 + tall)
      : Math.min(
          height * 0.965,
          height * random.between(0.05, 0.085) + height * tall + height * random.between(0, 0.05),
        );
  return [{ x: width * random.between(0.42, 0.58), ground, unit }];
}

/**
 * Draws one picture of the sample collection: a figure (now and then two) in an outfit, in a place, in a light.
 *
 * The same seed and index always give the same drawing. Boxes come from the outlines of the garments as drawn,
 * cut at the edges of the picture.
 *
 * @param seed  which collection, any integer
 * @param index which picture of it, from 0
 */
export function drawSample(seed: number, index: number): Sample {
  const random = createRandom(seed, index);
  const pair = random.chance(0.09);
  const [width, height] = pair
    ? [720, 800]
    : random.pick([
        [480, 720],
        [640, 960],
        [560, 800],
      ] as const);
  const palette = random.pick(palettes);
  const sheet = new Sheet();
  const places = choosePlaces(random, width, height);
  const main = places.at(-1) ?? { x: width / 2, ground: height * 0.92, unit: height / 11 };
  const horizon = Math.min(height * 0.93, main.ground - main.unit * random.between(0.9, 2.2));
  const middle = places.reduce((sum, place) => sum + place.x, 0) / places.length;
  const scene = drawBackground(sheet, random, palette, { width, height, horizon, ground: main.ground, x: middle });
  const blurId = sheet.define(
    (id) =>
      `<filter id="${id}" x="-30%" y="-150%" width="160%" height="400%"><feGaussianBlur stdDeviation="${n(main.unit * 0.09)}"/></filter>`,
  );

  const boxes: Sample['boxes'][number][] = [];
  const titles: string[] = [];
  let people = '';
  for (const place of places) {
    const build: Build = random.chance(0.26) ? 'masculine' : 'feminine';
    const pose = pair
      ? random.pick<PoseName>(['walk', 'stand', 'wide', 'crossed'])
      : random.weighted(build === 'masculine' ? { ...poseWeights, hip: 0.4, crossed: 0.4 } : poseWeights);
    const figure = poseFigure(random, { ...place, build, pose });
    const dressed = dressFigure(sheet, random, figure, { palette, ground: scene.ground, light: scene.light });
    if (scene.gloss > 0) {
      const fade = sheet.define(
        (id) =>
          `<linearGradient id="${id}" x1="0" y1="${n(place.ground)}" x2="0" y2="${n(place.ground + place.unit * 3.4)}" gradientUnits="userSpaceOnUse"><stop offset="0" stop-color="#fff" stop-opacity="${scene.gloss * 1.6}"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></linearGradient>`,
      );
      const mask = sheet.define(
        (id) =>
          `<mask id="${id}" maskUnits="userSpaceOnUse" x="0" y="0" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="url(#${fade})"/></mask>`,
      );
      people += `<g mask="url(#${mask})"><g transform="translate(0 ${n(place.ground * 2 - 0.06 * place.unit)}) scale(1 -1)">${dressed.svg}</g></g>`;
    }
    people += castShadow(figure, scene.shadow, scene.light.from, blurId);
    if (pose === 'sit') people += stool(figure, palette.paper);
    people += dressed.svg;
    titles.push(dressed.title);
    const frame: Bounds = { left: 0, top: 0, right: width, bottom: height };
    for (const box of dressed.boxes) {
      const seen = intersect(box.bounds, frame);
      if (seen)
        boxes.push({
          category: box.category,
          bbox: [n(seen.left), n(seen.top), n(seen.right - seen.left), n(seen.bottom - seen.top)],
        });
    }
  }
  const grain = sheet.define(
    (id) =>
      `<filter id="${id}" x="0" y="0" width="100%" height="100%"><feTurbulence type="fractalNoise" baseFrequency=".8" numOctaves="2" seed="${random.integer(1, 999)}"/><feColorMatrix values="0 0 0 0 .5  0 0 0 0 .45  0 0 0 0 .4  0 0 0 1.1 -.42"/></filter>`,
  );
  const vignette = sheet.define(
    (id) =>
      `<radialGradient id="${id}" cx=".5" cy=".46" r=".75"><stop offset=".55" stop-color="#0a0713" stop-opacity="0"/><stop offset="1" stop-color="#0a0713" stop-opacity=".26"/></radialGradient>`,
  );
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><defs>${sheet.definitions}</defs>${scene.svg}${people}${scene.over}` +
    `<rect width="${width}" height="${height}" fill="url(#${vignette})"/><rect width="${width}" height="${height}" filter="url(#${grain})" opacity=".14"/></svg>`;
  return { svg, width, height, boxes, title: `${titles.join(' and ')} ${scene.name}` };
}
