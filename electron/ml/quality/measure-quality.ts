import type { OriginalityReport, QualityReport, SetDistances } from '../../contract/quality';
import type { Random } from '../rng';
import { featureScaleOf, scaleFeatures, type FeatureScale } from './feature-scale';
import { countOf, requireFeatures, requireSameDimension, takeRows, type FeatureSet } from './feature-set';
import { frechetDistance } from './frechet';
import { kernelDistance } from './kernel-distance';
import { manifoldOf, manifoldOverlap, type Manifold } from './manifold';
import { momentsOf, type Moments } from './moments';
import {
  fewestHeldOut,
  measureOriginality,
  originalityReference,
  summarizeOriginality,
  type LookOriginality,
  type OriginalityReference,
} from './originality';

/** Fewest pictures of a set, so that each has five others around it. */
export const fewestPictures = 6;
/** Most pictures of a set in the distances; the time grows with the square. */
const mostPictures = 2000;
const closestListed = 10;

/** Features of a run's real pictures, all by the same network from pictures prepared in the same way; or their sketches. */
export interface RealFeatures {
  /** The train split, which originality is judged by. */
  readonly train: FeatureSet;
  /** The same, mirrored, in the same order: where training mirrors pictures. */
  readonly mirroredTrain?: FeatureSet;
  /** The validation split; may be empty or left out. */
  readonly validation?: FeatureSet;
  /** Train pictures that the distances compare, already drawn; left out: drawn from the train split here. */
  readonly compared?: FeatureSet;
}

/** All that does not depend on the looks: computed once for a run. */
export interface QualityReference {
  readonly scale: FeatureScale;
  readonly real: ComparedSet;
  readonly floor: SetDistances | null;
  /** By the network's features, and by sketches of the pixels where these were given. */
  readonly originality: OriginalityReference | null;
  readonly pixelOriginality: OriginalityReference | null;
}

/** A scaled set with what its comparisons need. */
interface ComparedSet {
  readonly set: FeatureSet;
  readonly moments: Moments;
  readonly manifold: Manifold;
}

/**
 * @param features by the network
 * @param features by the network; the distances and their scale depend on the compared pictures alone, so that they are the same
 *   whatever else is known of the train split. Compare as many as there will be looks.
 * @param random   decides which pictures are compared where none are given, and the halves of the floor
 * @param sketches of the same pictures, for originality by pixels
 * @throws {StudioError} `invalid-params` for fewer than 6 train pictures or features that do not fit each other
 */
export function prepareQuality(features: RealFeatures, random: Random, sketches?: RealFeatures): QualityReference {
  const { train, mirroredTrain, validation } = features;
  const compared = features.compared ?? draw(train, mostPictures, random);
  requireFeatures(compared, 'the train split', fewestPictures);
  const scale = featureScaleOf(compared);
  const sample = scaleFeatures(compared, scale);
  const half = Math.floor(countOf(sample) / 2);
  const halves = [0, half].map((start) =>
    takeRows(
      sample,
      Array.from({ length: half }, (_, row) => start + row),
    ),
  );
  return {
    scale,
    real: comparedSet(sample, 'the train split'),
    floor: half < fewestPictures ? null : compareSets(...pairOf(halves), random),
    originality: originalityOf({
      train: scaleFeatures(train, scale),
      ...(mirroredTrain && { mirroredTrain: scaleFeatures(mirroredTrain, scale) }),
      ...(validation && { validation: scaleFeatures(validation, scale) }),
    }),
    pixelOriginality: sketches ? originalityOf(sketches) : null,
  };
}

/**
 * Measures the looks of a checkpoint. Draw as many as there are train pictures, up to 2000: with fewer, the Frechet
 * distance comes out larger.
 *
 * @param generated features of the looks, at least 6
 * @param sketches  of the same looks, where the reference has sketches
 * @throws {StudioError} `invalid-params` for fewer looks, another network or numbers that are not finite
 */
export function measureLooks(
  generated: FeatureSet,
  reference: QualityReference,
  random: Random,
  sketches?: FeatureSet,
): QualityReport {
  const { scale, real, floor, originality, pixelOriginality } = reference;
  requireFeatures(generated, 'the looks', fewestPictures);
  requireSameDimension(generated, real.set);
  const scaled = scaleFeatures(generated, scale);
  const distances = compareSets(real, comparedSet(draw(scaled, mostPictures, random), 'the looks'), random);
  return {
    dimension: generated.dimension,
    distances,
    floor,
    originality: originality && reportOriginality(scaled, originality),
    pixelOriginality: pixelOriginality && sketches ? reportOriginality(sketches, pixelOriginality) : null,
  };
}

/** Originality of single looks by the network's features, for the gallery. Null where too few pictures are held out. */
export function measureEachLook(
  generated: FeatureSet,
  { scale, originality }: QualityReference,
): LookOriginality[] | null {
  return originality && measureOriginality(scaleFeatures(generated, scale), originality);
}

/** Both steps at once, for a single set of looks. */
export function measureQuality(
  features: { real: FeatureSet; generated: FeatureSet; validation?: FeatureSet },
  random: Random,
): QualityReport {
  const { real, generated, validation } = features;
  return measureLooks(generated, prepareQuality({ train: real, ...(validation && { validation }) }, random), random);
}

function originalityOf({ train, mirroredTrain, validation }: RealFeatures): OriginalityReference | null {
  if (!validation || countOf(validation) < fewestHeldOut) return null;
  return originalityReference(train, validation, mirroredTrain ?? null);
}

function reportOriginality(generated: FeatureSet, reference: OriginalityReference): OriginalityReport {
  const looks = measureOriginality(generated, reference);
  return {
    heldOutCount: reference.heldOutDistances.length,
    ...summarizeOriginality(looks, reference),
    closest: closestOf(looks),
  };
}

function comparedSet(set: FeatureSet, what: string): ComparedSet {
  return { set, moments: momentsOf(set, what), manifold: manifoldOf(set, what) };
}

function pairOf(halves: readonly FeatureSet[]): [ComparedSet, ComparedSet] {
  const [first, second] = halves.map((half) => comparedSet(half, 'one half of the train split'));
  return [first as ComparedSet, second as ComparedSet];
}

function compareSets(real: ComparedSet, generated: ComparedSet, random: Random): SetDistances {
  const kernel = kernelDistance(real.set, generated.set, random);
  return {
    realCount: countOf(real.set),
    generatedCount: countOf(generated.set),
    frechet: frechetDistance(real.moments, generated.moments) / real.set.dimension,
    kernel: kernel.value,
    kernelError: kernel.error,
    ...manifoldOverlap(real.manifold, generated.manifold),
  };
}

/** @returns positions of at most so many of `count` pictures, in random order; fewer of them are the first of more */
export function drawRows(count: number, most: number, random: Random): number[] {
  const rows = Uint32Array.from({ length: count }, (_, row) => row);
  random.shuffle(rows);
  return [...rows.subarray(0, most)];
}

function draw(set: FeatureSet, most: number, random: Random): FeatureSet {
  return takeRows(set, drawRows(countOf(set), most, random));
}

function closestOf(looks: readonly LookOriginality[]) {
  return looks
    .map(({ close: _close, ...look }, position) => ({ look: position, ...look }))
    .sort((a, b) => a.relativeDistance - b.relativeDistance)
    .slice(0, closestListed);
}
