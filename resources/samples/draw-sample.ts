import { drawBackground } from './scenes/draw-background';
import { palettes } from './colors';
import { Sheet } from './fabric';
import { poseFigure, type Build, type PoseName } from './figure';
import { fixed, intersect, type Bounds } from './geometry';
import { dressFigure } from './dress-figure';
import { castShadow, drawGrain, drawSeat, reflect } from './staging';
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

const bboxOf = ({ left, top, right, bottom }: Bounds) =>
  [fixed(left), fixed(top), fixed(right - left), fixed(bottom - top)] as const;

const poseWeights: Record<PoseName, number> = {
  walk: 4,
  stand: 3,
  hip: 2.2,
  wide: 1.6,
  crossed: 1.2,
  stride: 1.8,
  sit: 0.5,
};

function choosePose(random: Random, build: Build, pair: boolean): PoseName {
  if (pair) return random.pick<PoseName>(['walk', 'stand', 'wide', 'crossed']);
  return random.weighted(build === 'masculine' ? { ...poseWeights, hip: 0.4, crossed: 0.4 } : poseWeights);
}

/** Where the people stand and how tall they are: whole, close or far, seldom in the exact middle. */
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
  const boxes: Sample['boxes'][number][] = [];
  const titles: string[] = [];
  let people = '';
  for (const place of places) {
    const build: Build = random.chance(0.26) ? 'masculine' : 'feminine';
    const pose = choosePose(random, build, pair);
    const figure = poseFigure(random, { ...place, build, pose });
    const dressed = dressFigure(sheet, random, figure, { palette, ground: scene.ground, light: scene.light });
    if (scene.gloss > 0) people += reflect(sheet, dressed.svg, place, scene.gloss, { width, height });
    people += castShadow(sheet, figure, scene.shadow, scene.light.from);
    if (pose === 'sit') people += drawSeat(figure, palette.paper);
    people += dressed.svg;
    titles.push(dressed.title);
    for (const { category, bounds } of dressed.boxes) {
      const seen = intersect(bounds, { left: 0, top: 0, right: width, bottom: height });
      if (seen) boxes.push({ category, bbox: bboxOf(seen) });
    }
  }
  const grain = drawGrain(sheet, random);
  const vignette = sheet.define(
    (id) =>
      `<radialGradient id="${id}" cx=".5" cy=".46" r=".75"><stop offset=".55" stop-color="#0a0713" stop-opacity="0"/><stop offset="1" stop-color="#0a0713" stop-opacity=".26"/></radialGradient>`,
  );
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><defs>${sheet.definitions}</defs>${scene.svg}<g id="people">${people}</g>` +
    `<rect width="${width}" height="${height}" fill="url(#${vignette})"/><rect width="${width}" height="${height}" fill="url(#${grain})" opacity=".14"/></svg>`;
  return { svg, width, height, boxes, title: `${titles.join(' and ')} ${scene.name}` };
}
