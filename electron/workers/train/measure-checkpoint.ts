import { constants, setPriority } from 'node:os';
import { StudioError, throwIfAborted } from '../../contract/errors';
import { say } from '../../contract/said';
import type { LatentRecipe } from '../../contract/latent-recipe';
import type { CallContext } from '../../contract/method';
import type { ModelManifest } from '../../contract/model-manifest';
import { comparedPhotos, type MeasuredPhotos, type OriginalityReport, type QualityPoint } from '../../contract/quality';
import { takeRows, type FeatureSet } from '../../ml/quality/feature-set';
import {
  drawRows,
  fewestPictures,
  measureLooks,
  prepareQuality,
  type RealFeatures,
} from '../../ml/quality/measure-quality';
import { sketchPictures } from '../../ml/quality/picture-sketch';
import { Random } from '../../ml/rng';
import { DatasetReader } from '../../storage/dataset-folder';
import { comparedFeatures } from './compared-features';
import { FeatureNetwork } from './feature-network';
import { OpenGenerator } from './open-generator';
import { datasetFeatures, type DatasetFeatures, type SplitFeatures } from './real-features';

export interface MeasureParams {
  runFolder: string;
  step: number;
  photos: MeasuredPhotos;
  datasetFolder: string;
  model: { folder: string; manifest: ModelManifest };
  cacheFolder: string;
}

/** Looks between two answers to a stop. */
const chunk = 32;
/** The same latent vectors for every checkpoint, so that two distances differ by what was learned and not by luck. */
const looksSeed = 0x7153;
const measureSeed = 1;

/**
 * Measures the looks of one checkpoint against the photos, in time that the machine has to spare. The distances of `sample` and
 * `all` are the same, digit for digit: they compare the same photos.
 *
 * @throws {StudioError} `not-found`, `checkpoint-damaged`, `dataset-damaged`, `model-missing`, `model-invalid`, `aborted`,
 *   `nothing-to-do` for fewer than six photos
 */
export async function measureCheckpoint(
  { runFolder, step, photos, datasetFolder, model, cacheFolder }: MeasureParams,
  { signal, report }: CallContext<{ done: number; total: number }>,
): Promise<{ point: QualityPoint; photosMs: number }> {
  yieldToOthers();
  const dataset = await DatasetReader.open(datasetFolder);
  const network = await FeatureNetwork.load(model);
  try {
    const { imageSize, name } = dataset.manifest;
    const startedMs = processorMs();
    const random = Random.fromSeed(measureSeed);
    const rows = drawRows(dataset.indices('train').length, comparedPhotos[photos], random);
    const count = rows.length;
    if (count < fewestPictures) throw new StudioError('nothing-to-do', say('measure.tooFew', { name }));
    const whole = photos === 'all' ? await datasetFeatures(dataset, network, cacheFolder, { signal, report }) : null;
    const compared = whole
      ? takeRows(whole.train.features, rows)
      : await comparedFeatures(dataset, network, cacheFolder, rows, { signal, report });
    const photosMs = processorMs() - startedMs;
    const looks = await drawLooks(runFolder, step, count, signal);
    const seen = await network.featuresOf(looks, imageSize);
    throwIfAborted(signal);
    const [features, sketches] = whole ? photoSets(whole) : [{ train: compared }];
    const reference = prepareQuality({ ...features, compared }, random, sketches);
    const quality = measureLooks(seen, reference, random, sketchPictures(looks, imageSize));
    const { frechet, kernel, kernelError, precision, recall } = quality.distances;
    const point: QualityPoint = {
      step,
      count,
      ...(photos === 'few' && { early: true as const }),
      frechet,
      floor: quality.floor?.frechet ?? null,
      kernel,
      kernelError,
      precision,
      recall,
      ...worstOf([quality.originality, quality.pixelOriginality]),
      costMs: Math.round(processorMs() - photosMs),
    };
    return { point, photosMs: Math.round(photosMs) };
  } finally {
    await network.release();
    await dataset.close();
  }
}

/** Processor time of this process, which was started for one measurement. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Before any session is made: its threads take over the priority that this one has. */
function yieldToOthers(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A system that knows no priorities: the schedule alone keeps the measurement cheap.
  }
}

async function drawLooks(runFolder: string, step: number, count: number, signal: AbortSignal): Promise<Uint8Array> {
  const generator = await OpenGenerator.open(runFolder, step);
  try {
    const parts: Uint8Array[] = [];
    for (let first = 0; first < count; first += chunk) {
      throwIfAborted(signal);
      const recipes = Array.from({ length: Math.min(chunk, count - first) }, (_, offset): LatentRecipe => ({
        kind: 'seed',
        seed: looksSeed,
        index: first + offset,
      }));
      parts.push(Uint8Array.from(await generator.sample(recipes, null)));
    }
    return new Uint8Array(Buffer.concat(parts));
  } finally {
    await generator.release();
  }
}

/** The photos by the network's features, and by sketches of their pixels. */
function photoSets({ train, validation }: DatasetFeatures): [RealFeatures, RealFeatures] {
  const sets = (features: (split: SplitFeatures) => FeatureSet, mirrored: (split: SplitFeatures) => FeatureSet) => ({
    train: features(train),
    mirroredTrain: mirrored(train),
    validation: features(validation),
  });
  return [
    sets(
      (split) => split.features,
      (split) => split.mirrored,
    ),
    sets(
      (split) => split.sketches,
      (split) => split.mirroredSketches,
    ),
  ];
}

function worstOf(reports: readonly (OriginalityReport | null)[]): Pick<QualityPoint, 'closeShare' | 'copyingScore'> {
  const known = reports.filter((report) => report !== null);
  if (known.length === 0) return { closeShare: null, copyingScore: null };
  return {
    closeShare: Math.max(...known.map(({ closeShare }) => closeShare)),
    copyingScore: Math.min(...known.map(({ copyingScore }) => copyingScore)),
  };
}
