import { join } from 'node:path';
import { StudioError, throwIfAborted } from '../../contract/errors';
import type { CallContext } from '../../contract/method';
import { Random } from '../../ml/rng';
import { writePng } from '../../storage/png';
import { RunFolder } from '../../storage/run-folder';
import { decodeCheckpoint, samplingWeights } from './checkpoint';
import { GeneratorSampler } from './generator-sampler';

export interface GenerateParams {
  runFolder: string;
  count: number;
  /** Picture i of a seed is the same whatever the count. */
  seed: number;
  /** Where the PNG files go; it must exist. */
  folder: string;
}

/** Pictures between two progress reports. */
const chunk = 16;

/**
 * Draws looks from a run's newest whole checkpoint, one PNG file each, with seed, index and step kept in the file.
 *
 * @throws {StudioError} `nothing-to-do` before the first checkpoint, `checkpoint-damaged`, `disk-full`, `aborted`
 */
export async function generateLooks(
  { runFolder, count, seed, folder }: GenerateParams,
  { signal, report }: CallContext<{ done: number; total: number }>,
): Promise<{ files: string[]; step: number }> {
  const run = new RunFolder(runFolder);
  const newest = await run.readNewestCheckpoint(decodeCheckpoint);
  if (!newest)
    throw new StudioError('nothing-to-do', `${runFolder} has no checkpoint yet. Let the run train a little longer.`);
  const { config, state, step } = newest.value;
  const sampler = await GeneratorSampler.create(config, chunk, 'im2col', 'cpu', config.threads);
  try {
    const stored = sampler.pack(samplingWeights(config, state));
    const weights = config.emaDecay > 0 ? await sampler.calibrate(stored) : stored;
    const random = Random.fromSeed(seed);
    const files: string[] = [];
    while (files.length < count) {
      throwIfAborted(signal);
      const length = Math.min(chunk, count - files.length);
      const pixels = await sampler.sample(weights, drawLatents(random, length, config.latentDim));
      const bytes = pixels.length / length;
      for (let picture = 0; picture < length; picture++) {
        const index = files.length;
        const file = join(folder, `look-${seed}-${String(index).padStart(4, '0')}.png`);
        const picturePixels = new Uint8Array(pixels.buffer, picture * bytes, bytes);
        const text = { Software: 'DeepStyle Studio', seed: String(seed), index: String(index), step: String(step) };
        await writePng(file, picturePixels, config.imageSize, config.imageSize, text);
        files.push(file);
      }
      report({ done: files.length, total: count });
    }
    return { files, step };
  } finally {
    await sampler.release();
  }
}

/** One latent vector after the other, so that a longer series begins like a shorter one. @returns [count, latentDim] */
export function drawLatents(random: Random, count: number, latentDim: number): Float32Array {
  const latents = new Float32Array(count * latentDim);
  for (let index = 0; index < count; index++) latents.set(random.normals(latentDim), index * latentDim);
  return latents;
}
