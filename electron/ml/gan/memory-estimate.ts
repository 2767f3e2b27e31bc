import type { TrainConfig } from '../../contract/training';
import { peakMemory } from '../graph/memory';
import { buildAccumulatedStep } from './accumulated-step';
import { buildTrainingStep, type FormName, type StepConfig } from './training-step';

/** Of a process that has loaded ONNX Runtime but no graph. */
const processMiB = 170;
/**
 * What ONNX Runtime's allocator takes for each byte that is in use at once, by the peak resident memory of processes that
 * made steps at 64 and 128 pixels, width and batch 32 and 64: 1.97 to 2.13 for tiled and native, 2.79 for im2col, 1.67 to
 * 1.83 in parts.
 */
const allocatorFactors: Readonly<Record<FormName | 'inParts', number>> = {
  tiled: 2.05,
  native: 2.05,
  im2col: 2.8,
  inParts: 1.75,
};

/** Memory that a training process on the processor will take, in MiB: to be shown, and checked, before it starts. */
export function estimateTrainingMiB(config: StepConfig & Pick<TrainConfig, 'microBatch'>, form: FormName): number {
  const { batch, microBatch } = config;
  const inMiB = (bytes: number, factor: number): number => Math.round(processMiB + (factor * bytes) / 2 ** 20);
  if (microBatch === 0 || microBatch >= batch)
    return inMiB(peakMemory(buildTrainingStep(config, form).graph), allocatorFactors[form]);
  // Each session keeps the memory that it once took.
  const { discriminatorGradients, generatorGradients } = buildAccumulatedStep(config, form);
  const bytes = peakMemory(discriminatorGradients.graph) + peakMemory(generatorGradients.graph);
  return inMiB(bytes, allocatorFactors.inParts);
}
