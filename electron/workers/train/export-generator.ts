import type { TrainConfig } from '../../contract/training';
import { exportGenerator } from '../../ml/gan/generator-model';
import { networkEntries } from '../../ml/gan/state';
import { writeFileAtomic } from '../../storage/atomic';
import type { RunFolder } from '../../storage/run-folder';
import { encodeSafetensors, type Safetensors, type StoredTensor } from '../../storage/safetensors';

/** A generator in evaluation mode: arrays by name, in PyTorch's layout. */
export interface TrainedGenerator {
  readonly config: TrainConfig;
  readonly step: number;
  readonly weights: ReadonlyMap<string, Float32Array>;
}

/** The settings lie in the file, so that a generator alone can be drawn with. */
const configKey = 'config';

/**
 * Writes the generator for others: generator.onnx for any ONNX runtime, and generator.safetensors with the state_dict
 * names of PyTorch's DCGAN tutorial (`main.0.weight` ...).
 *
 * @param weights the generator's arrays by name, in PyTorch's layout
 * @throws {StudioError} `disk-full`, `not-permitted`
 */
export async function writeGenerator(
  run: RunFolder,
  config: TrainConfig,
  weights: ReadonlyMap<string, Float32Array>,
  step: number,
): Promise<void> {
  const generator = { config, step, weights };
  await writeOnnxGenerator(run.file('generator.onnx'), generator);
  await writeTorchGenerator(run.file('generator.safetensors'), generator);
}

/** From `latent` [1, latentDim], N(0, 1), to `image` [1, 3, side, side], RGB, 0 to 1. @throws {StudioError} `disk-full` */
export async function writeOnnxGenerator(file: string, { config, step, weights }: TrainedGenerator): Promise<void> {
  await writeFileAtomic(file, exportGenerator(config, weights, metadataOf(config, step)));
}

/** A state_dict of the tutorial's generator; its pictures are RGB, -1 to 1. @throws {StudioError} `disk-full` */
export async function writeTorchGenerator(file: string, { config, step, weights }: TrainedGenerator): Promise<void> {
  const tensors = new Map<string, StoredTensor>();
  for (const { name, shape } of networkEntries('generator', config)) {
    const torchName = name.replace(/^generator\./, '');
    tensors.set(torchName, { shape, values: weights.get(name) as Float32Array });
    if (torchName.endsWith('.running_var')) {
      const counter = torchName.replace('running_var', 'num_batches_tracked');
      tensors.set(counter, { shape: [], values: BigInt64Array.of(BigInt(step)) });
    }
  }
  const metadata = { ...metadataOf(config, step), [configKey]: JSON.stringify(config) };
  await writeFileAtomic(file, encodeSafetensors(tensors, metadata));
}

/** The other way round. @returns null for a file that {@link writeTorchGenerator} did not write whole */
export function readTorchGenerator(
  { tensors, metadata }: Safetensors,
  parseConfig: (text: string) => TrainConfig,
): TrainedGenerator | null {
  const text = metadata[configKey];
  if (text === undefined) return null;
  const config = parseConfig(text);
  const weights = new Map<string, Float32Array>();
  for (const { name } of networkEntries('generator', config)) {
    const values = tensors.get(name.replace(/^generator\./, ''))?.values;
    if (!(values instanceof Float32Array)) return null;
    weights.set(name, values);
  }
  return { config, step: Number(metadata['step']), weights };
}

const metadataOf = (config: TrainConfig, step: number) => ({
  step: String(step),
  preset: config.preset,
  seed: String(config.seed),
  colors: 'RGB, 0 to 1',
});
