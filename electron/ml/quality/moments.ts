import { countOf, requireFeatures, type FeatureSet } from './feature-set';

/** A normal distribution with a set's mean and covariance. */
export interface Moments {
  /** [dimension] */
  readonly mean: Float64Array;
  /** [dimension, dimension], symmetric; divided by count - 1. */
  readonly covariance: Float64Array;
}

/** @throws {StudioError} `invalid-params` for fewer than two vectors */
export function momentsOf(set: FeatureSet, what: string): Moments {
  requireFeatures(set, what, 2);
  const { dimension, values } = set;
  const count = countOf(set);
  const mean = meanOf(set);
  const covariance = new Float64Array(dimension * dimension);
  // Two vectors at a time: half the reading and writing of the sums. The second one is zero when the count is odd.
  const first = new Float64Array(dimension);
  const second = new Float64Array(dimension);
  for (let row = 0; row < count; row += 2) {
    for (let i = 0; i < dimension; i++) {
      const at = row * dimension + i;
      first[i] = (values[at] as number) - (mean[i] as number);
      second[i] = row + 1 < count ? (values[at + dimension] as number) - (mean[i] as number) : 0;
    }
    for (let i = 0; i < dimension; i++) {
      const x = first[i] as number;
      const y = second[i] as number;
      for (let j = i, at = i * dimension + i; j < dimension; j++, at++)
        covariance[at] = (covariance[at] as number) + x * (first[j] as number) + y * (second[j] as number);
    }
  }
  for (let i = 0; i < dimension; i++)
    for (let j = i; j < dimension; j++) {
      const value = (covariance[i * dimension + j] as number) / (count - 1);
      covariance[i * dimension + j] = value;
      covariance[j * dimension + i] = value;
    }
  return { mean, covariance };
}

export function meanOf(set: FeatureSet): Float64Array {
  const { dimension, values } = set;
  const count = countOf(set);
  const mean = new Float64Array(dimension);
  for (let at = 0; at < values.length; at++)
    mean[at % dimension] = (mean[at % dimension] as number) + (values[at] as number);
  return mean.map((sum) => sum / count);
}
