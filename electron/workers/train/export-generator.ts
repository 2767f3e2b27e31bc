import type { TrainConfig } from '../../contract/training';
import { exportGenerator } from '../../ml/gan/generator-model';
import { networkEntries } from '../../ml/gan/state';
import { writeFileAtomic } from '../../storage/atomic';
import type { RunFolder } from '../../storage/run-folder';
import { encodeSafetensors, type StoredTensor } from '../../storage/safetensors';

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
  const metadata = { step: String(step), preset: config.preset, seed: String(config.seed), colors: 'RGB, 0 to 1' };
  await writeFileAtomic(run.file('generator.onnx'), exportGenerator(config, weights, metadata));
  const tensors = new Map<string, StoredTensor>();
  for (const { name, shape } of networkEntries('generator', config)) {
    const torchName = name.replace(/^generator\./, '');
    tensors.set(torchName, { shape, values: weights.get(name) as Float32Array });
    if (torchName.endsWith('.running_var')) {
      const counter = torchName.replace('running_var', 'num_batches_tracked');
      tensors.set(counter, { shape: [], values: BigInt64Array.of(BigInt(step)) });
    }
  }
  await writeFileAtomic(run.file('generator.safetensors'), encodeSafetensors(tensors, metadata));
}
