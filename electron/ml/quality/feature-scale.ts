import { countOf, type FeatureSet } from './feature-set';
import { meanOf } from './moments';

/** Moves and scales features so that a reference set has mean 0 and, averaged over the channels, variance 1. */
export interface FeatureScale {
  /** [dimension] */
  readonly mean: Float64Array;
  readonly factor: number;
}

/**
 * One factor for all channels: angles and ratios of distances stay as the network made them, while the kernel distance and the
 * Frechet distance no longer depend on how large the network's numbers happen to be.
 *
 * @param reference the train pictures that are compared; where all its pictures are equal the factor is 1
 */
export function featureScaleOf(reference: FeatureSet): FeatureScale {
  const mean = meanOf(reference);
  const { dimension, values } = reference;
  let squares = 0;
  for (let at = 0; at < values.length; at++)
    squares += ((values[at] as number) - (mean[at % dimension] as number)) ** 2;
  const variance = squares / (Math.max(1, countOf(reference) - 1) * dimension);
  return { mean, factor: variance > 0 ? 1 / Math.sqrt(variance) : 1 };
}

export function scaleFeatures({ dimension, values }: FeatureSet, { mean, factor }: FeatureScale): FeatureSet {
  return { dimension, values: values.map((value, at) => (value - (mean[at % dimension] as number)) * factor) };
}
