import { StudioError } from '../../contract/errors';
import { say } from '../../contract/said';
import type { CallContext } from '../../contract/method';
import type { TrainConfig, TrainProgress } from '../../contract/training';
import { DatasetReader } from '../../storage/dataset-folder';
import { dropQualityAfter } from '../../storage/quality-log';
import { MetricsLog, RunFolder } from '../../storage/run-folder';
import { BatchSource } from './batch-source';
import { decodeCheckpoint, expectSameRun } from './checkpoint';
import { GoodNeighbor } from './good-neighbor';
import type { Device } from './onnx-session';
import type { PauseSwitch } from './pause-switch';
import { createTrainer } from './trainer';
import { TrainingRun } from './training-run';

export interface TrainParams {
  runFolder: string;
  datasetFolder: string;
  config: TrainConfig;
  /** Go on from the newest whole checkpoint; from the start where there is none yet. */
  resume: boolean;
  /** Fewer threads while other programs keep the processor busy; looked at when a checkpoint is written. */
  goodNeighbor?: boolean;
}

export interface TrainResult {
  step: number;
  device: Device;
  state: 'finished' | 'stopped';
}

/**
 * Trains until the last step or until the signal fires, which leaves a checkpoint behind. Everything goes into the run
 * folder as it happens, so a crash costs the steps since the last checkpoint, and a resume makes exactly those again.
 *
 * @throws {StudioError} `loss-not-finite`, `checkpoint-damaged`, `dataset-damaged`, `nothing-to-do`, `invalid-params`,
 *   `conflict`, `device-unavailable`, `out-of-memory`, `disk-full`
 */
export async function trainRun(
  { runFolder, datasetFolder, config, resume, goodNeighbor = false }: TrainParams,
  { signal, report }: CallContext<TrainProgress>,
  pauses: PauseSwitch,
): Promise<TrainResult> {
  const folder = new RunFolder(runFolder);
  await folder.prepare();
  const dataset = await DatasetReader.open(datasetFolder);
  try {
    await dataset.verify();
    const source = new BatchSource(dataset, config);
    const start = await startingPoint(folder, config, resume);
    await folder.writeConfig(config);
    const trainer = await createTrainer(config);
    const metrics = await MetricsLog.open(folder.metricsFile, start?.step ?? 0);
    try {
      const run = new TrainingRun(config, folder, source, trainer, metrics, start?.value ?? null);
      let notes = start?.notes ?? [];
      // Whoever asks for a number of threads gets it.
      const neighbor = goodNeighbor && config.threads === 0 ? new GoodNeighbor() : null;
      while (run.step < config.steps) {
        await breathe();
        if (pauses.paused) {
          await run.save();
          await pauses.wait(signal);
        }
        if (signal.aborted) break;
        const progress = await run.advance(notes);
        report(progress);
        notes = [];
        const threads = progress.checkpoint === undefined ? null : (neighbor?.look() ?? null);
        if (threads !== null) await trainer.useThreads?.(threads);
      }
      await run.save();
      await run.exportGenerator();
      return { step: run.step, device: trainer.device, state: run.step < config.steps ? 'stopped' : 'finished' };
    } finally {
      await metrics.close();
      await trainer.release();
    }
  } finally {
    await dataset.close();
  }
}

async function startingPoint(folder: RunFolder, config: TrainConfig, resume: boolean) {
  if (!resume) {
    if ((await folder.checkpointSteps()).length > 0)
      throw new StudioError('conflict', say('run.holdsRun', { folder: folder.path }));
    return null;
  }
  const start = await folder.readNewestCheckpoint(decodeCheckpoint);
  if (!start) return null;
  expectSameRun(start.value.config, config);
  await folder.setAsideCheckpointsAfter(start.step);
  await dropQualityAfter(folder.path, start.step);
  return start;
}

/** A step blocks this thread; between two of them messages (stop, pause) are heard. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
