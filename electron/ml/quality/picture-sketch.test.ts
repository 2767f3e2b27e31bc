import { expect, test } from 'vitest';
import { Random } from '../rng';
import { takeRows } from './feature-set';
import { distanceBetween } from './nearest-neighbors';
import { mirrorSketches, sketchPictures } from './picture-sketch';

const size = 16;

function noisePictures(count: number, random: Random): Uint8Array {
  return Uint8Array.from({ length: count * size * size * 3 }, () => random.integer(256));
}

test('patches are mean colours', () => {
  const pixels = new Uint8Array(size * size * 3);
  // The four pixels of the patch in row 1, column 2: green 10, 20, 30, 40.
  [
    [4, 2],
    [5, 2],
    [4, 3],
    [5, 3],
  ].forEach(([x, y], i) => (pixels[(y! * size + x!) * 3 + 1] = 10 * (i + 1)));

  const { values, dimension } = sketchPictures(pixels, size);

  expect(dimension).toBe(192);
  const at = (1 * 8 + 2) * 3 + 1;
  expect(values[at]! * Math.sqrt(192)).toBeCloseTo(25, 4);
  expect(values.filter((value) => value !== 0)).toHaveLength(1);
});

test('distances are root mean square differences', () => {
  const pixels = new Uint8Array(2 * size * size * 3).fill(100, 0, size * size * 3).fill(130, size * size * 3);
  const sketches = sketchPictures(pixels, size);

  expect(distanceBetween(sketches, 0, sketches, 1)).toBeCloseTo(30, 4);
});

test('mirroring sketches is sketching mirrored pictures', () => {
  const pixels = noisePictures(3, Random.fromSeed(1));
  const mirrored = pixels.map((_, at) => {
    const [row, x, channel] = [Math.floor(at / (size * 3)), Math.floor(at / 3) % size, at % 3];
    return pixels[(row * size + (size - 1 - x)) * 3 + channel] as number;
  });

  const sketches = sketchPictures(pixels, size);

  expect(mirrorSketches(sketches).values).toEqual(sketchPictures(mirrored, size).values);
  expect(mirrorSketches(mirrorSketches(sketches)).values).toEqual(sketches.values);
  expect(takeRows(mirrorSketches(sketches), [2])).toEqual(mirrorSketches(takeRows(sketches, [2])));
});

test('pictures of another size are refused', () => {
  expect(() => sketchPictures(new Uint8Array(10 * 10 * 3), 10)).toThrow(/10 x 10 pixels.*multiple of 8/);
});
