import { expect, test } from 'vitest';
import { augmentedFrom, axisEnd } from './curve-series';

test('the curve is marked where augmentation began, once that step is made', () => {
  const late = { augment: ['translation' as const], augmentAfter: 30, augmentTarget: 0 };
  // 1,845 photos in batches of 16 are 115.3 steps.
  const after = (step: number) => ({ step, epoch: (16 * step) / 1845 });

  expect(augmentedFrom(late, after(3460))).toBeNull();
  expect(augmentedFrom(late, after(3461))).toBe(3461);
  expect(augmentedFrom(late, after(9000))).toBe(3461);
  expect(augmentedFrom({ ...late, augmentAfter: 0 }, after(9000))).toBeNull();
  expect(augmentedFrom({ ...late, augment: [] }, after(9000))).toBeNull();
  expect(augmentedFrom({ ...late, augmentTarget: 0.2 }, after(9000))).toBeNull();
  expect(augmentedFrom({ ...late, origin: { run: 'run-1', step: 4000 } }, after(9000))).toBeNull();
});

test('the axis goes to the goal of a run that may go on, and to the last step of one that was ended', () => {
  for (const state of ['queued', 'running', 'paused', 'interrupted', 'finished'] as const)
    expect(axisEnd(state, 16_000, 9587)).toBe(16_000);
  for (const state of ['stopped', 'failed'] as const) expect(axisEnd(state, 16_000, 9587)).toBe(9587);
  expect(axisEnd('stopped', 16_000, 0)).toBe(1);
  // A goal that was raised is told later than the first steps beyond it.
  expect(axisEnd('running', 16_000, 16_002)).toBe(16_002);
});
