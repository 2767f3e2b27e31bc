import { mkdir, readFile } from 'node:fs/promises';
import { throwIfAborted } from '../../contract/errors';
import type { CallContext } from '../../contract/method';
import { concatenate, type FeatureSet } from '../../ml/quality/feature-set';
import { mirrorSketches, sketchPictures } from '../../ml/quality/picture-sketch';
import { writeFileAtomic } from '../../storage/atomic';
import type { DatasetReader } from '../../storage/dataset-folder';
import { featureFile } from '../../storage/feature-files';
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from '../../storage/safetensors';
import type { FeatureNetwork } from './feature-network';

/** What a fixed network and sketches see in the pictures of one split, and in their mirror images. */
export interface SplitFeatures {
  /** Positions in the dataset, in the order of the rows. */
  indices: readonly number[];
  features: FeatureSet;
  mirrored: FeatureSet;
  sketches: FeatureSet;
  mirroredSketches: FeatureSet;
}

export interface DatasetFeatures {
  train: SplitFeatures;
  /** Without the mirror images of its pictures, which nobody needs: as empty sets. */
  validation: SplitFeatures;
}

/** Pictures read at a time. */
const chunk = 64;
const splits = ['train', 'validation'] as const;

/**
 * Features of a frozen dataset's pictures. They depend on its content, its splits and the network alone, and are kept in a
 * file whose name says all three.
 *
 * @throws {StudioError} `dataset-damaged`, `aborted`
 */
export async function datasetFeatures(
  reader: DatasetReader,
  network: FeatureNetwork,
  cacheFolder: string,
  context: CallContext<{ done: number; total: number }>,
): Promise<DatasetFeatures> {
  const { contentHash } = reader.manifest;
  const file = featureFile(cacheFolder, reader.manifest, network.hash);
  const found = await readKept(file);
  const features = found ?? (await compute(reader, network, context));
  if (!found) {
    await mkdir(cacheFolder, { recursive: true });
    const tensors = new Map<string, StoredTensor>();
    for (const split of splits)
      for (const name of ['features', 'mirrored'] as const) {
        const { dimension, values } = features[split][name];
        tensors.set(`${split}.${name}`, { shape: [values.length / dimension, dimension], values });
      }
    await writeFileAtomic(file, encodeSafetensors(tensors, { contentHash, model: network.hash }));
  }
  const withSketches = async (split: (typeof splits)[number]): Promise<SplitFeatures> => {
    const indices = reader.indices(split);
    const sketches = await sketchesOf(reader, indices);
    return { indices, sketches, mirroredSketches: mirrorSketches(sketches), ...features[split] };
  };
  return { train: await withSketches('train'), validation: await withSketches('validation') };
}

type Kept = Record<(typeof splits)[number], { features: FeatureSet; mirrored: FeatureSet }>;

/** @returns null where there is no such file or it is not whole: it can be made again */
export async function readKept(file: string): Promise<Kept | null> {
  try {
    const { tensors } = decodeSafetensors(await readFile(file), file);
    const set = (name: string): FeatureSet => {
      const { shape, values } = tensors.get(name) as { shape: number[]; values: Float32Array };
      return { dimension: shape[1] as number, values };
    };
    const split = (name: string) => ({ features: set(`${name}.features`), mirrored: set(`${name}.mirrored`) });
    return { train: split('train'), validation: split('validation') };
  } catch {
    return null;
  }
}

async function compute(
  reader: DatasetReader,
  network: FeatureNetwork,
  { signal, report }: CallContext<{ done: number; total: number }>,
): Promise<Kept> {
  const { imageSize } = reader.manifest;
  const [train, validation] = splits.map((split) => reader.indices(split)) as [number[], number[]];
  const total = train.length * 2 + validation.length;
  let done = 0;
  const run = async (indices: readonly number[], change: (pixels: Uint8Array) => Uint8Array) => {
    let all: FeatureSet | null = null;
    for (let first = 0; first < indices.length; first += chunk) {
      throwIfAborted(signal);
      const pixels = change(await reader.read(indices.slice(first, first + chunk)));
      const part = await network.featuresOf(pixels, imageSize, (added) => report({ done: (done += added), total }));
      all = all ? concatenate(all, part) : part;
    }
    return all;
  };
  const same = (pixels: Uint8Array) => pixels;
  const features = (await run(train, same)) ?? { dimension: 1, values: new Float32Array(0) };
  const empty = { dimension: features.dimension, values: new Float32Array(0) };
  const mirrored = (await run(train, (pixels) => mirrorPictures(pixels, imageSize))) ?? empty;
  const heldOut = (await run(validation, same)) ?? empty;
  return { train: { features, mirrored }, validation: { features: heldOut, mirrored: empty } };
}

async function sketchesOf(reader: DatasetReader, indices: readonly number[]): Promise<FeatureSet> {
  let all: FeatureSet = { dimension: 192, values: new Float32Array(0) };
  for (let first = 0; first < indices.length; first += chunk) {
    const pixels = await reader.read(indices.slice(first, first + chunk));
    all = concatenate(all, sketchPictures(pixels, reader.manifest.imageSize));
  }
  return all;
}

/** Left becomes right. @param pixels [count][side][side][3] */
export function mirrorPictures(pixels: Uint8Array, side: number): Uint8Array {
  const out = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at += 3) {
    const x = (at / 3) % side;
    const to = at + (side - 1 - 2 * x) * 3;
    out[to] = pixels[at] as number;
    out[to + 1] = pixels[at + 1] as number;
    out[to + 2] = pixels[at + 2] as number;
  }
  return out;
}
