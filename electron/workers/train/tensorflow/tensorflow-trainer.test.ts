import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { TrainConfig, TrainOverrides, TrainPreset } from '../../../contract/training';
import { drawAugmentation } from '../../../ml/gan/augment';
import { trainConfig } from '../../../ml/gan/presets';
import { initialState } from '../../../ml/gan/state';
import { Random } from '../../../ml/rng';
import { augmented } from '../../../testing/small-training';
import { OnnxTrainer, type StepBatch } from '../onnx-trainer';
import { isTensorFlowInstalled, loadTensorFlow } from './load-tensorflow';
import { TensorFlowTrainer } from './tensorflow-trainer';

const tinyConfig = (preset: TrainPreset, overrides: TrainOverrides = {}): TrainConfig =>
  trainConfig(preset, {
    generatorWidth: 4,
    discriminatorWidth: 4,
    latentDim: 6,
    batch: 2,
    threads: 1,
    learningRate: 2e-4,
    ...(preset === 'better' && augmented),
    ...overrides,
  });

function batchOf(config: TrainConfig, random: Random, augments = true): StepBatch {
  return {
    real: Uint8Array.from({ length: config.batch * config.imageSize ** 2 * 3 }, () => random.integer(256)),
    noise: random.normals(config.batch * config.latentDim),
    augmentation: augments ? drawAugmentation(config, random) : new Map(),
  };
}

/** Biases away from 0: a cut-out is exactly 0, where the leaky ReLU's slope would be rounding's choice. */
function startOf(config: TrainConfig, random: Random): Map<string, Float32Array> {
  const start = initialState(config, random);
  for (const [name, values] of start)
    if (/^discriminator.*bias$/.test(name))
      start.set(
        name,
        random.normals(values.length).map((value) => value / 10),
      );
  return start;
}

const length = (a: Float32Array): number => Math.sqrt(a.reduce((sum, value) => sum + value * value, 0));
const distance = (a: Float32Array, b: Float32Array): number => length(a.map((value, index) => value - b[index]!));

test.each<[TrainPreset, TrainOverrides]>([
  ['article', {}],
  ['better', { discriminatorNorm: 'batch', loss: 'bce', augment: ['translation'] }],
  ['better', { discriminatorNorm: 'spectral', loss: 'hinge', augment: ['color', 'translation', 'cutout'] }],
  ['better', { augment: ['translation'], augmentAfter: 1 }],
])('agrees with the ONNX engine over three steps: %s %o', async (preset, overrides) => {
  const config = tinyConfig(preset, overrides);
  const random = Random.fromSeed(3);
  const ours = await TensorFlowTrainer.create(config, 'plain');
  const theirs = await OnnxTrainer.create(config, 'cpu');
  const start = startOf(config, random);
  ours.load(start);
  theirs.load(start);
  for (let step = 1; step <= 3; step++) {
    // A late augmentation begins with the second step.
    const batch = batchOf(config, random, step > config.augmentAfter);
    const values = await ours.step(step, batch);
    const expected = await theirs.step(step, batch);
    for (const name of Object.keys(values) as (keyof typeof values)[])
      expect(Math.abs(values[name] - expected[name]), `${name} at step ${step}`).toBeLessThan(1e-4);
    if (step > 1) continue;
    // After one step Adam's first moment is the gradient. Parameters say less: Adam takes a tiny gradient's sign.
    const [found, other] = [ours.read(), theirs.read()];
    expect([...found.keys()]).toEqual([...other.keys()]);
    for (const [name, { shape, values: array }] of found) {
      expect(shape, name).toEqual(other.get(name)?.shape);
      if (!/^adam\.first|running|weight_u/.test(name)) continue;
      const wanted = other.get(name)!.values;
      expect(distance(array, wanted) / (length(wanted) + 1e-6), name).toBeLessThan(5e-3);
    }
  }
  // From one state, since three steps of rounding show in pictures.
  theirs.load(new Map([...ours.read()].map(([name, { values }]) => [name, values])));
  const latents = random.normals(3 * config.latentDim);
  const [pictures, expected] = [await ours.sample(latents), await theirs.sample(latents)];
  expect(pictures.length).toBe(3 * 64 * 64 * 3);
  expect(pictures.every((value, index) => Math.abs(value - expected[index]!) <= 1)).toBe(true);
  const wanted = await theirs.generatorWeights();
  for (const [name, array] of await ours.generatorWeights())
    expect(distance(array, wanted.get(name)!) / length(wanted.get(name)!), name).toBeLessThan(1e-4);
  await ours.release();
  await theirs.release();
});

test('a trainer that goes on from a state that was read makes the same step, bit for bit', async () => {
  const config = tinyConfig('better');
  const random = Random.fromSeed(4);
  const whole = await TensorFlowTrainer.create(config, 'plain');
  const resumed = await TensorFlowTrainer.create(config, 'plain');
  whole.load(initialState(config, random));
  await whole.step(1, batchOf(config, random));
  resumed.load(new Map([...whole.read()].map(([name, { values }]) => [name, values])));
  const batch = batchOf(config, random);

  const values = await resumed.step(2, batch);

  expect(values).toEqual(await whole.step(2, batch));
  expect(resumed.read()).toEqual(whole.read());
  await whole.release();
  await resumed.release();
});

test('steps, samples and reading leave no tensor behind, nor does a released trainer', async () => {
  const before = tf.memory().numTensors;
  const config = tinyConfig('better');
  const random = Random.fromSeed(5);
  const trainer = await TensorFlowTrainer.create(config, 'plain');
  trainer.load(initialState(config, random));
  const loaded = tf.memory();
  for (let step = 1; step <= 2; step++) {
    await trainer.step(step, batchOf(config, random));
    await trainer.sample(random.normals(17 * config.latentDim));
    trainer.read();
    const { numTensors, numBytes } = tf.memory();
    expect({ numTensors, numBytes }).toEqual({ numTensors: loaded.numTensors, numBytes: loaded.numBytes });
  }

  await trainer.release();

  expect(tf.memory().numTensors).toBe(before);
});

test('a device that TensorFlow does not use here is refused, with what may be chosen', async () => {
  const config = tinyConfig('article', { device: 'webgpu' });

  await expect(TensorFlowTrainer.create(config, 'plain')).rejects.toMatchObject({
    code: 'device-unavailable',
    message: expect.stringContaining('Choose the device auto or cpu'),
  });
});

test.skipIf(isTensorFlowInstalled())('without its native library it says how to get it', async () => {
  await expect(TensorFlowTrainer.create(tinyConfig('article'))).rejects.toMatchObject({
    code: 'device-unavailable',
    message: expect.stringMatching(/not installed.*npm run tensorflow/),
  });
});

test('without its packages, as in the packaged program, it says how to get it', async () => {
  await expect(loadTensorFlow('native', createRequire(join(tmpdir(), 'elsewhere.js')))).rejects.toMatchObject({
    code: 'device-unavailable',
    message: expect.stringMatching(/not installed.*npm run tensorflow/),
  });
});
