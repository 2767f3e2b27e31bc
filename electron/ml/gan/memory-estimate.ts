import { peakMemory } from '../graph/memory';
import { buildTrainingStep, type FormName, type StepConfig } from './training-step';

/** Of a process that has loaded ONNX Runtime but no graph. */
const processMiB = 170;
/** What ONNX Runtime's allocator takes for each byte that is in use at once, measured at 64 pixels, width 32 and 64. */
const allocatorFactor = 1.9;

/** Memory that a training process will take, in MiB: to be shown, and checked, before it starts. */
export function estimateTrainingMiB(config: StepConfig, form: FormName): number {
  const { graph } = buildTrainingStep(config, form);
  return Math.round(processMiB + (allocatorFactor * peakMemory(graph)) / 2 ** 20);
}
