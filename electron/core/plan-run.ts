import { availableParallelism } from 'node:os';
import type { RunPlan } from '../contract/devices';
import type { TrainConfig } from '../contract/training';
import { estimateTrainingMiB } from '../ml/gan/memory-estimate';
import { samplingShare } from '../ml/gan/step-cost';
import { choosePlacement, type Choice } from './choose-placement';
import { describeMachine, readDeviceRecords } from './device-records';
import { freeMemoryMiB } from './free-memory';
import type { StudioState } from './studio-state';

/** Until the first step: the process, the dataset's check, the graph. */
const startMs = 3000;
/** Reading the state back, encoding it and writing it to the disk, for each million parameters. */
const checkpointMsPerMillion = 30;

/** What a run with these settings would be like, from what was measured on this machine before. */
export async function planRun(state: StudioState, config: TrainConfig): Promise<RunPlan> {
  const choice = await chooseFor(state, config);
  const { placement, imagesPerSecond, alternatives, measured, reason } = choice;
  const form = config.form === 'auto' ? (placement.device === 'cpu' ? 'tiled' : 'im2col') : config.form;
  const freeMiB = freeMemoryMiB();
  const known = alternatives.find((tried) => tried.engine === placement.engine && tried.device === placement.device);
  const memoryMiB = known?.memoryMiB ?? estimateTrainingMiB(config, form);
  return {
    config,
    ...placement,
    form,
    reason,
    imagesPerSecond,
    steps: config.steps,
    totalMs: Math.round(durationMs(config, imagesPerSecond)),
    memoryMiB,
    freeMemoryMiB: freeMiB,
    fits: memoryMiB <= freeMiB,
    microBatch: config.microBatch > 0 ? config.microBatch : config.batch,
    alternatives,
    measured,
  };
}

/** Engine and device for a run, by what is remembered. */
export async function chooseFor(state: StudioState, config: TrainConfig): Promise<Choice> {
  const { userFolder, version } = state.options;
  return choosePlacement(config, await readDeviceRecords(userFolder, describeMachine(version)), availableParallelism());
}

function durationMs(config: TrainConfig, imagesPerSecond: number): number {
  const { steps, batch, sampleEvery, sampleCount, checkpointEvery, generatorWidth, discriminatorWidth } = config;
  const pictureMs = 1000 / imagesPerSecond;
  const grids = 1 + (sampleEvery > 0 ? Math.floor((steps - 1) / sampleEvery) : 0);
  const gridMs = sampleCount * pictureMs * samplingShare(config);
  const millions = (6.3 * (generatorWidth / 64) ** 2 + 6.3 * (discriminatorWidth / 64) ** 2) / 2;
  const checkpoints = Math.ceil(steps / checkpointEvery);
  return startMs + steps * batch * pictureMs + grids * gridMs + checkpoints * millions * checkpointMsPerMillion;
}
