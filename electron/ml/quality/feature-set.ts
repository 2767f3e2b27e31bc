import { StudioError } from '../../contract/errors';

/** One feature vector for each picture of a set, as a fixed network gives them. */
export interface FeatureSet {
  /** Numbers in a vector, 1 to 512. */
  readonly dimension: number;
  /** [count, dimension], row by row. */
  readonly values: Float32Array;
}

export const largestDimension = 512;

export function countOf({ dimension, values }: FeatureSet): number {
  return values.length / dimension;
}

/**
 * @param what  the set's name in messages
 * @param least fewest vectors that make sense
 * @throws {StudioError} `invalid-params` when the shape is wrong, there are too few vectors, or a number is not finite
 */
export function requireFeatures(set: FeatureSet, what: string, least: number): void {
  const { dimension, values } = set;
  const fail = (why: string): never => {
    throw new StudioError('invalid-params', `The features of ${what} cannot be measured: ${why}.`);
  };
  if (!Number.isInteger(dimension) || dimension < 1 || dimension > largestDimension)
    fail(`expected 1 to ${largestDimension} numbers a picture but received ${dimension}`);
  if (!Number.isInteger(countOf(set))) fail(`${values.length} numbers do not make whole vectors of ${dimension}`);
  if (countOf(set) < least) fail(`expected at least ${least} pictures but received ${countOf(set)}`);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) fail(`picture ${Math.floor(bad / dimension)} has the value ${values[bad]}`);
}

/** @throws {StudioError} `invalid-params` when the sets come from different networks */
export function requireSameDimension(a: FeatureSet, b: FeatureSet): void {
  if (a.dimension !== b.dimension)
    throw new StudioError(
      'invalid-params',
      `Features of ${a.dimension} and of ${b.dimension} numbers cannot be compared. Compute both with the same network.`,
    );
}

/** The vectors of some pictures, in the order of `rows`. */
export function takeRows({ dimension, values }: FeatureSet, rows: ArrayLike<number>): FeatureSet {
  const taken = new Float32Array(rows.length * dimension);
  for (let index = 0; index < rows.length; index++) {
    const start = (rows[index] as number) * dimension;
    taken.set(values.subarray(start, start + dimension), index * dimension);
  }
  return { dimension, values: taken };
}

/** Both sets, one after the other. */
export function concatenate(a: FeatureSet, b: FeatureSet): FeatureSet {
  requireSameDimension(a, b);
  const values = new Float32Array(a.values.length + b.values.length);
  values.set(a.values);
  values.set(b.values, a.values.length);
  return { dimension: a.dimension, values };
}
