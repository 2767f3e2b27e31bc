import { countOf, requireSameDimension, type FeatureSet } from './feature-set';

/** Rows of a tile; even, and a multiple of four. */
export const tileSide = 64;

/** Inner products of some rows of one set with some rows of another. */
export interface Tile {
  /** First row of the first set and of the second. */
  readonly rowStart: number;
  readonly columnStart: number;
  readonly rows: number;
  readonly columns: number;
  /** Product of row i and column j at i * tileSide + j. Overwritten by the next tile. */
  readonly products: Float64Array;
}

/**
 * Inner products of every row of `a` with every row of `b`, a tile at a time, so that memory stays the same however many
 * pictures there are. Sums are in double precision.
 *
 * @param upperOnly for a set with itself: only tiles that touch or lie above the diagonal
 */
export function forEachTile(a: FeatureSet, b: FeatureSet, visit: (tile: Tile) => void, upperOnly = false): void {
  requireSameDimension(a, b);
  const { dimension } = a;
  const left = new Float64Array(tileSide * dimension);
  const right = new Float64Array(tileSide * dimension);
  const products = new Float64Array(tileSide * tileSide);
  for (let rowStart = 0; rowStart < countOf(a); rowStart += tileSide) {
    const rows = fill(left, a, rowStart);
    for (let columnStart = upperOnly ? rowStart : 0; columnStart < countOf(b); columnStart += tileSide) {
      const columns = fill(right, b, columnStart);
      multiplyRows(left, rows, right, columns, dimension, products, tileSide);
      visit({ rowStart, columnStart, rows, columns, products });
    }
  }
}

/** Copies up to a tile's rows and clears the rest. */
function fill(into: Float64Array, { dimension, values }: FeatureSet, start: number): number {
  const part = values.subarray(start * dimension, (start + tileSide) * dimension);
  into.set(part);
  into.fill(0, part.length);
  return part.length / dimension;
}

/**
 * out[i * stride + j] = a's row i times b's row j, two by four at a time so that each number read is used more than once.
 * Rows are computed up to the next multiple of two and four: `a`, `b` and `out` must have room for them.
 */
export function multiplyRows(
  a: Float64Array,
  rows: number,
  b: Float64Array,
  columns: number,
  dimension: number,
  out: Float64Array,
  stride: number,
): void {
  const [b1, b2, b3] = [dimension, 2 * dimension, 3 * dimension];
  for (let row = 0; row < rows; row += 2) {
    for (let column = 0; column < columns; column += 4) {
      let [s00, s01, s02, s03, s10, s11, s12, s13] = [0, 0, 0, 0, 0, 0, 0, 0];
      let p = row * dimension;
      let q = column * dimension;
      for (const end = p + dimension; p < end; p++, q++) {
        const x0 = a[p] as number;
        const x1 = a[p + dimension] as number;
        const y0 = b[q] as number;
        const y1 = b[q + b1] as number;
        const y2 = b[q + b2] as number;
        const y3 = b[q + b3] as number;
        s00 += x0 * y0;
        s01 += x0 * y1;
        s02 += x0 * y2;
        s03 += x0 * y3;
        s10 += x1 * y0;
        s11 += x1 * y1;
        s12 += x1 * y2;
        s13 += x1 * y3;
      }
      const first = row * stride + column;
      const second = first + stride;
      out[first] = s00;
      out[first + 1] = s01;
      out[first + 2] = s02;
      out[first + 3] = s03;
      out[second] = s10;
      out[second + 1] = s11;
      out[second + 2] = s12;
      out[second + 3] = s13;
    }
  }
}
