import { expect, test } from 'vitest';
import { normalFeatures, waveFeatures } from '../../testing/feature-sets';
import { Random } from '../rng';
import { kernelDistance } from './kernel-distance';

/** Made with NumPy 2.4 in float64: the full kernel matrices of the same float32 vectors, diagonals left out. */
const golden = [
  { count: 40, other: 50, dimension: 6, shift: 0.5, distance: 0.8692629292151981 },
  { count: 70, other: 90, dimension: 12, shift: 0.3, distance: 0.44557046788580923 },
  { count: 9, other: 7, dimension: 12, shift: 0.5, distance: -0.6964710461341079 },
];

test.each(golden)(
  'the distance of $count and $other vectors of $dimension numbers is NumPy’s',
  ({ count, other, dimension, shift, distance }) => {
    const a = waveFeatures(count, dimension, 0);
    const b = waveFeatures(other, dimension, 1, 1.3, shift);

    expect(kernelDistance(a, b, Random.fromSeed(1)).value).toBeCloseTo(distance, 10);
  },
);

test('it is unbiased, and its standard error says how much it varies', () => {
  const random = Random.fromSeed(2);
  const draws = Array.from({ length: 60 }, () =>
    kernelDistance(
      normalFeatures(60, 8, random),
      normalFeatures(80, 8, random, undefined, () => 0.5),
      random,
    ),
  );

  const mean = draws.reduce((sum, { value }) => sum + value, 0) / draws.length;
  const deviation = Math.sqrt(draws.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (draws.length - 1));
  const claimed = Math.sqrt(draws.reduce((sum, { error }) => sum + error ** 2, 0) / draws.length);

  // E k(x, y) = E (t + 1)^3 = 1 + 3 E t + 3 E t^2 + E t^3 with t = x.y / 8, x and y normal with means a and b and unit variance:
  // the first three moments of t are s, s^2 + (8 + a^2 + b^2) / 64 and s^3 + 3 s (8 + a^2 + b^2) / 64 + 6 s / 64, s = a.b / 8.
  const expected = (s: number, a2: number, b2: number): number => {
    const variance = (8 + a2 + b2) / 64;
    return 1 + 3 * s + 3 * (s * s + variance) + s ** 3 + 3 * s * variance + (6 * s) / 64;
  };
  const exact = expected(0, 0, 0) + expected(0.25, 2, 2) - 2 * expected(0, 0, 2);
  expect(Math.abs(mean - exact)).toBeLessThan((3.5 * deviation) / Math.sqrt(draws.length));
  expect(claimed / deviation).toBeGreaterThan(0.75);
  expect(claimed / deviation).toBeLessThan(1.35);
});

test('two sets of one distribution are 0 apart within the error, others are not', () => {
  const random = Random.fromSeed(3);
  const a = normalFeatures(150, 16, random);
  const same = kernelDistance(a, normalFeatures(150, 16, random), random);
  const moved = kernelDistance(
    a,
    normalFeatures(150, 16, random, undefined, () => 0.6),
    random,
  );

  expect(Math.abs(same.value)).toBeLessThan(3 * same.error);
  expect(moved.value).toBeGreaterThan(5 * moved.error);
});

test('features of different networks are refused', () => {
  expect(() => kernelDistance(waveFeatures(9, 4, 0), waveFeatures(9, 5, 0), Random.fromSeed(0))).toThrow(
    /4 and of 5 numbers/,
  );
});
