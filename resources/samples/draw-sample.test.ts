import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { drawSample, type Sample, type SampleCategory } from './draw-sample';

const count = 240;
const samples = Array.from({ length: count }, (_, index) => drawSample(7, index));

const boxesOf = (category: SampleCategory) =>
  samples.flatMap((sample) =>
    sample.boxes.filter((box) => box.category === category).map(({ bbox }) => ({ sample, bbox })),
  );
const render = async (svg: string, width = 60, height = 90) =>
  sharp(Buffer.from(svg)).resize(width, height, { fit: 'fill' }).flatten({ background: '#fff' }).raw().toBuffer();
/** The place alone: all but the people, who lie between their group's tag and the last two rectangles, light and grain. */
const withoutPeople = (svg: string) => {
  const light = svg.lastIndexOf('<rect', svg.lastIndexOf('<rect') - 1);
  return svg.slice(0, svg.indexOf('<g id="people">')) + svg.slice(light);
};
const difference = (a: Uint8Array, b: Uint8Array) =>
  a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] as number)), 0) / a.length;

test('the same seed and index draw the same picture, another seed or index another', () => {
  expect(drawSample(7, 3)).toEqual(samples[3]);
  expect(drawSample(8, 3).svg).not.toBe(samples[3]?.svg);
  expect(new Set(samples.map(({ svg }) => svg)).size).toBe(count);
});

test('the SVG holds no number that is not one, and no text, script, link or picture from elsewhere', () => {
  for (const { svg } of samples) {
    expect(svg).not.toMatch(/NaN|undefined|Infinity|<text|<script|href|<image/);
  }
});

describe('boxes', () => {
  test('lie inside the picture and have an area', () => {
    for (const { boxes, width, height } of samples) {
      expect(boxes.length).toBeGreaterThan(0);
      for (const { bbox } of boxes) {
        const [x, y, w, h] = bbox;
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        expect(Math.min(w, h)).toBeGreaterThan(8);
        expect(x + w).toBeLessThanOrEqual(width + 0.1);
        expect(y + h).toBeLessThanOrEqual(height + 0.1);
      }
    }
  });

  test('every category occurs often, outfits most', () => {
    const counts = (['upper', 'lower', 'full', 'outfit'] as const).map((category) => boxesOf(category).length);
    expect(Math.min(...counts)).toBeGreaterThan(count / 5);
    expect(counts[3]).toBe(Math.max(...counts));
    expect(counts[3]).toBeGreaterThanOrEqual(count);
  });

  test('an outfit is the union of what one person wears', () => {
    for (const { boxes } of samples.filter(
      (sample) => sample.boxes.filter(({ category }) => category === 'outfit').length === 1,
    )) {
      const outfit = boxes.find(({ category }) => category === 'outfit')?.bbox ?? [0, 0, 0, 0];
      const worn = boxes.filter(({ category }) => category !== 'outfit').map(({ bbox }) => bbox);
      const [left, top] = [Math.min(...worn.map(([x]) => x)), Math.min(...worn.map(([, y]) => y))];
      const right = Math.max(...worn.map(([x, , w]) => x + w));
      const bottom = Math.max(...worn.map(([, y, , h]) => y + h));
      expect(Math.abs(outfit[0] - left) + Math.abs(outfit[1] - top)).toBeLessThan(0.5);
      expect(Math.abs(outfit[0] + outfit[2] - right) + Math.abs(outfit[1] + outfit[3] - bottom)).toBeLessThan(0.5);
    }
  });

  test('upper garments lie above lower ones, and full ones reach over both', () => {
    for (const { sample, bbox } of boxesOf('upper')) {
      const lower = sample.boxes.filter(({ category }) => category === 'lower').map((box) => box.bbox);
      for (const other of lower.length === 1 ? lower : []) expect(bbox[1]).toBeLessThan(other[1]);
    }
    for (const { sample, bbox } of boxesOf('full')) expect(bbox[3] / sample.height).toBeGreaterThan(0.2);
  });

  test('what is boxed was drawn: repainting the picture without its people changes the inside of the boxes', async () => {
    for (const sample of samples.filter(({ boxes }) => boxes.length < 4).slice(0, 6)) {
      const figureless = withoutPeople(sample.svg);
      const [whole, empty] = await Promise.all([render(sample.svg, 120, 180), render(figureless, 120, 180)]);
      const [x, y, w, h] = sample.boxes.find(({ category }) => category === 'outfit')?.bbox ?? [0, 0, 0, 0];
      const [scaleX, scaleY] = [120 / sample.width, 180 / sample.height];
      let inside = 0;
      for (let row = 0; row < 180; row += 1) {
        for (let column = 0; column < 120; column += 1) {
          const at = (row * 120 + column) * 3;
          const changed = [0, 1, 2].some(
            (channel) => Math.abs((whole[at + channel] as number) - (empty[at + channel] as number)) > 24,
          );
          const within =
            column >= x * scaleX && column <= (x + w) * scaleX && row >= y * scaleY && row <= (y + h) * scaleY;
          if (changed && within) inside += 1;
        }
      }
      expect(inside / (w * scaleX * h * scaleY)).toBeGreaterThan(0.25);
    }
  });
});

test('the pictures are of many kinds: garments, places, sizes, one and two people', () => {
  const titles = samples.map(({ title }) => title).join('\n');
  for (const word of [
    'dress',
    'gown',
    'skirt',
    'trousers',
    'shorts',
    'jumpsuit',
    'jacket',
    'coat',
    'shirt',
    'striped',
    'floral',
    'checked',
  ])
    expect(titles).toContain(word);
  for (const place of [
    'on the runway',
    'in the studio',
    'in the street',
    'on a dark stage',
    'in the arcade',
    'at dusk',
  ])
    expect(titles).toContain(place);
  expect(new Set(samples.map(({ width, height }) => `${width} x ${height}`)).size).toBeGreaterThan(2);
  expect(titles).toContain(' and ');
});

test('rendered, no two of twelve pictures look alike, and none is flat', async () => {
  const pictures = await Promise.all(samples.slice(0, 12).map(({ svg }) => render(svg)));
  for (const [index, picture] of pictures.entries()) {
    const mean = picture.reduce((sum, value) => sum + value, 0) / picture.length;
    const spread = Math.sqrt(picture.reduce((sum, value) => sum + (value - mean) ** 2, 0) / picture.length);
    expect(spread).toBeGreaterThan(12);
    for (const other of pictures.slice(index + 1)) expect(difference(picture, other)).toBeGreaterThan(8);
  }
});

test('a drawing costs no more text than a small photograph', () => {
  const lengths = samples.map(({ svg }: Sample) => svg.length);
  expect(Math.max(...lengths)).toBeLessThan(900_000);
});
