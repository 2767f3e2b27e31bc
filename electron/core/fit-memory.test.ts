import { expect, test } from 'vitest';
import { trainConfig } from '../ml/gan/presets';
import { fitToMemory } from './fit-memory';

const config = trainConfig('article');

test('with enough memory the whole batch passes at once in the fastest form', () => {
  expect(fitToMemory(config, 4000)).toMatchObject({ form: 'tiled', microBatch: 0, fits: true });
});

test('with less memory the batch passes in parts, and with still less in the form that takes least', () => {
  expect(fitToMemory(config, 1150)).toMatchObject({ form: 'tiled', microBatch: 32, fits: true });
  expect(fitToMemory(config, 950)).toMatchObject({ form: 'tiled', microBatch: 16, fits: true });
  expect(fitToMemory(config, 780)).toMatchObject({ form: 'native', microBatch: 0, fits: true });
});

test('what cannot fit is laid out as small as it goes, and said not to fit', () => {
  expect(fitToMemory(config, 100)).toMatchObject({ form: 'native', microBatch: 16, fits: false });
});

test('what the settings say is not changed', () => {
  expect(fitToMemory({ ...config, form: 'im2col' }, 100)).toMatchObject({ form: 'im2col' });
  expect(fitToMemory({ ...config, microBatch: 8 }, 4000)).toMatchObject({ form: 'tiled', microBatch: 8 });
});

test('batch norm always sees at least sixteen pictures', () => {
  expect(fitToMemory({ ...config, batch: 24 }, 100)).toMatchObject({ microBatch: 0 });
  expect(fitToMemory({ ...config, batch: 36 }, 100)).toMatchObject({ microBatch: 18 });
});
