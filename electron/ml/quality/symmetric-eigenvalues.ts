import { StudioError } from '../../contract/errors';

/** Rounds of the QL iteration for one eigenvalue; two or three are usual. */
const mostRounds = 60;

/**
 * Eigenvalues of a symmetric matrix: Householder's reduction to a tridiagonal matrix, then QL with implicit shifts.
 *
 * @param matrix [size, size]; only its lower half is read; left unchanged
 * @returns ascending
 * @throws {StudioError} `internal` when a number is not finite
 * @see Golub and Van Loan, Matrix Computations, 4th edition, sections 8.3.1 and 8.3.3
 */
export function symmetricEigenvalues(matrix: Float64Array, size: number): Float64Array {
  const { diagonal, offDiagonal } = tridiagonal(matrix.slice(), size);
  implicitQl(diagonal, offDiagonal);
  return diagonal.sort();
}

/** Householder's reduction from the last row upwards; works in the lower half of `a` and destroys it. */
function tridiagonal(a: Float64Array, size: number): { diagonal: Float64Array; offDiagonal: Float64Array } {
  const diagonal = new Float64Array(size);
  // offDiagonal[i] couples i and i + 1.
  const offDiagonal = new Float64Array(size);
  const product = new Float64Array(size);
  for (let last = size - 1; last > 0; last--) {
    diagonal[last] = a[last * size + last] as number;
    // Row `last` left of the diagonal becomes (0, ..., 0, alpha) by a reflection along v.
    const v = a.subarray(last * size, last * size + last);
    const scale = v.reduce((sum, value) => sum + Math.abs(value), 0);
    if (scale === 0 || last === 1) {
      offDiagonal[last - 1] = v[last - 1] as number;
      continue;
    }
    let squares = 0;
    for (let i = 0; i < last; i++) {
      v[i] = (v[i] as number) / scale;
      squares += (v[i] as number) ** 2;
    }
    const end = v[last - 1] as number;
    const alpha = end > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
    offDiagonal[last - 1] = alpha * scale;
    // v = x - alpha e, so that half of v'v is squares - alpha * end.
    const half = squares - alpha * end;
    v[last - 1] = end - alpha;
    reflect(a, size, last, v, half, product);
  }
  diagonal[0] = a[0] as number;
  return { diagonal, offDiagonal };
}

/** A := P A P for the leading `order` rows, with P = I - v v' / half, in the lower half. */
function reflect(a: Float64Array, size: number, order: number, v: Float64Array, half: number, p: Float64Array): void {
  p.fill(0, 0, order);
  for (let i = 0; i < order; i++) {
    const row = i * size;
    const vi = v[i] as number;
    let sum = 0;
    for (let j = 0; j < i; j++) {
      const value = a[row + j] as number;
      sum += value * (v[j] as number);
      p[j] = (p[j] as number) + value * vi;
    }
    p[i] = (p[i] as number) + sum + (a[row + i] as number) * vi;
  }
  let along = 0;
  for (let i = 0; i < order; i++) {
    p[i] = (p[i] as number) / half;
    along += (p[i] as number) * (v[i] as number);
  }
  const share = along / (2 * half);
  for (let i = 0; i < order; i++) p[i] = (p[i] as number) - share * (v[i] as number);
  for (let i = 0; i < order; i++) {
    const row = i * size;
    const vi = v[i] as number;
    const pi = p[i] as number;
    for (let j = 0; j <= i; j++) a[row + j] = (a[row + j] as number) - vi * (p[j] as number) - pi * (v[j] as number);
  }
}

/** Leaves the eigenvalues in `d`, in no order. */
function implicitQl(d: Float64Array, e: Float64Array): void {
  const size = d.length;
  for (let low = 0; low < size; low++) {
    for (let round = 0; ; round++) {
      let split = low;
      while (split < size - 1 && !negligible(e[split] as number, d[split] as number, d[split + 1] as number)) split++;
      if (split === low) break;
      if (round === mostRounds)
        throw new StudioError('internal', 'Eigenvalues were not found: the matrix holds numbers that are not finite.');
      sweep(d, e, low, split);
    }
  }
}

function negligible(coupling: number, before: number, after: number): boolean {
  return Math.abs(coupling) <= Number.EPSILON * (Math.abs(before) + Math.abs(after));
}

/** One QL sweep of rows low to high, shifted by the eigenvalue of the top 2 x 2 block that is nearer to its corner. */
function sweep(d: Float64Array, e: Float64Array, low: number, high: number): void {
  const corner = d[low] as number;
  const coupling = e[low] as number;
  const tangent = ((d[low + 1] as number) - corner) / (2 * coupling);
  const length = Math.hypot(tangent, 1);
  let g = (d[high] as number) - corner + coupling / (tangent + (tangent >= 0 ? length : -length));
  let [sine, cosine, shift] = [1, 1, 0];
  for (let i = high - 1; i >= low; i--) {
    const f = sine * (e[i] as number);
    const b = cosine * (e[i] as number);
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      // The matrix falls apart here: go on with the smaller one.
      d[i + 1] = (d[i + 1] as number) - shift;
      e[high] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = (d[i + 1] as number) - shift;
    const turned = ((d[i] as number) - g) * sine + 2 * cosine * b;
    shift = sine * turned;
    d[i + 1] = g + shift;
    g = cosine * turned - b;
  }
  d[low] = (d[low] as number) - shift;
  e[low] = g;
  e[high] = 0;
}
