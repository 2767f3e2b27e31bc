import { expect, test } from 'vitest';
import { normalFeatures, withNoise } from '../../testing/feature-sets';
import { Random } from '../rng';
import { concatenate, takeRows } from './feature-set';
import { measureOriginality, originalityReference, summarizeOriginality } from './originality';

const rows = (count: number, start = 0): number[] => Array.from({ length: count }, (_, row) => start + row);

function setUp() {
  const random = Random.fromSeed(6);
  const [train, validation] = [normalFeatures(300, 12, random), normalFeatures(80, 12, random)];
  return { random, train, reference: originalityReference(train, validation) };
}

test('new pictures of the same kind count as original', () => {
  const { random, reference } = setUp();

  const looks = measureOriginality(normalFeatures(200, 12, random), reference);
  const { closeShare, furtherShare, copyingScore } = summarizeOriginality(looks, reference);

  expect(closeShare).toBeLessThan(0.13);
  expect(furtherShare).toBeGreaterThan(0.4);
  expect(furtherShare).toBeLessThan(0.6);
  expect(Math.abs(copyingScore)).toBeLessThan(3);
});

test('copies are found with the picture that was copied, also after a small change', () => {
  const { random, train, reference } = setUp();
  const copied = rows(40, 17);

  const looks = measureOriginality(withNoise(takeRows(train, copied), 0.1, random), reference);

  expect(looks.map(({ trainIndex }) => trainIndex)).toEqual(copied);
  expect(looks.every(({ close, percentile }) => close && percentile === 0)).toBe(true);
  expect(summarizeOriginality(looks, reference).copyingScore).toBeLessThan(-7);
});

test('the share of close looks and the score follow the share of copies', () => {
  const { random, train, reference } = setUp();
  const fresh = normalFeatures(100, 12, random);

  const found = [0, 25, 50, 75, 100].map((copies) => {
    const looks = concatenate(takeRows(fresh, rows(100 - copies)), takeRows(train, rows(copies)));
    return summarizeOriginality(measureOriginality(looks, reference), reference);
  });

  for (let i = 1; i < found.length; i++) {
    expect(found[i]!.closeShare).toBeGreaterThan(found[i - 1]!.closeShare + 0.15);
    expect(found[i]!.furtherShare).toBeLessThan(found[i - 1]!.furtherShare);
    expect(found[i]!.copyingScore).toBeLessThan(found[i - 1]!.copyingScore);
  }
  expect(found[4]).toMatchObject({ closeShare: 1, furtherShare: 0 });
});

test('a copy of the mirrored picture is found when the mirrored pictures are given', () => {
  const { random, train } = setUp();
  const mirrored = normalFeatures(300, 12, random);
  const validation = normalFeatures(80, 12, random);
  const looks = takeRows(mirrored, [4, 250]);

  const without = measureOriginality(looks, originalityReference(train, validation));
  const given = measureOriginality(looks, originalityReference(train, validation, mirrored));

  expect(without.every(({ distance }) => distance > 0.5)).toBe(true);
  expect(given).toMatchObject([
    { trainIndex: 4, distance: 0, percentile: 0 },
    { trainIndex: 250, distance: 0, percentile: 0 },
  ]);
});

test('looks near the average are near to every picture and count as copies of none', () => {
  const { random, reference } = setUp();
  const soft = normalFeatures(200, 12, random, () => 0.3);

  const looks = measureOriginality(soft, reference);

  const nearest = looks.reduce((sum, { distance }) => sum + distance, 0) / 200;
  const usual = measureOriginality(normalFeatures(200, 12, random), reference);
  expect(nearest).toBeLessThan(0.85 * (usual.reduce((sum, { distance }) => sum + distance, 0) / 200));
  expect(summarizeOriginality(looks, reference).closeShare).toBeLessThan(0.1);
  expect(summarizeOriginality(looks, reference).copyingScore).toBeGreaterThan(-3);
});

test('a held-out picture itself has the percentile of its rank', () => {
  const random = Random.fromSeed(7);
  const [train, validation] = [normalFeatures(50, 6, random), normalFeatures(40, 6, random)];

  const looks = measureOriginality(validation, originalityReference(train, validation));

  expect(looks.map(({ percentile }) => percentile).sort((a, b) => a - b)).toEqual(rows(40).map((i) => 1.25 + 2.5 * i));
});

test('too few held-out pictures and unlike mirrored ones are refused', () => {
  const random = Random.fromSeed(8);
  const train = normalFeatures(50, 6, random);

  expect(() => originalityReference(train, normalFeatures(19, 6, random))).toThrow(/at least 20 pictures/);
  expect(() => originalityReference(train, train, normalFeatures(49, 6, random))).toThrow(/50 train.*49 mirrored/);
});
