import { availableParallelism } from 'node:os';
import type { TrainConfig } from '../electron/contract/training';
import { drawAugmentation } from '../electron/ml/gan/augment';
import { trainConfig } from '../electron/ml/gan/presets';
import { initialState } from '../electron/ml/gan/state';
import { Random } from '../electron/ml/rng';
import { OnnxTrainer } from '../electron/workers/train/onnx-trainer';
import { spreadOf } from './rounds';

/** One of our contenders: what a process of its own is told, and what it answers in one line of JSON. */
export interface ContenderTask {
  preset: TrainConfig['preset'];
  form: Exclude<TrainConfig['form'], 'auto'>;
  imageSize: TrainConfig['imageSize'];
  batch: number;
  steps: number;
}
export interface Figure {
  /** By the median of the steps. */
  imagesPerSecond: number;
  /** Peak resident memory of the process. */
  peakMiB: number;
}

const warmUpSteps = 5;

/** Makes steps in this process and times them. */
export async function timeSteps({ preset, form, imageSize, batch, steps }: ContenderTask): Promise<Figure> {
  const config = trainConfig(preset, { form, imageSize, batch, threads: availableParallelism() });
  const random = Random.fromSeed(1);
  const trainer = await OnnxTrainer.create(config, 'cpu');
  trainer.load(initialState(config, random));
  const real = Uint8Array.from({ length: batch * imageSize * imageSize * 3 }, () => random.integer(256));
  const times: number[] = [];
  for (let step = 1; step <= warmUpSteps + steps; step += 1) {
    const noise = random.normals(batch * config.latentDim);
    const augmentation = drawAugmentation(config, random);
    const start = performance.now();
    await trainer.step(step, { real, noise, augmentation });
    if (step > warmUpSteps) times.push(performance.now() - start);
  }
  await trainer.release();
  return {
    imagesPerSecond: (batch * 1000) / spreadOf(times).median,
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}
