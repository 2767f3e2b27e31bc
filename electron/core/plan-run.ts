import { availableParallelism } from 'node:os';
import type { Placement, RunPlan } from '../contract/devices';
import { sayInEnglish } from '../contract/said';
import type { TrainConfig } from '../contract/training';
import { estimateTrainingMiB } from '../ml/gan/memory-estimate';
import { samplingShare } from '../ml/gan/step-cost';
import { choosePlacement, type Choice } from './choose-placement';
import { describeMachine, readDeviceRecords } from './device-records';
import { fitToMemory } from './fit-memory';
import { freeMemoryMiB } from './free-memory';
import { isSame, reference } from './placements';
import type { StudioState } from './studio-state';

/** Until the first step: the process, the dataset's check, the graph. */
const startMs = 3000;
/** Reading the state back, encoding it and writing it to the disk, for each million parameters. */
const checkpointMsPerMillion = 30;

/** What a run with these settings would be like, from what was measured on this machine before. */
export async function planRun(state: StudioState, asked: TrainConfig): Promise<RunPlan> {
  const freeMiB = freeMemoryMiB();
  const { config, choice } = await layOut(state, asked, freeMiB);
  const { placement, imagesPerSecond, alternatives, measured, reason } = choice;
  const form = formOf(config, placement);
  const tried = alternatives.find((known) => isSame(known, placement))?.memoryMiB;
  const estimate = estimateTrainingMiB(config, form);
  // A trial on the processor makes steps alone, without a grid of looks or a checkpoint.
  const memoryMiB = isSame(placement, reference) ? Math.max(tried ?? 0, estimate) : (tried ?? estimate);
  return {
    config,
    ...placement,
    form,
    reason: sayInEnglish(reason),
    reasonSaid: reason,
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

/**
 * A run's settings as it will be started with: on a processor with little memory left, in parts or in the form that takes
 * least. What is settled here stays with the run, so that a resume computes the same.
 */
export async function settle(state: StudioState, asked: TrainConfig): Promise<TrainConfig> {
  return (await layOut(state, asked, freeMemoryMiB())).config;
}

async function layOut(state: StudioState, asked: TrainConfig, freeMiB: number) {
  const choice = await chooseFor(state, asked);
  if (!isSame(choice.placement, reference)) return { config: asked, choice };
  const { form, microBatch } = fitToMemory(asked, freeMiB);
  const isAsAsked = microBatch === asked.microBatch && (asked.form === form || form === 'tiled');
  if (isAsAsked) return { config: asked, choice };
  const config: TrainConfig = { ...asked, form, microBatch };
  return { config, choice: await chooseFor(state, config) };
}

/** The form that the trainer will take. */
function formOf({ form }: TrainConfig, placement: Placement): Exclude<TrainConfig['form'], 'auto'> {
  if (form !== 'auto') return form;
  return isSame(placement, reference) ? 'tiled' : 'im2col';
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
