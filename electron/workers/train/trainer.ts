import type { TrainConfig } from '../../contract/training';
import type { Judgement } from '../../ml/gan/adaptive-augmentation';
import type { ReportedValue } from '../../ml/gan/training-step';
import { expectEnoughMemory, machineMemoryMiB } from './memory-check';
import type { Device } from './onnx-session';
import { OnnxTrainer, type JudgedBatch, type StepBatch } from './onnx-trainer';
import { TensorFlowTrainer } from './tensorflow/tensorflow-trainer';

/** Both networks and their optimizers in one engine, on one device. */
export interface Trainer {
  readonly device: Device;
  /** @param values every state array, in PyTorch's layout */
  load(values: ReadonlyMap<string, Float32Array>): void;
  /** Every state array, in PyTorch's layout, bit for bit what {@link load} takes. */
  read(): Map<string, { shape: readonly number[]; values: Float32Array }>;
  /** @param step the step that is made, from 1 @throws {StudioError} `out-of-memory`, `device-unavailable` */
  step(step: number, batch: StepBatch): Promise<Record<ReportedValue, number>>;
  /** What the discriminator thinks of pictures, with batch norm as in a step. The state stays as it is. */
  judge(batch: JudgedBatch): Promise<Judgement>;
  /** @param latents [count, latentDim] @returns [count][imageSize][imageSize][3], RGB; by the averaged generator if there is one */
  sample(latents: Float32Array): Promise<Uint8ClampedArray>;
  /** The generator that {@link sample} draws with, by its own names, in PyTorch's layout. */
  generatorWeights(): Promise<Map<string, Float32Array>>;
  /** From now on with so many threads; absent where the engine decides that. */
  useThreads?(threads: number): Promise<void>;
  release(): Promise<void>;
}

/** The trainer of the engine that a run asks for. @throws {StudioError} `device-unavailable`, `out-of-memory` */
export async function createTrainer(config: TrainConfig): Promise<Trainer> {
  if (config.engine === 'tensorflow') return TensorFlowTrainer.create(config);
  const device = chooseDevice(config);
  expectEnoughMemory(config, device, machineMemoryMiB());
  return OnnxTrainer.create(config, device);
}

/** `auto` is the processor until a probe has shown something faster; core then asks for that by name. */
function chooseDevice({ device }: TrainConfig): Device {
  return device === 'auto' ? 'cpu' : device;
}
