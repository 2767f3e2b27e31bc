import { expect, test } from 'vitest';
import { normalFeatures, withNoise } from '../../testing/feature-sets';
import { Random } from '../rng';
import { concatenate, takeRows } from './feature-set';
import { findNearDuplicates } from './near-duplicates';

test('pictures that differ have no near duplicates', () => {
  expect(findNearDuplicates(normalFeatures(200, 20, Random.fromSeed(1)))).toEqual([]);
});

test('planted copies are found, nearly equal ones too, largest group first', () => {
  const random = Random.fromSeed(2);
  const set = normalFeatures(100, 20, random);
  const planted = withNoise(takeRows(set, [7, 30, 30]), 0.05, random);

  const groups = findNearDuplicates(concatenate(concatenate(set, planted), takeRows(set, [50])));

  expect(groups.map(({ rows }) => rows)).toEqual([
    [30, 101, 102],
    [7, 100],
    [50, 103],
  ]);
  expect(groups[2]?.distance).toBe(0);
  expect(groups[1]?.distance).toBeGreaterThan(0.1);
});

test('where most pictures have an exact copy, only these are reported', () => {
  const set = normalFeatures(20, 20, Random.fromSeed(3));

  const groups = findNearDuplicates(
    concatenate(
      set,
      takeRows(
        set,
        Array.from({ length: 19 }, (_, row) => row),
      ),
    ),
  );

  expect(groups.map(({ rows }) => rows)).toEqual(Array.from({ length: 19 }, (_, row) => [row, row + 20]));
});

test('a set of one picture repeated is one group', () => {
  const set = takeRows(normalFeatures(1, 20, Random.fromSeed(4)), [0, 0, 0, 0]);

  expect(findNearDuplicates(set)).toEqual([{ rows: [0, 1, 2, 3], distance: 0 }]);
});
