import { expect, test } from 'vitest';
import { trainConfig } from '../../ml/gan/presets';
import { initialState } from '../../ml/gan/state';
import { Random } from '../../ml/rng';
import { OnnxTrainer } from './onnx-trainer';

test('a grid of looks takes no memory that stays taken beside the training', { timeout: 180_000 }, async () => {
  const config = trainConfig('better', { generatorWidth: 48, discriminatorWidth: 4, batch: 4, threads: 1 });
  const trainer = await OnnxTrainer.create(config, 'cpu');
  const random = Random.fromSeed(7);
  trainer.load(initialState(config, random));
  const latents = random.normals(64 * config.latentDim);
  const before = process.memoryUsage.rss();

  await trainer.sample(latents);

  expect((process.memoryUsage.rss() - before) / 2 ** 20).toBeLessThan(60);
  await trainer.release();
});
