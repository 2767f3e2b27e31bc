import { expect, test } from 'vitest';
import { augmentedFrom } from './curve-series';

test('the curve is marked where augmentation began, once that step is made', () => {
  const late = { augment: ['translation' as const], augmentAfter: 30 };
  // 1,845 photos in batches of 16 are 115.3 steps.
  const after = (step: number) => ({ step, epoch: (16 * step) / 1845 });

  expect(augmentedFrom(late, after(3460))).toBeNull();
  expect(augmentedFrom(late, after(3461))).toBe(3461);
  expect(augmentedFrom(late, after(9000))).toBe(3461);
  expect(augmentedFrom({ ...late, augmentAfter: 0 }, after(9000))).toBeNull();
  expect(augmentedFrom({ ...late, augment: [] }, after(9000))).toBeNull();
  expect(augmentedFrom({ ...late, origin: { run: 'run-1', step: 4000 } }, after(9000))).toBeNull();
});
