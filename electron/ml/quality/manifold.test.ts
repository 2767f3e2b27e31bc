import { expect, test } from 'vitest';
import { normalFeatures, waveFeatures } from '../../testing/feature-sets';
import { Random } from '../rng';
import { concatenate, takeRows } from './feature-set';
import { manifoldOf, manifoldOverlap } from './manifold';

/** Made with NumPy 2.4 in float64: every distance of the same float32 vectors, sorted. */
const golden = [
  {
    sizes: [40, 50, 6],
    shift: 0.5,
    overlap: { precision: 0.82, recall: 0.95, density: 0.756, coverage: 0.975 },
  },
  {
    sizes: [70, 90, 12],
    shift: 0.3,
    overlap: {
      precision: 0.5777777777777777,
      recall: 0.8857142857142857,
      density: 0.31777777777777777,
      coverage: 0.8857142857142857,
    },
  },
] as const;

test.each(golden)(
  'of $sizes vectors the overlap is NumPy’s',
  ({ sizes: [count, other, dimension], shift, overlap }) => {
    const real = manifoldOf(waveFeatures(count, dimension, 0), 'real');
    const generated = manifoldOf(waveFeatures(other, dimension, 1, 1.3, shift), 'generated');

    const found = manifoldOverlap(real, generated);

    for (const [name, value] of Object.entries(overlap)) expect(found[name as 'recall'], name).toBeCloseTo(value, 12);
  },
);

test('a set overlaps itself fully and a distant one not at all', () => {
  const random = Random.fromSeed(4);
  const set = manifoldOf(normalFeatures(80, 10, random), 'real');
  const distant = manifoldOf(
    normalFeatures(80, 10, random, undefined, () => 50),
    'generated',
  );

  expect(manifoldOverlap(set, set)).toMatchObject({ precision: 1, recall: 1, coverage: 1 });
  expect(manifoldOverlap(set, distant)).toEqual({ precision: 0, recall: 0, density: 0, coverage: 0 });
});

test('with half of the modes lost, precision stays and recall and coverage fall by half', () => {
  const random = Random.fromSeed(5);
  const cluster = (at: number) => normalFeatures(60, 8, random, undefined, () => at);
  const real = concatenate(cluster(0), cluster(30));
  const generated = concatenate(cluster(0), cluster(0));

  const { precision, recall, coverage } = manifoldOverlap(manifoldOf(real, 'real'), manifoldOf(generated, 'generated'));

  expect(precision).toBeGreaterThan(0.7);
  expect(recall).toBeGreaterThan(0.3);
  expect(recall).toBeLessThanOrEqual(0.5);
  expect(coverage).toBeGreaterThan(0.4);
  expect(coverage).toBeLessThanOrEqual(0.5);
});

test('pictures that occur twice do not count as their own neighbours', () => {
  const set = waveFeatures(10, 6, 0);
  const twice = takeRows(set, [0, 0, 1, 2, 3, 4, 5, 6]);

  const { precisionRadii } = manifoldOf(twice, 'real');

  // The copy is neighbour one; two others follow.
  expect(precisionRadii[0]).toBeGreaterThan(0);
});

test('fewer pictures than neighbours are refused', () => {
  expect(() => manifoldOf(waveFeatures(5, 6, 0), 'the looks')).toThrow(/the looks.*at least 6/);
});
