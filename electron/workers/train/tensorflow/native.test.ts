import { expect, test } from 'vitest';
import { trainConfig } from '../../../ml/gan/presets';
import { drawAugmentation } from '../../../ml/gan/augment';
import { initialState } from '../../../ml/gan/state';
import { Random } from '../../../ml/rng';
import { augmented } from '../../../testing/small-training';
import { isTensorFlowInstalled, loadTensorFlow } from './load-tensorflow';
import { TensorFlowTrainer } from './tensorflow-trainer';

const isInstalled = isTensorFlowInstalled();
if (!isInstalled) console.warn('TensorFlow is not here (npm run tensorflow): its native tests are skipped.');

const config = trainConfig('better', {
  ...augmented,
  generatorWidth: 16,
  discriminatorWidth: 16,
  latentDim: 32,
  batch: 8,
});
const batchOf = (random: Random) => ({
  real: Uint8Array.from({ length: config.batch * config.imageSize ** 2 * 3 }, () => random.integer(256)),
  noise: random.normals(config.batch * config.latentDim),
  augmentation: drawAugmentation(config, random),
});

test.skipIf(!isInstalled)('six native steps equal three, a reading and three more in another trainer', async () => {
  const random = Random.fromSeed(2);
  const whole = await TensorFlowTrainer.create(config);
  const resumed = await TensorFlowTrainer.create(config);
  whole.load(initialState(config, random));
  for (let step = 1; step <= 3; step++) await whole.step(step, batchOf(random));
  resumed.load(new Map([...whole.read()].map(([name, { values }]) => [name, values])));
  for (let step = 4; step <= 6; step++) {
    const batch = batchOf(random);
    expect(await resumed.step(step, batch), `step ${step}`).toEqual(await whole.step(step, batch));
  }
  expect(resumed.read()).toEqual(whole.read());
  await whole.release();
  await resumed.release();
});

test.skipIf(!isInstalled)('native steps and samples leave no tensor behind', async () => {
  const { tf } = await loadTensorFlow('native');
  const before = tf.memory().numTensors;
  const random = Random.fromSeed(5);
  const trainer = await TensorFlowTrainer.create(config);
  trainer.load(initialState(config, random));
  const { numTensors, numBytes } = tf.memory();
  for (let step = 1; step <= 3; step++) {
    await trainer.step(step, batchOf(random));
    await trainer.sample(random.normals(17 * config.latentDim));
    expect(tf.memory()).toMatchObject({ numTensors, numBytes });
  }
  await trainer.release();
  expect(tf.memory().numTensors).toBe(before);
});
