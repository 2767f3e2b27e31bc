import { expect, test } from 'vitest';
import { Rate } from './rate';

test('the pace is that of the last ten seconds, and the end follows from it', () => {
  let now = 0;
  const rate = new Rate(1000, () => now);
  for (let second = 1; second <= 30; second += 1) {
    now = second * 1000;
    // Slow at first: a cold disk must not spoil the estimate for ever.
    rate.at(second <= 15 ? second : 15 + (second - 15) * 20);
  }
  now = 31_000;
  const { imagesPerSecond, etaMs } = rate.at(335);
  expect(imagesPerSecond).toBeCloseTo(20, 0);
  expect(etaMs! / 1000).toBeCloseTo((1000 - 335) / imagesPerSecond, 3);
});

test('nothing done yet means no estimate', () => {
  let now = 0;
  const rate = new Rate(10, () => now);
  now = 500;
  expect(rate.at(0)).toEqual({ imagesPerSecond: 0, etaMs: null });
});
