import { expect, test } from 'vitest';
import type { MetricColumns } from '../../electron/contract/api/runs';
import { appendColumns, decimate, emptyColumns, firstFrom, indicesWithin, nearestTo, smooth } from './curves';

const columns = (...steps: number[]): MetricColumns => {
  const values = steps.map((step) => step / 10);
  return { step: steps, lossD: values, lossG: values, dReal: values, dFake: values, imagesPerSecond: values };
};

test('newer steps go to the end', () => {
  expect(appendColumns(columns(1, 2), columns(3, 4)).step).toEqual([1, 2, 3, 4]);
  expect(appendColumns(emptyColumns(), columns(1)).lossG).toEqual([0.1]);
});

test('steps that a resume does again replace the old ones', () => {
  const old = columns(1, 2, 3, 4);
  const again = { ...columns(3, 4, 5), lossD: [9, 9, 9] };
  const joined = appendColumns(old, again);
  expect(joined.step).toEqual([1, 2, 3, 4, 5]);
  expect(joined.lossD).toEqual([0.1, 0.2, 9, 9, 9]);
});

test('smoothing keeps a constant line and begins at the first value', () => {
  for (const value of smooth([3, 3, 3, 3], 0.9)) expect(value).toBeCloseTo(3, 10);
  expect(smooth([5, 0], 0.9)[0]).toBeCloseTo(5, 10);
  expect(smooth([1, 2, 3], 0)).toEqual([1, 2, 3]);
});

test('a value that is no number does not spoil what follows', () => {
  const smoothed = smooth([1, Number.NaN, 1], 0.5);
  expect(smoothed[1]).toBeNaN();
  expect(smoothed[2]).toBeCloseTo(1, 10);
});

test('thinning keeps both ends and every peak', () => {
  const steps = Array.from({ length: 100_000 }, (_, index) => index + 1);
  const values = steps.map((step) => (step === 40_321 ? 99 : step === 77_777 ? -99 : Math.sin(step / 50)));
  const thinned = decimate(steps, values, 1000);
  expect(thinned.length).toBeLessThanOrEqual(1000);
  expect(thinned[0]?.x).toBe(1);
  expect(thinned.at(-1)?.x).toBe(100_000);
  expect(thinned).toContainEqual({ x: 40_321, y: 99 });
  expect(thinned).toContainEqual({ x: 77_777, y: -99 });
  for (let index = 1; index < thinned.length; index++) expect(thinned[index]!.x).toBeGreaterThan(thinned[index - 1]!.x);
});

test('a short curve is left whole', () => {
  expect(decimate([1, 2, 3], [4, 5, 6], 100)).toEqual([
    { x: 1, y: 4 },
    { x: 2, y: 5 },
    { x: 3, y: 6 },
  ]);
});

test('the steps of a range are found with a neighbour on either side', () => {
  const steps = [10, 20, 30, 40, 50];
  expect(indicesWithin(steps, null)).toEqual({ from: 0, to: 5 });
  expect(indicesWithin(steps, { from: 25, to: 40 })).toEqual({ from: 1, to: 5 });
  expect(indicesWithin(steps, { from: 1, to: 5 })).toEqual({ from: 0, to: 1 });
  expect(firstFrom(steps, 31)).toBe(3);
  expect(firstFrom([], 31)).toBe(0);
});

test('the sample of a step is the nearest one', () => {
  const samples = [{ step: 200 }, { step: 400 }, { step: 600 }];
  expect([0, 290, 310, 9999].map((step) => nearestTo(samples, step))).toEqual([0, 0, 1, 2]);
  expect(nearestTo([], 5)).toBe(-1);
});
