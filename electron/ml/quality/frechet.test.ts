import { expect, test } from 'vitest';
import { normalFeatures, waveFeatures, withNoise } from '../../testing/feature-sets';
import { Random } from '../rng';
import { frechetDistance } from './frechet';
import { momentsOf, type Moments } from './moments';
import { symmetricEigenvalues } from './symmetric-eigenvalues';

/**
 * Made with NumPy 2.4 in float64 from the same float32 vectors: covariances by numpy.cov, the root's trace as the sum of
 * numpy.linalg.svd(A B') of the centred vectors; scipy.linalg.sqrtm gives the same for the first two and, being inexact for
 * singular matrices, 12.2012628 for the last.
 */
const golden = [
  { count: 40, other: 50, dimension: 6, shift: 0.5, distance: 1.4664484732019591 },
  { count: 70, other: 90, dimension: 12, shift: 0.3, distance: 5.102283830942415 },
  { count: 9, other: 7, dimension: 12, shift: 0.5, distance: 12.20126305715193 },
];

test.each(golden)(
  'the distance of $count and $other vectors of $dimension numbers is NumPy’s',
  ({ count, other, dimension, shift, distance }) => {
    const a = momentsOf(waveFeatures(count, dimension, 0), 'a');
    const b = momentsOf(waveFeatures(other, dimension, 1, 1.3, shift), 'b');

    expect(Math.abs(frechetDistance(a, b) / distance - 1)).toBeLessThan(1e-9);
    expect(Math.abs(frechetDistance(b, a) / distance - 1)).toBeLessThan(1e-9);
  },
);

test('between normal distributions with diagonal covariances it is the closed form', () => {
  const diagonal = (mean: number[], deviation: number[]): Moments => {
    const covariance = new Float64Array(mean.length ** 2);
    deviation.forEach((s, i) => (covariance[i * (mean.length + 1)] = s * s));
    return { mean: Float64Array.from(mean), covariance };
  };

  const distance = frechetDistance(diagonal([1, 2, 3], [1, 2, 0.5]), diagonal([0, 2, 5], [3, 2, 0]));

  // |m1 - m2|^2 + sum (s1 - s2)^2
  expect(distance).toBeCloseTo(1 + 4 + (4 + 0 + 0.25), 12);
});

test('a set has distance 0 to itself, also with fewer pictures than dimensions', () => {
  for (const count of [20, 300]) {
    const moments = momentsOf(normalFeatures(count, 100, Random.fromSeed(count)), 'a');
    expect(frechetDistance(moments, moments)).toBeLessThan(1e-5);
  }
});

test('few pictures of a wide network give a finite distance that turning the axes does not change', () => {
  const random = Random.fromSeed(5);
  const [a, b] = [normalFeatures(12, 64, random), withNoise(normalFeatures(9, 64, random), 0.5, random)];
  // A reflection along a random direction.
  const v = random.normals(64);
  const squares = v.reduce((sum, x) => sum + x * x, 0);
  const reflect = (set: typeof a): typeof a => {
    const values = set.values.slice();
    for (let row = 0; row < values.length; row += 64) {
      let along = 0;
      for (let i = 0; i < 64; i++) along += (set.values[row + i] as number) * (v[i] as number);
      for (let i = 0; i < 64; i++)
        values[row + i] = (values[row + i] as number) - ((2 * along) / squares) * (v[i] as number);
    }
    return { dimension: 64, values };
  };

  const distance = frechetDistance(momentsOf(a, 'a'), momentsOf(b, 'b'));
  const turned = frechetDistance(momentsOf(reflect(a), 'a'), momentsOf(reflect(b), 'b'));

  expect(distance).toBeGreaterThan(1);
  expect(Math.abs(turned / distance - 1)).toBeLessThan(1e-5);
});

test('eigenvalues of a path’s Laplacian are the known cosines', () => {
  const size = 40;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    matrix[i * size + i] = 2;
    if (i > 0) matrix[i * size + i - 1] = matrix[(i - 1) * size + i] = -1;
  }

  const values = symmetricEigenvalues(matrix, size);

  values.forEach((value, k) => expect(value).toBeCloseTo(2 - 2 * Math.cos((Math.PI * (k + 1)) / (size + 1)), 12));
});

test('eigenvalues of a full matrix keep trace, squares and a prescribed spectrum', () => {
  // D reflected along v has the spectrum of D: 1, 1, 2, 3, ..., with a pair that repeats and a zero.
  const size = 33;
  const spectrum = Float64Array.from({ length: size }, (_, i) => Math.max(0, i - 1));
  const v = Random.fromSeed(9).normals(size);
  const squares = v.reduce((sum, x) => sum + x * x, 0);
  const p = (i: number, j: number): number => (i === j ? 1 : 0) - (2 * (v[i] as number) * (v[j] as number)) / squares;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      matrix[i * size + j] = spectrum.reduce((sum, value, k) => sum + p(i, k) * value * p(k, j), 0);

  const values = symmetricEigenvalues(matrix, size);

  values.forEach((value, k) => expect(value).toBeCloseTo(spectrum[k] as number, 10));
});

test('a value that is not a number is refused with the picture that has it', () => {
  const set = waveFeatures(5, 4, 0);
  set.values[9] = NaN;

  expect(() => momentsOf(set, 'the looks')).toThrow(/the looks.*picture 2 has the value NaN/);
});
