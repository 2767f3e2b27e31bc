import { multiplyRows } from './inner-products';
import type { Moments } from './moments';
import { pivotedCholesky } from './pivoted-cholesky';
import { symmetricEigenvalues } from './symmetric-eigenvalues';

/**
 * Frechet distance between two normal distributions, squared as in the Frechet Inception Distance:
 * |m1 - m2|^2 + tr(C1) + tr(C2) - 2 tr((C1 C2)^(1/2)).
 *
 * The root's trace is computed without the root: with C1 = F1'F1 and C2 = F2'F2 it is the sum of the singular values of
 * F1 F2'. That stays exact when there are fewer pictures than dimensions, where a matrix root of C1 C2 does not.
 * Estimated from n pictures the distance is too large, by an amount that shrinks like 1/n: compare only like with like.
 *
 * @returns 0 for equal distributions (to about 1e-7 of the trace), in squared units of the features
 * @see Heusel et al., arXiv:1706.08500, section 3; Dowson and Landau (1982); bias: Chong and Forsyth, arXiv:1911.07023
 */
export function frechetDistance(a: Moments, b: Moments): number {
  const size = a.mean.length;
  let distance = 0;
  for (let i = 0; i < size; i++) {
    distance += ((a.mean[i] as number) - (b.mean[i] as number)) ** 2;
    distance += (a.covariance[i * size + i] as number) + (b.covariance[i * size + i] as number);
  }
  return Math.max(0, distance - 2 * rootTrace(a.covariance, b.covariance, size));
}

/** tr((C1 C2)^(1/2)) of two positive semidefinite matrices [size, size]. */
export function rootTrace(a: Float64Array, b: Float64Array, size: number): number {
  const factors = [pivotedCholesky(a, size), pivotedCholesky(b, size)].sort((x, y) => x.rank - y.rank);
  const [small, large] = factors as [(typeof factors)[0], (typeof factors)[0]];
  if (small.rank === 0) return 0;
  const product = rowProducts(small.factor, small.rank, large.factor, large.rank, size);
  const gram = rowProducts(product, small.rank, product, small.rank, large.rank);
  // Squares of singular values; those of nothing but rounding may be a little below zero.
  return symmetricEigenvalues(gram, small.rank).reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
}

/** [rows, columns]: inner products of the rows of two matrices of equal width. */
function rowProducts(a: Float64Array, rows: number, b: Float64Array, columns: number, width: number): Float64Array {
  const [paddedRows, stride] = [rows + (rows % 2), Math.ceil(columns / 4) * 4];
  const out = new Float64Array(paddedRows * stride);
  multiplyRows(padded(a, paddedRows * width), rows, padded(b, stride * width), columns, width, out, stride);
  const tight = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) tight.set(out.subarray(row * stride, row * stride + columns), row * columns);
  return tight;
}

function padded(values: Float64Array, length: number): Float64Array {
  const longer = new Float64Array(length);
  longer.set(values);
  return longer;
}
