import type { Originality } from '../../contract/api/gallery';
import type { NearRow } from '../../contract/gallery-worker';
import type { CallContext } from '../../contract/method';
import type { ModelManifest } from '../../contract/model-manifest';
import { featureScaleOf, scaleFeatures, type FeatureScale } from '../../ml/quality/feature-scale';
import { concatenate, countOf, type FeatureSet } from '../../ml/quality/feature-set';
import { distanceBetween } from '../../ml/quality/nearest-neighbors';
import {
  fewestHeldOut,
  measureOriginality,
  originalityReference,
  type OriginalityReference,
} from '../../ml/quality/originality';
import { sketchPictures } from '../../ml/quality/picture-sketch';
import { quantile } from '../../ml/quality/quantile';
import { DatasetReader } from '../../storage/dataset-folder';
import { FeatureNetwork } from './feature-network';
import { datasetFeatures } from './real-features';

/** Carlini et al., arXiv:2301.13188, section 4.2, as in ml/quality/originality. */
const neighborhood = 50;
/** Held-out pictures nearer than this share of themselves are rare enough to speak of a copy, in percent. */
const copyPercentile = 1;
const closePercentile = 5;
/** A copy is far nearer to one picture than to the rest: under this share of what is usual for held-out pictures. */
const copyShare = 0.7;

/** All pictures of a train split by one kind of feature, and what distances are usual among them. */
interface Ground {
  train: FeatureSet;
  /** Train pictures and their mirror images: row i and row i + count are the same picture. */
  both: FeatureSet;
  reference: OriginalityReference | null;
}

export interface Verdict {
  rows: NearRow[];
  originality: Originality;
  percentile: number | null;
  heldOut: number;
}

/** Compares looks with the pictures of one dataset. */
export class NearestCrops {
  private constructor(
    private readonly network: FeatureNetwork,
    private readonly imageSize: number,
    /** Positions in the dataset of the train split's rows. */
    private readonly indices: readonly number[],
    private readonly heldOut: number,
    private readonly scale: FeatureScale,
    private readonly byFeatures: Ground,
    private readonly bySketches: Ground,
  ) {}

  /**
   * @param cacheFolder where features of datasets are kept
   * @throws {StudioError} `dataset-damaged`, `model-missing`, `model-invalid`, `aborted`
   */
  static async prepare(
    { datasetFolder, model, cacheFolder }: { datasetFolder: string; model: ModelChoice; cacheFolder: string },
    context: CallContext<{ done: number; total: number }>,
  ): Promise<NearestCrops> {
    const reader = await DatasetReader.open(datasetFolder);
    try {
      const network = await FeatureNetwork.load(model);
      const { train, validation } = await datasetFeatures(reader, network, cacheFolder, context);
      const scale = featureScaleOf(train.features);
      const scaled = (set: FeatureSet) => scaleFeatures(set, scale);
      return new NearestCrops(
        network,
        reader.manifest.imageSize,
        train.indices,
        validation.indices.length,
        scale,
        groundOf(scaled(train.features), scaled(train.mirrored), scaled(validation.features)),
        groundOf(train.sketches, train.mirroredSketches, validation.sketches),
      );
    } finally {
      await reader.close();
    }
  }

  /**
   * @param pixels of one look, [imageSize][imageSize][3]
   * @param count  how many of the nearest pictures are wanted
   */
  async of(pixels: Uint8Array, count: number): Promise<Verdict> {
    const features = scaleFeatures(await this.network.featuresOf(pixels, this.imageSize), this.scale);
    const sketch = sketchPictures(pixels, this.imageSize);
    const rows = this.#nearest(features, this.byFeatures);
    const judged = [judge(features, this.byFeatures), judge(sketch, this.bySketches)];
    const severity: readonly Originality[] = ['copy', 'close', 'original', 'unknown'];
    const [worst] = judged.sort((a, b) => severity.indexOf(a.originality) - severity.indexOf(b.originality));
    const percentiles = judged.flatMap(({ percentile }) => percentile ?? []);
    // A copy that only its patches of colour give away must be among what is shown.
    const { row } = worst!;
    const named = row === null ? undefined : rows.find(({ index }) => index === this.indices[row]);
    const copied = worst!.originality === 'copy' && named ? [named] : [];
    return {
      rows: [...copied, ...rows.filter((near) => !copied.includes(near))].slice(0, count),
      originality: worst!.originality,
      percentile: percentiles.length > 0 ? Math.min(...percentiles) : null,
      heldOut: this.heldOut,
    };
  }

  async release(): Promise<void> {
    await this.network.release();
  }

  #nearest(look: FeatureSet, { train, both }: Ground): NearRow[] {
    const pictures = countOf(train);
    const all = Array.from({ length: countOf(both) }, (_, row) => distanceBetween(look, 0, both, row));
    const nearest = Float64Array.from(all).sort().subarray(0, neighborhood);
    const usual = nearest.reduce((sum, distance) => sum + distance, 0) / nearest.length;
    const rows = Array.from({ length: pictures }, (_, row) => {
      const [plain, turned] = [all[row]!, all[row + pictures] ?? Infinity];
      const distance = Math.min(plain, turned);
      const relativeDistance = usual > 0 ? Math.min(1, distance / usual) : 0;
      return { index: this.indices[row]!, mirrored: turned < plain, distance, relativeDistance };
    });
    return rows.sort((a, b) => a.distance - b.distance);
  }
}

function groundOf(train: FeatureSet, mirrored: FeatureSet, validation: FeatureSet): Ground {
  const reference =
    countOf(validation) < fewestHeldOut || countOf(train) < 2
      ? null
      : originalityReference(train, validation, mirrored);
  return { train, both: concatenate(train, mirrored), reference };
}

function judge(
  look: FeatureSet,
  { reference }: Ground,
): { originality: Originality; percentile: number | null; row: number | null } {
  if (!reference) return { originality: 'unknown', percentile: null, row: null };
  const { percentile, relativeDistance, trainIndex } = measureOriginality(look, reference)[0]!;
  const usual = quantile(reference.heldOutDistances, 0.5);
  const copied = percentile < copyPercentile && relativeDistance < copyShare * usual;
  const originality = copied ? 'copy' : percentile < closePercentile ? 'close' : 'original';
  return { originality, percentile, row: trainIndex };
}

type ModelChoice = { folder: string; manifest: ModelManifest };

/** Keeps the dataset that was compared with last: most looks are of the same run. */
export class NearestDesk {
  #turn: Promise<unknown> = Promise.resolve();
  #open: { key: string; nearest: NearestCrops } | null = null;

  async use<T>(
    choice: { datasetFolder: string; model: ModelChoice; cacheFolder: string },
    context: CallContext<{ done: number; total: number }>,
    work: (nearest: NearestCrops) => Promise<T>,
  ): Promise<T> {
    const mine = this.#turn.then(async () => work(await this.#opened(choice, context)));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #opened(choice: Parameters<NearestDesk['use']>[0], context: CallContext<{ done: number; total: number }>) {
    const key = JSON.stringify([choice.datasetFolder, choice.model]);
    if (this.#open?.key === key) return this.#open.nearest;
    const before = this.#open;
    this.#open = null;
    await before?.nearest.release();
    const nearest = await NearestCrops.prepare(choice, context);
    this.#open = { key, nearest };
    return nearest;
  }
}
