import { countOf, type FeatureSet } from './feature-set';
import { forEachTile, tileSide } from './inner-products';

/** For each row of one set, its nearest row of another. */
export interface Nearest {
  /** Row of the other set. */
  readonly rows: Int32Array;
  /** Euclidean distances. */
  readonly distances: Float64Array;
  /** Mean distance to the k nearest rows, the nearest one included. */
  readonly meanDistances: Float64Array;
}

/** Squared length of every vector. */
export function squaredLengths({ dimension, values }: FeatureSet): Float64Array {
  const lengths = new Float64Array(values.length / dimension);
  for (let at = 0; at < values.length; at++) {
    const row = Math.floor(at / dimension);
    lengths[row] = (lengths[row] as number) + (values[at] as number) ** 2;
  }
  return lengths;
}

/**
 * Calls `visit` with the squared Euclidean distance of every pair of rows: |x|^2 + |y|^2 - 2 x.y in double precision.
 *
 * @param upperOnly for a set with itself: each pair once, row < column, never a row with itself
 */
export function forEachSquaredDistance(
  a: FeatureSet,
  b: FeatureSet,
  visit: (row: number, column: number, squared: number) => void,
  upperOnly = false,
): void {
  const [x, y] = [squaredLengths(a), a === b ? null : squaredLengths(b)];
  const lengths = y ?? x;
  forEachTile(
    a,
    b,
    ({ rowStart, columnStart, rows, columns, products }) => {
      for (let i = 0; i < rows; i++) {
        const row = rowStart + i;
        const length = x[row] as number;
        for (let j = upperOnly ? Math.max(0, row + 1 - columnStart) : 0; j < columns; j++) {
          const column = columnStart + j;
          visit(row, column, length + (lengths[column] as number) - 2 * (products[i * tileSide + j] as number));
        }
      }
    },
    upperOnly,
  );
}

/**
 * The nearest row of `references` for each row of `queries`. Equal vectors have distance 0 exactly.
 *
 * @param k rows that the mean distance is taken over; all of them where there are fewer
 */
export function nearestIn(queries: FeatureSet, references: FeatureSet, k = 1): Nearest {
  const count = countOf(queries);
  const kept = Math.min(k, countOf(references));
  const rows = new Int32Array(count).fill(-1);
  const nearest = new Float64Array(count * kept).fill(Infinity);
  forEachSquaredDistance(queries, references, (row, column, squared) => {
    if (squared < (nearest[row * kept] as number)) rows[row] = column;
    insert(nearest, row, kept, squared);
  });
  // The nearest once more, without the cancellation.
  const distances = Float64Array.from(rows, (other, row) => distanceBetween(queries, row, references, other));
  const meanDistances = distances.map((distance, row) => {
    const others = nearest.subarray(row * kept + 1, (row + 1) * kept);
    return others.reduce((sum, squared) => sum + Math.sqrt(squared), distance) / kept;
  });
  return { rows, distances, meanDistances };
}

/** Euclidean distance of one row to another. */
export function distanceBetween(a: FeatureSet, row: number, b: FeatureSet, other: number): number {
  let squares = 0;
  for (let i = 0; i < a.dimension; i++)
    squares += ((a.values[row * a.dimension + i] as number) - (b.values[other * b.dimension + i] as number)) ** 2;
  return Math.sqrt(squares);
}

/**
 * How far each picture's nearest others in its own set are.
 *
 * @returns [count, k] squared distances, ascending; the picture itself is not counted; Infinity where the set is too small
 */
export function nearestSquaredDistances(set: FeatureSet, k: number): Float64Array {
  const nearest = new Float64Array(countOf(set) * k).fill(Infinity);
  forEachSquaredDistance(
    set,
    set,
    (row, column, squared) => {
      insert(nearest, row, k, squared);
      insert(nearest, column, k, squared);
    },
    true,
  );
  return nearest;
}

/** Keeps the k smallest values of a row in ascending order. */
function insert(nearest: Float64Array, row: number, k: number, squared: number): void {
  const first = row * k;
  let at = first + k - 1;
  if (squared >= (nearest[at] as number)) return;
  for (; at > first && (nearest[at - 1] as number) > squared; at--) nearest[at] = nearest[at - 1] as number;
  nearest[at] = Math.max(0, squared);
}
