import { expect, test } from 'vitest';
import { shiftLabels } from './labels';

test('letters at one corner stand beside each other, the topmost box keeping its place', () => {
  const shifts = shiftLabels([
    { id: 'outfit', at: [100, 50, 200, 600] },
    { id: 'far', at: [300, 50, 100, 100] },
    { id: 'full', at: [102, 52, 190, 400] },
    { id: 'upper', at: [101, 51, 198, 200] },
  ]);
  expect(Object.fromEntries(shifts)).toEqual({ upper: 0, full: 20, far: 0, outfit: 40 });
});

test('letters above each other stay', () => {
  const shifts = shiftLabels([
    { id: 'upper', at: [100, 50, 200, 200] },
    { id: 'lower', at: [100, 250, 200, 200] },
  ]);
  expect([...shifts.values()]).toEqual([0, 0]);
});
