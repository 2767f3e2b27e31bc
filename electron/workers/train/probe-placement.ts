import { cpus } from 'node:os';
import type { Placement } from '../../contract/devices';
import type { TrainConfig } from '../../contract/training';
import { drawAugmentation } from '../../ml/gan/augment';
import { trainConfig } from '../../ml/gan/presets';
import { initialState } from '../../ml/gan/state';
import { reportedValues, type ReportedValue } from '../../ml/gan/training-step';
import { Random } from '../../ml/rng';
import { DeviceUnavailable } from './device-unavailable';
import type { StepBatch } from './onnx-trainer';
import { createTrainer, type Trainer } from './trainer';
import { type Said, say } from '../../contract/said';

/** What a few real steps have shown; or why there were none. */
export type Probe = Shown | { why: Said | string };

interface Shown {
  /** The first step's reported values: the same on every engine and device, up to rounding. */
  values: Record<ReportedValue, number>;
  imagesPerSecond: number;
  /** Resident memory of this process at its peak. */
  memoryMiB: number;
  /** Part of the machine's processor that was left for this process; 1 where nothing else ran. */
  processorShare: number;
}

/** Timed steps: enough for a median, and not more than this long when steps are slow. */
const timedSteps = { least: 1, most: 7, enoughMs: 2000 };

/** Relative difference in a first step's values that rounding explains; a broken kernel is off by far more. */
const formTolerance = 1e-3;

/**
 * Makes real training steps of a run's own size with one engine on one device. To be called in a process of its own: a
 * driver may load and then fail, crash, hang, or be a slow emulation. Who asked compares the values.
 *
 * @param config of the run; its engine and device are replaced
 * @throws {StudioError} `out-of-memory`
 */
export async function probePlacement(placement: Placement, config: TrainConfig): Promise<Probe> {
  try {
    return await makeSteps(placement, config);
  } catch (error) {
    if (error instanceof DeviceUnavailable) return { why: error.why };
    throw error;
  }
}

async function makeSteps({ engine, device }: Placement, config: TrainConfig): Promise<Shown> {
  if (engine === 'onnx' && device === 'cpu') await expectFormsToAgree();
  return withTrainer({ ...config, engine, device }, async (trainer, asked) => {
    const random = Random.fromSeed(1);
    trainer.load(initialState(asked, random));
    const batch = drawBatch(asked, random);
    // The first step compiles and allocates, so it is not timed.
    const values = await trainer.step(1, batch);
    const times: number[] = [];
    let spentMs = 0;
    const before = process.cpuUsage();
    const idleBefore = idleMs();
    while (times.length < timedSteps.most && (times.length < timedSteps.least || spentMs < timedSteps.enoughMs)) {
      const startedAt = performance.now();
      await trainer.step(times.length + 2, batch);
      const elapsedMs = performance.now() - startedAt;
      times.push(elapsedMs);
      spentMs += elapsedMs;
    }
    const used = process.cpuUsage(before);
    const usedMs = (used.user + used.system) / 1000;
    const medianMs = times.sort((a, b) => a - b)[times.length >> 1] as number;
    return {
      values,
      imagesPerSecond: (asked.batch * 1000) / medianMs,
      memoryMiB: Math.round(process.resourceUsage().maxRSS / 1024),
      // What this process took and what nobody took, of all that there was.
      processorShare: Math.min(1, (usedMs + idleMs() - idleBefore) / (spentMs * cpus().length)),
    };
  });
}

/** The processor's fast form against its plain one, at a tiny size: the processor is what all others are compared with. */
async function expectFormsToAgree(): Promise<void> {
  const config = trainConfig('article', { generatorWidth: 8, discriminatorWidth: 8, latentDim: 16, batch: 4 });
  const first = (form: 'tiled' | 'im2col') =>
    withTrainer({ ...config, engine: 'onnx', device: 'cpu', form }, (trainer, asked) => {
      const random = Random.fromSeed(1);
      trainer.load(initialState(asked, random));
      return trainer.step(1, drawBatch(asked, random));
    });
  const [fast, plain] = [await first('tiled'), await first('im2col')];
  const wrong = reportedValues.find((name) => !(Math.abs(fast[name] - plain[name]) <= formTolerance * plain[name]));
  if (!wrong) return;
  const why = say('tried.formsDiffer', {
    name: wrong,
    found: String(fast[wrong]),
    expected: String(plain[wrong]),
  });
  throw new DeviceUnavailable(say('device.processorFails', { why }), why);
}

/** Of all cores together, since the machine was started. */
const idleMs = (): number => cpus().reduce((total, { times }) => total + times.idle, 0);

async function withTrainer<T>(config: TrainConfig, work: (trainer: Trainer, config: TrainConfig) => Promise<T>) {
  const trainer = await createTrainer(config);
  try {
    return await work(trainer, config);
  } finally {
    await trainer.release();
  }
}

function drawBatch(config: TrainConfig, random: Random): StepBatch {
  return {
    real: Uint8Array.from({ length: config.batch * config.imageSize ** 2 * 3 }, () => random.integer(256)),
    noise: random.normals(config.batch * config.latentDim),
    augmentation: drawAugmentation(config, random),
  };
}
