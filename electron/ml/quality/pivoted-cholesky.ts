/**
 * Factors a positive semidefinite matrix as F'F, largest remaining diagonal first, and stops where only rounding is left:
 * a covariance of fewer pictures than dimensions gives as many rows as it has rank.
 *
 * @param matrix [size, size], symmetric
 * @returns F, [rank, size] row by row, and its rank
 * @see Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, section 10.3
 */
export function pivotedCholesky(matrix: Float64Array, size: number): { factor: Float64Array; rank: number } {
  const factor = new Float64Array(size * size);
  const remaining = Float64Array.from({ length: size }, (_, i) => matrix[i * size + i] as number);
  const smallest = size * Number.EPSILON * Math.max(0, ...remaining);
  const row = new Float64Array(size);
  let rank = 0;
  for (; rank < size; rank++) {
    let pivot = 0;
    for (let i = 1; i < size; i++) if ((remaining[i] as number) > (remaining[pivot] as number)) pivot = i;
    const left = remaining[pivot] as number;
    if (!(left > smallest)) break;
    row.set(matrix.subarray(pivot * size, (pivot + 1) * size));
    for (let k = 0; k < rank; k++) {
      const share = factor[k * size + pivot] as number;
      for (let j = 0, at = k * size; j < size; j++, at++) row[j] = (row[j] as number) - share * (factor[at] as number);
    }
    const root = Math.sqrt(left);
    for (let j = 0; j < size; j++) {
      // Rows that were pivots are finished: what is left of them is rounding.
      const value = remaining[j] === -Infinity ? 0 : j === pivot ? root : (row[j] as number) / root;
      factor[rank * size + j] = value;
      remaining[j] = (remaining[j] as number) - value * value;
    }
    remaining[pivot] = -Infinity;
  }
  return { factor: factor.subarray(0, rank * size), rank };
}
