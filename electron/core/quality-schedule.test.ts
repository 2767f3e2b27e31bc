import { expect, test } from 'vitest';
import { assumedCostMs, mayMeasure, measuringShare } from './quality-schedule';

/** Plays a run through, with a checkpoint every so often. @returns when it was measured, and what that took in all */
function play(totalMs: number, everyMs: number, costMs: (elapsedMs: number) => number) {
  const times: number[] = [];
  let spentMs = 0;
  let expectedMs = assumedCostMs(0);
  for (let elapsedMs = everyMs; elapsedMs <= totalMs; elapsedMs += everyMs) {
    if (!mayMeasure({ elapsedMs, remainingMs: totalMs - elapsedMs, spentMs, expectedMs })) continue;
    times.push(elapsedMs);
    expectedMs = costMs(elapsedMs);
    spentMs += expectedMs;
  }
  return { times, spentMs };
}

const minute = 60_000;

test('never more than three percent of the time, at any moment, and the end of the run is measured', () => {
  const { times, spentMs } = play(40 * minute, minute, () => 5000);

  expect(times.length).toBeGreaterThan(8);
  expect(times.at(-1)).toBe(40 * minute);
  expect(spentMs).toBeLessThanOrEqual(measuringShare * 40 * minute);
  times.forEach((time, index) => expect(5000 * (index + 1)).toBeLessThanOrEqual(measuringShare * time));
});

test('measurements that turn out dear become rare', () => {
  const cheap = play(60 * minute, minute, () => 4000);
  const dear = play(60 * minute, minute, () => 20_000);

  expect(dear.times.length).toBeLessThan(cheap.times.length / 3);
  expect(dear.spentMs).toBeLessThanOrEqual(measuringShare * 60 * minute);
});

test('a run of a minute is not measured: it would cost more than it may', () => {
  expect(play(minute, 5000, () => 5000).times).toEqual([]);
});

test('with time for one measurement only, that is made at the end', () => {
  const enough = assumedCostMs(0) / measuringShare;

  expect(play(enough * 1.5, enough / 10, () => 6000).times).toEqual([enough * 1.5]);
});

test('photos that the network has not seen make the first measurement dearer', () => {
  expect(assumedCostMs(2000)).toBeGreaterThan(3 * assumedCostMs(0));
});
