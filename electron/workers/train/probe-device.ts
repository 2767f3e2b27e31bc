import { StudioError, toWire } from '../../contract/errors';
import { TrainDevice, type TrainForm } from '../../contract/training';
import { drawAugmentation } from '../../ml/gan/augment';
import { trainConfig } from '../../ml/gan/presets';
import { initialState } from '../../ml/gan/state';
import type { ReportedValue } from '../../ml/gan/training-step';
import { Random } from '../../ml/rng';
import type { Device } from './onnx-session';
import { OnnxTrainer } from './onnx-trainer';

/** Relative difference in a first step's values that rounding explains; a broken driver is off by far more. */
const tolerance = 0.01;

export interface ProbeResult {
  ok: boolean;
  /** For a person: images a second, or why it does not work. */
  detail: string;
}

/**
 * Makes real training steps on a device, compares the first with plain operators on the processor, and times the second:
 * a driver may load and then fail, compute nonsense, or be a slow emulation. To be called in a process of its own, since
 * a native crash is one of the answers.
 *
 * @throws {StudioError} `invalid-params` for a name that is no device
 */
export async function probeDevice(name: string): Promise<ProbeResult> {
  const device = TrainDevice.exclude(['auto']).safeParse(name);
  if (!device.success) throw new StudioError('invalid-params', `There is no device called ${name}.`);
  try {
    const found = await trial(device.data, 'auto');
    const reference = await trial('cpu', 'im2col');
    const wrong = Object.entries(reference.values).find(([key, expected]) => {
      const value = found.values[key as ReportedValue];
      return !(Math.abs(value - expected) <= tolerance * Math.abs(expected));
    });
    if (wrong) return { ok: false, detail: `computes another ${wrong[0]} than the processor` };
    return { ok: true, detail: `${found.imagesPerSecond.toFixed(1)} images a second in a small trial` };
  } catch (error) {
    return { ok: false, detail: toWire(error).message };
  }
}

/** Two steps of a small training: the first compiles and allocates, so the second is timed. */
async function trial(device: Device, form: TrainForm) {
  const config = trainConfig('article', { batch: 32, generatorWidth: 32, discriminatorWidth: 32, form });
  const trainer = await OnnxTrainer.create(config, device);
  try {
    const random = Random.fromSeed(1);
    trainer.load(initialState(config, random));
    const real = Uint8Array.from({ length: config.batch * config.imageSize ** 2 * 3 }, () => random.integer(256));
    const noise = random.normals(config.batch * config.latentDim);
    const batch = { real, noise, augmentation: drawAugmentation(config, random) };
    const values = await trainer.step(1, batch);
    const startedAt = performance.now();
    await trainer.step(2, batch);
    return { values, imagesPerSecond: (config.batch * 1000) / (performance.now() - startedAt) };
  } finally {
    await trainer.release();
  }
}
