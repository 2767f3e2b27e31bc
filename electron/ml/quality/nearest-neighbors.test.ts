import { expect, test } from 'vitest';
import { waveFeatures } from '../../testing/feature-sets';
import { concatenate, takeRows } from './feature-set';
import { distanceBetween, nearestIn, nearestSquaredDistances } from './nearest-neighbors';

test('the nearest row is the one that trying every row finds, over several tiles', () => {
  const [queries, references] = [waveFeatures(70, 9, 0), waveFeatures(133, 9, 2)];

  const { rows, distances, meanDistances } = nearestIn(queries, references, 7);

  for (let row = 0; row < 70; row++) {
    const all = Array.from({ length: 133 }, (_, other) => distanceBetween(queries, row, references, other));
    expect(distances[row]).toBe(Math.min(...all));
    expect(all[rows[row] as number]).toBe(distances[row]);
    const seven = all.sort((a, b) => a - b).slice(0, 7);
    expect(meanDistances[row]).toBeCloseTo(seven.reduce((sum, distance) => sum + distance, 0) / 7, 6);
  }
});

test('a copy is found at distance 0 exactly, however large the numbers are', () => {
  const references = waveFeatures(100, 12, 0, 1, 1000);
  const queries = concatenate(waveFeatures(3, 12, 1, 1, 1000), takeRows(references, [71]));

  const { rows, distances } = nearestIn(queries, references);

  expect(rows[3]).toBe(71);
  expect(distances[3]).toBe(0);
  expect(distances[0]).toBeGreaterThan(0.1);
});

test('neighbours within a set are the sorted distances to all others', () => {
  const set = waveFeatures(131, 5, 0);

  const nearest = nearestSquaredDistances(set, 4);

  for (const row of [0, 63, 64, 130]) {
    const all = Array.from({ length: 131 }, (_, other) =>
      other === row ? Infinity : distanceBetween(set, row, set, other),
    );
    const sorted = all.sort((a, b) => a - b);
    for (let k = 0; k < 4; k++) expect(Math.sqrt(nearest[row * 4 + k] as number)).toBeCloseTo(sorted[k] as number, 6);
  }
});
