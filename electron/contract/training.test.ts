import { expect, test } from 'vitest';
import { TrainOverrides } from './training';

test('what a caller leaves out stays left out, or it would stand above the preset and above the run that is gone on from', () => {
  expect(TrainOverrides.parse({})).toEqual({});
  expect(TrainOverrides.parse({ batch: 8 })).toEqual({ batch: 8 });
});
