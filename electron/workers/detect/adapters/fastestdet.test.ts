import { expect, test } from 'vitest';
import { inEnglish } from '../../../contract/said';
import { fastestdetManifest } from '../../../testing/detector-manifests';
import { fastestdet } from './fastestdet';

/** A grid of 2 rows and 4 columns in which one cell holds these channels. */
function gridWith(row: number, column: number, channels: Record<number, number>) {
  const data = new Float32Array(85 * 8);
  for (const [channel, value] of Object.entries(channels)) data[Number(channel) * 8 + row * 4 + column] = value;
  return { grid: { type: 'float32', dims: [1, 85, 2, 4], data } };
}
const person = 5;
const bicycle = 6;

test('a cell gives a box about its corner plus offset, as large as its share of the input', () => {
  const outputs = gridWith(1, 2, {
    0: 0.5,
    1: Math.atanh(0.5),
    2: Math.atanh(-0.25),
    3: 0,
    4: Math.log(3),
    [person]: 0.25,
  });
  const [box, ...others] = fastestdet.read(outputs, fastestdetManifest, 0.1);
  expect(others).toEqual([]);
  expect(box).toMatchObject({ category: 0 });
  expect(box!.score).toBeCloseTo(0.5 ** 0.6 * 0.25 ** 0.4);
  // Centre (2.5 / 4, 0.75 / 2) of 352 pixels, half as wide and three quarters as high as the input.
  const expected = [352 * (0.625 - 0.25), 352 * (0.375 - 0.375), 176, 264];
  for (const [index, value] of box!.bbox.entries()) expect(value).toBeCloseTo(expected[index]!, 4);
});

test('a cell belongs to its best category alone', () => {
  expect(fastestdet.read(gridWith(0, 0, { 0: 1, [person]: 0.8, [bicycle]: 0.9 }), fastestdetManifest, 0.1)).toEqual([]);
  expect(
    fastestdet.read(gridWith(0, 0, { 0: 1, [person]: 0.9, [bicycle]: 0.8 }), fastestdetManifest, 0.1),
  ).toHaveLength(1);
});

test('a box below the score asked for is left out', () => {
  const outputs = gridWith(0, 0, { 0: 0.5, [person]: 0.5 });
  expect(fastestdet.read(outputs, fastestdetManifest, 0.51)).toEqual([]);
  expect(fastestdet.read(outputs, fastestdetManifest, 0.49)).toHaveLength(1);
});

test('a grid for other categories is described', () => {
  const grid = { type: 'float32', dims: [1, 25, 22, 22], data: new Float32Array() };
  expect(inEnglish(fastestdet.findMismatch({ grid }, fastestdetManifest) ?? '')).toBe(
    'its grid has the shape [1, 25, 22, 22], expected [1, 85, rows, columns]',
  );
});
