import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { TrainForm } from '../../contract/training';
import { drawAugmentation } from '../../ml/gan/augment';
import { initialState } from '../../ml/gan/state';
import { Random } from '../../ml/rng';
import { smallConfig } from '../../testing/small-training';
import { OnnxTrainer } from './onnx-trainer';

/** Wide enough that a row of patches is summed in many pieces; 32 rows, which three threads cannot share evenly. */
const config = smallConfig({ batch: 16, generatorWidth: 16, discriminatorWidth: 24 }, 'better');

/** A step, as one hash of all that it leaves. */
async function step(form: TrainForm, threads: number): Promise<string> {
  const random = Random.fromSeed(7);
  const trainer = await OnnxTrainer.create({ ...config, form, threads }, 'cpu');
  try {
    trainer.load(initialState(config, random));
    const real = Uint8Array.from({ length: config.batch * config.imageSize ** 2 * 3 }, () => random.integer(256));
    const noise = random.normals(config.batch * config.latentDim);
    await trainer.step(1, { real, noise, augmentation: drawAugmentation(config, random) });
    const hash = createHash('sha256');
    for (const [name, { values }] of trainer.read()) hash.update(name).update(new Uint8Array(values.buffer));
    return hash.digest('hex');
  } finally {
    await trainer.release();
  }
}

test.each(['tiled', 'im2col', 'native'] as const)(
  'one thread and three compute the same, bit for bit, in the %s form',
  { timeout: 300_000 },
  async (form) => {
    expect(await step(form, 3)).toBe(await step(form, 1));
  },
);
