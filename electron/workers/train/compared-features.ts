import { mkdir, readFile, rm } from 'node:fs/promises';
import { throwIfAborted } from '../../contract/errors';
import type { CallContext } from '../../contract/method';
import { concatenate, countOf, takeRows, type FeatureSet } from '../../ml/quality/feature-set';
import { writeFileAtomic } from '../../storage/atomic';
import type { DatasetReader } from '../../storage/dataset-folder';
import { featureFile, seenPictures } from '../../storage/feature-files';
import { decodeSafetensors, encodeSafetensors } from '../../storage/safetensors';
import type { FeatureNetwork } from './feature-network';
import { readKept } from './real-features';

/** Pictures read at a time. */
const chunk = 64;

/**
 * Features of the train pictures that are drawn for a comparison. What an earlier, smaller comparison or a look at
 * the whole dataset has seen is read from its file.
 *
 * @param rows positions in the train split, in the order in which they are drawn
 * @throws {StudioError} `dataset-damaged`, `aborted`
 */
export async function comparedFeatures(
  reader: DatasetReader,
  network: FeatureNetwork,
  cacheFolder: string,
  rows: readonly number[],
  { signal, report }: CallContext<{ done: number; total: number }>,
): Promise<FeatureSet> {
  const { manifest } = reader;
  const whole = await readKept(featureFile(cacheFolder, manifest, network.hash));
  if (whole) return takeRows(whole.train.features, rows);

  const fileOf = (first: number) => featureFile(cacheFolder, manifest, network.hash, first);
  const seen = await seenPictures(cacheFolder, manifest);
  let features = await readFirst(fileOf(seen));
  const known = features ? countOf(features) : 0;
  if (features && known >= rows.length) return takeRows(features, [...rows.keys()]);

  const train = reader.indices('train');
  const total = rows.length - known;
  let done = 0;
  for (let first = known; first < rows.length; first += chunk) {
    throwIfAborted(signal);
    const pixels = await reader.read(rows.slice(first, first + chunk).map((row) => train[row] as number));
    const part = await network.featuresOf(pixels, manifest.imageSize, (added) =>
      report({ done: (done += added), total }),
    );
    features = features ? concatenate(features, part) : part;
  }
  const { dimension, values } = features as FeatureSet;
  await mkdir(cacheFolder, { recursive: true });
  const tensors = new Map([['first', { shape: [rows.length, dimension], values }]]);
  await writeFileAtomic(fileOf(rows.length), encodeSafetensors(tensors, { model: network.hash }));
  if (known > 0) await rm(fileOf(known), { force: true });
  return { dimension, values };
}

/** @returns null where there is no such file or it is not whole: it can be made again */
async function readFirst(file: string): Promise<FeatureSet | null> {
  try {
    const { tensors } = decodeSafetensors(await readFile(file), file);
    const { shape, values } = tensors.get('first') as { shape: number[]; values: Float32Array };
    return { dimension: shape[1] as number, values };
  } catch {
    return null;
  }
}
