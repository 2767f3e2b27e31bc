import { expect, test } from 'vitest';
import { augmentsAt } from './augment';
import { trainConfig } from './presets';

test('the article preset is the tutorial: plain DCGAN without any remedy', () => {
  expect(trainConfig('article')).toMatchObject({
    latentDim: 100,
    generatorWidth: 64,
    discriminatorWidth: 64,
    learningRate: 2e-4,
    beta1: 0.5,
    beta2: 0.999,
    loss: 'bce',
    discriminatorNorm: 'batch',
    flip: false,
    augment: [],
    emaDecay: 0,
  });
});

test('what a person gives wins over the preset, and what is left undefined does not', () => {
  const config = trainConfig('better', { batch: 32, seed: undefined, augment: ['color'] });

  expect(config).toMatchObject({ batch: 32, seed: 1, augment: ['color'], flip: true, learningRate: 4e-4 });
});

test('augmentation begins after as many passes as it is told to, and never where none is chosen', () => {
  const late = trainConfig('better', { augment: ['translation'], augmentAfter: 30 });

  expect(augmentsAt(late, 29.9)).toBe(false);
  expect(augmentsAt(late, 30)).toBe(true);
  expect(augmentsAt({ ...late, augmentAfter: 0 }, 0)).toBe(true);
  expect(augmentsAt(trainConfig('article'), 1000)).toBe(false);
});

test('short runs save and draw more often than long ones', () => {
  expect(trainConfig('article', { steps: 200 })).toMatchObject({ sampleEvery: 20, checkpointEvery: 20 });
  expect(trainConfig('article', { steps: 100_000 })).toMatchObject({ sampleEvery: 200, checkpointEvery: 200 });
  expect(trainConfig('better')).toMatchObject({ batch: 16, sampleEvery: 800, checkpointEvery: 800, keepEvery: 8000 });
});

test('a value out of range is refused', () => {
  expect(() => trainConfig('article', { batch: 1 })).toThrow('batch');
});

test('another learning rate is for both networks unless the discriminator has one of its own', () => {
  expect(trainConfig('article', { learningRate: 1e-4 })).toMatchObject({ learningRate: 1e-4, discriminatorRate: 1e-4 });
  expect(trainConfig('article', { learningRate: 1e-4, discriminatorRate: 3e-4 })).toMatchObject({
    discriminatorRate: 3e-4,
  });
});

test('a batch can pass in parts of equal size alone', () => {
  expect(trainConfig('article', { microBatch: 16 }).microBatch).toBe(16);
  expect(() => trainConfig('article', { microBatch: 24 })).toThrow('cannot pass in parts of 24');
});
