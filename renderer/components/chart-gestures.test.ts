import { expect, test } from 'vitest';
import { gestureOf, stepAt, xOf, type ChartFrame } from './chart-gestures';

const frame: ChartFrame = { left: 40, right: 440, top: 8, bottom: 160, from: 1000, to: 5000 };

test('a step has a place, and the place has that step', () => {
  expect(xOf(frame, 1000)).toBe(40);
  expect(xOf(frame, 3000)).toBe(240);
  expect(stepAt(frame, xOf(frame, 2345))).toBeCloseTo(2345, 6);
});

test('beside the chart the nearest end counts', () => {
  expect(stepAt(frame, 0)).toBe(1000);
  expect(stepAt(frame, 900)).toBe(5000);
});

test('a hand that hardly moves picks a step, a drag in either direction zooms in', () => {
  expect(gestureOf(frame, 240, 242)).toMatchObject({ kind: 'pick', step: 3020 });
  expect(gestureOf(frame, 240, 340)).toEqual({ kind: 'zoom', from: 3000, to: 4000 });
  expect(gestureOf(frame, 340, 240)).toEqual({ kind: 'zoom', from: 3000, to: 4000 });
});
