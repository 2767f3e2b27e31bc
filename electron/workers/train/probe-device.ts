import { StudioError, toWire } from '../../contract/errors';
import { TrainDevice } from '../../contract/training';
import { drawAugmentation } from '../../ml/gan/augment';
import { trainConfig } from '../../ml/gan/presets';
import { initialState } from '../../ml/gan/state';
import { Random } from '../../ml/rng';
import { OnnxTrainer } from './onnx-trainer';

/** Steps before the one that is timed: the first compiles and allocates. */
const warmUpSteps = 1;

export interface ProbeResult {
  ok: boolean;
  /** For a person: images a second, or why it does not work. */
  detail: string;
}

/**
 * Makes a real training step on a device and times it: a driver may load and then fail, or be a slow emulation. To be
 * called in a process of its own, since a native crash is one of the answers.
 *
 * @throws {StudioError} `invalid-params` for a name that is no device
 */
export async function probeDevice(name: string): Promise<ProbeResult> {
  const parsed = TrainDevice.exclude(['auto']).safeParse(name);
  if (!parsed.success) throw new StudioError('invalid-params', `There is no device called ${name}.`);
  const config = trainConfig('article', { batch: 32, generatorWidth: 32, discriminatorWidth: 32 });
  try {
    const trainer = await OnnxTrainer.create(config, parsed.data);
    try {
      const random = Random.fromSeed(1);
      trainer.load(initialState(config, random));
      const real = Uint8Array.from({ length: config.batch * config.imageSize ** 2 * 3 }, () => random.integer(256));
      let startedAt = 0;
      for (let step = 1; step <= warmUpSteps + 1; step++) {
        startedAt = performance.now();
        const noise = random.normals(config.batch * config.latentDim);
        const values = await trainer.step(step, { real, noise, augmentation: drawAugmentation(config, random) });
        if (!Object.values(values).every(Number.isFinite)) return { ok: false, detail: 'computes wrong numbers' };
      }
      const imagesPerSecond = (config.batch * 1000) / (performance.now() - startedAt);
      return { ok: true, detail: `${imagesPerSecond.toFixed(1)} images a second in a small trial` };
    } finally {
      await trainer.release();
    }
  } catch (error) {
    return { ok: false, detail: toWire(error).message };
  }
}
