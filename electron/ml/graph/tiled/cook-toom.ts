/** A matrix as rows. */
type Matrix = readonly (readonly number[])[];

/**
 * Matrices of a fast one-dimensional convolution of `outputs` results with 2 taps, by k = outputs + 1 products:
 * y = A^T [(G w) * (B^T x)], where x has k inputs and w two weights.
 */
export interface CookToom {
  outputs: number;
  products: number;
  /** [products][products]: input transform. */
  inputs: Matrix;
  /** [products][2]: weight transform. */
  weights: Matrix;
  /** [products][outputs]: transposed output transform. */
  results: Matrix;
}

/**
 * Cook-Toom algorithm F(outputs, 2): evaluate at the given points and at infinity, multiply, interpolate.
 *
 * @param points `outputs` distinct numbers; small powers of two keep rounding errors small
 * @see Blahut, Fast Algorithms for Signal Processing, section 5.2; Lavin and Gray, arXiv:1509.09308
 */
export function cookToom(points: readonly number[]): CookToom {
  const outputs = points.length;
  const products = outputs + 1;
  const evaluations = (degree: number): number[][] => [
    ...points.map((point) => Array.from({ length: degree }, (_, power) => point ** power)),
    Array.from({ length: degree }, (_, power) => (power === degree - 1 ? 1 : 0)),
  ];
  return {
    outputs,
    products,
    inputs: transposed(inverse(evaluations(products))),
    weights: evaluations(2),
    results: evaluations(outputs),
  };
}

function transposed(matrix: Matrix): number[][] {
  return matrix.map((_, row) => matrix.map((other) => other[row] as number));
}

/** Gauss and Jordan, with pivots. */
function inverse(matrix: Matrix): number[][] {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...matrix.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < size; column++) {
    const below = rows.slice(column).map((row) => Math.abs(row[column] as number));
    const pivot = column + below.indexOf(Math.max(...below));
    const pivotRow = rows[pivot] as number[];
    rows[pivot] = rows[column] as number[];
    const scale = pivotRow[column] as number;
    rows[column] = pivotRow.map((value) => value / scale);
    for (const [index, row] of rows.entries()) {
      const factor = row[column] as number;
      if (index === column || factor === 0) continue;
      rows[index] = row.map((value, j) => value - factor * ((rows[column] as number[])[j] as number));
    }
  }
  return rows.map((row) => row.slice(size));
}
