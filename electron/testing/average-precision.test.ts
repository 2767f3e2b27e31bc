import { expect, test } from 'vitest';
import type { Bbox } from '../contract/words';
import { averagePrecision, meanAveragePrecision, type EvaluatedImage } from './average-precision';

const here: Bbox = [10, 10, 50, 50];
const there: Bbox = [200, 200, 50, 50];
const truth = (...boxes: Bbox[]) => boxes.map((bbox) => ({ category: 'upper', bbox }));
const found = (...boxes: [Bbox, number][]) => boxes.map(([bbox, score]) => ({ category: 'upper', bbox, score }));

test('every box found and nothing else is 1', () => {
  expect(averagePrecision([{ truth: truth(here, there), found: found([here, 0.9], [there, 0.2]) }], 'upper')).toBe(1);
});

test('a box never found leaves its recalls empty', () => {
  // Recall stops at one half: 51 of the 101 points have precision 1.
  const image = { truth: truth(here, there), found: found([here, 0.9]) };
  expect(averagePrecision([image], 'upper')).toBeCloseTo(51 / 101);
});

test('a false box costs more the better its score', () => {
  const first: EvaluatedImage = { truth: truth(here), found: found([there, 0.9], [here, 0.5]) };
  const last: EvaluatedImage = { truth: truth(here), found: found([there, 0.1], [here, 0.5]) };
  expect(averagePrecision([first], 'upper')).toBe(0.5);
  expect(averagePrecision([last], 'upper')).toBe(1);
});

test('one box of the truth is found once; the second box at its place is false', () => {
  const doubled = { truth: truth(here, there), found: found([here, 0.9], [here, 0.8], [there, 0.7]) };
  // Precisions 1, 1/2, 2/3; made to fall: 1 up to recall 1/2, then 2/3.
  expect(averagePrecision([doubled], 'upper')).toBeCloseTo((51 + 50 * (2 / 3)) / 101);
});

test('a box must overlap enough, and images are apart', () => {
  const shifted: EvaluatedImage = { truth: truth(here), found: found([[30, 10, 50, 50], 0.9]) };
  expect(averagePrecision([shifted], 'upper', 0.5)).toBe(0);
  expect(averagePrecision([shifted], 'upper', 0.4)).toBe(1);
  const swapped: EvaluatedImage[] = [
    { truth: truth(here), found: found([there, 0.9]) },
    { truth: truth(there), found: found([here, 0.9]) },
  ];
  expect(averagePrecision(swapped, 'upper')).toBe(0);
});

test('the mean goes over the categories that the truth holds', () => {
  const image: EvaluatedImage = {
    truth: [...truth(here), { category: 'lower', bbox: there }],
    found: found([here, 0.9]),
  };
  expect(averagePrecision([image], 'full')).toBeNaN();
  expect(meanAveragePrecision([image], ['upper', 'lower', 'full'])).toBe(0.5);
});
