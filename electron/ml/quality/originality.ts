import { StudioError } from '../../contract/errors';
import { concatenate, countOf, requireFeatures, type FeatureSet } from './feature-set';
import { nearestIn } from './nearest-neighbors';
import { quantile } from './quantile';

/** What originality is judged by: the train split, and how near to it pictures come that nobody trained on. */
export interface OriginalityReference {
  readonly train: FeatureSet;
  /** The same pictures mirrored, in the same order, where training mirrors them: else a mirrored copy looks new. */
  readonly mirroredTrain: FeatureSet | null;
  /** Relative distance of each held-out picture to the nearest train picture, ascending. */
  readonly heldOutDistances: Float64Array;
  /** The relative distance that a `closeQuantile` of the held-out pictures does not reach. */
  readonly closeDistance: number;
}

/** One look and the train picture that it resembles most. */
export interface LookOriginality {
  /** Position of the nearest picture in the train split. */
  readonly trainIndex: number;
  /** Euclidean distance of the features. */
  readonly distance: number;
  /** Divided by the mean distance to the 50 nearest train pictures: 0 is an exact copy, 1 is equally far from all of them. */
  readonly relativeDistance: number;
  /** Share of held-out pictures that are nearer to the train split than this look, 0 to 100; 0 speaks for a copy. */
  readonly percentile: number;
  /** Nearer than 95 % of the held-out pictures are. */
  readonly close: boolean;
}

/** Originality of a set of looks. */
export interface SetOriginality {
  /** Share of looks that lie closer to a train picture than 95 % of held-out pictures do; 0.05 where nothing is copied. */
  readonly closeShare: number;
  /** Probability that a look is further from the train split than a held-out picture; 0.5 where nothing is copied. */
  readonly furtherShare: number;
  /** The same in standard deviations under "nothing is copied" (Mann and Whitney); below -3 speaks for copying. */
  readonly copyingScore: number;
}

/** Part of the held-out pictures that counts as closer than usual. */
export const closeQuantile = 0.05;
/** Carlini et al., section 4.2. */
const neighborhood = 50;
/** Fewer held-out pictures cannot tell where the closest twentieth begins. */
export const fewestHeldOut = 20;

/**
 * Prepares the meter. The validation split must not hold other crops of the photos in the train split.
 *
 * @throws {StudioError} `invalid-params` for fewer than 20 held-out pictures or sets that do not fit each other
 */
export function originalityReference(
  train: FeatureSet,
  validation: FeatureSet,
  mirroredTrain: FeatureSet | null = null,
): OriginalityReference {
  requireFeatures(train, 'the train split', 2);
  requireFeatures(validation, 'the validation split', fewestHeldOut);
  if (mirroredTrain && countOf(mirroredTrain) !== countOf(train))
    throw new StudioError(
      'invalid-params',
      `There are ${countOf(train)} train pictures but ${countOf(mirroredTrain)} mirrored ones. Mirror each once.`,
    );
  const heldOutDistances = nearestTrain(validation, train, mirroredTrain).relativeDistances.sort();
  return { train, mirroredTrain, heldOutDistances, closeDistance: quantile(heldOutDistances, closeQuantile) };
}

/**
 * How original each look is: its distance to the nearest train picture, measured against how near pictures of the same
 * kind come that the generator has never seen. Distances are relative to a look's other neighbours: a soft look is near to every
 * picture and a copy of none, and a plain picture has near neighbours without being copied. Far away is not good in itself, noise is
 * far from everything: read it beside precision.
 *
 * @returns one entry for each row of `looks`
 * @see Meehan et al., arXiv:2004.05675, section 3, for comparing with held-out pictures; Carlini et al., arXiv:2301.13188,
 *   section 4.2, for distances relative to the 50 nearest
 */
export function measureOriginality(looks: FeatureSet, reference: OriginalityReference): LookOriginality[] {
  requireFeatures(looks, 'the looks', 1);
  const { train, mirroredTrain, heldOutDistances, closeDistance } = reference;
  const { rows, distances, relativeDistances } = nearestTrain(looks, train, mirroredTrain);
  return Array.from(distances, (distance, look) => {
    const relativeDistance = relativeDistances[look] as number;
    const { nearer, equal } = rankOf(relativeDistance, heldOutDistances);
    return {
      trainIndex: rows[look] as number,
      distance,
      relativeDistance,
      percentile: (100 * (nearer + equal / 2)) / heldOutDistances.length,
      close: relativeDistance < closeDistance,
    };
  });
}

/** @param looks at least one, as measured by {@link measureOriginality} with the same reference */
export function summarizeOriginality(
  looks: readonly LookOriginality[],
  { heldOutDistances }: OriginalityReference,
): SetOriginality {
  const [count, heldOut] = [looks.length, heldOutDistances.length];
  const furtherShare = looks.reduce((sum, { percentile }) => sum + percentile, 0) / (100 * count);
  const deviation = Math.sqrt((count + heldOut + 1) / (12 * count * heldOut));
  return {
    closeShare: looks.filter(({ close }) => close).length / count,
    furtherShare,
    copyingScore: (furtherShare - 0.5) / deviation,
  };
}

function nearestTrain(pictures: FeatureSet, train: FeatureSet, mirrored: FeatureSet | null) {
  const { rows, distances, meanDistances } = nearestIn(
    pictures,
    mirrored ? concatenate(train, mirrored) : train,
    neighborhood,
  );
  return {
    rows: rows.map((row) => row % countOf(train)),
    distances,
    relativeDistances: distances.map(
      (distance, row) => distance && Math.min(1, distance / (meanDistances[row] as number)),
    ),
  };
}

/** How many of the ascending values are smaller than and equal to this one. */
function rankOf(value: number, ascending: Float64Array): { nearer: number; equal: number } {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  let equal = 0;
  while (ascending[low + equal] === value) equal++;
  return { nearer: low, equal };
}
