import { totalmem } from 'node:os';
import { StudioError } from '../../contract/errors';
import { say } from '../../contract/said';
import type { TrainConfig } from '../../contract/training';
import { estimateTrainingMiB } from '../../ml/gan/memory-estimate';
import type { Device } from './onnx-session';
import { chooseForm } from './onnx-trainer';

/** Memory of this machine, or what a container leaves of it. */
export function machineMemoryMiB(): number {
  // Node 18.15 and later know a container's limit; without one they answer 0, undefined or an absurd number.
  const limit = (process as { constrainedMemory?: () => number | undefined }).constrainedMemory?.() ?? 0;
  const bytes = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return Math.round(bytes / 2 ** 20);
}

/** @throws {StudioError} `out-of-memory` when a training on the processor would take more than the machine has */
export function expectEnoughMemory(config: TrainConfig, device: Device, availableMiB: number): void {
  if (device !== 'cpu') return;
  const needed = estimateTrainingMiB(config, chooseForm(config, device));
  if (needed > availableMiB)
    throw new StudioError('out-of-memory', say('run.memory', { needed, available: availableMiB }));
}
