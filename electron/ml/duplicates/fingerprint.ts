import { StudioError } from '../../contract/errors';

/** Side of the picture that a fingerprint is taken of, in pixels. */
export const fingerprintSide = 32;

const hashBytes = 8;
const patches = 8;
const sketchBytes = patches * patches * 3;
export const fingerprintBytes = hashBytes + sketchBytes;

/** Hashes of two takes of one picture differ in this many of 64 bits at most: measured, see fingerprint.test.ts. */
export const nearHashDistance = 11;
/** Sketches of one picture correlate at least this much; two dresses of one cut in two colours reach 0.962. */
export const nearCorrelation = 0.968;

const cosines = Array.from({ length: patches }, (_, frequency) =>
  Float64Array.from({ length: fingerprintSide }, (_, at) =>
    Math.cos((Math.PI / fingerprintSide) * (at + 0.5) * frequency),
  ),
);

/**
 * What a picture looks like, in 200 bytes: a hash by which near copies are found, and a sketch by which they are made
 * sure of.
 *
 * The first 8 bytes hold one bit for each of the 8 x 8 lowest frequencies of the cosine transform of the luma, set
 * where the coefficient is above their median (Zauner, "Implementation and Benchmarking of Perceptual Image Hash
 * Functions", 2010, section 3.2.1); the bit of the mean stays 0. The other 192 hold the mean colours of 8 x 8 patches.
 *
 * @param pixels [32][32][3], RGB, 0 to 255: the whole picture, squeezed into a square
 * @throws {StudioError} `invalid-params` for another number of bytes
 */
export function fingerprintPicture(pixels: Uint8Array): Uint8Array<ArrayBuffer> {
  const expected = fingerprintSide * fingerprintSide * 3;
  if (pixels.length !== expected)
    throw new StudioError('invalid-params', `A fingerprint takes ${expected} bytes, not ${pixels.length}.`);
  const fingerprint = new Uint8Array(fingerprintBytes);
  writeHash(pixels, fingerprint);
  writeSketch(pixels, fingerprint);
  return fingerprint;
}

function writeHash(pixels: Uint8Array, into: Uint8Array): void {
  const side = fingerprintSide;
  const luma = Float64Array.from({ length: side * side }, (_, at) => {
    const [red, green, blue] = [pixels[3 * at], pixels[3 * at + 1], pixels[3 * at + 2]] as [number, number, number];
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
  const rows = cosines.map((cosine) =>
    Float64Array.from({ length: side }, (_, y) => {
      let sum = 0;
      for (let x = 0; x < side; x++) sum += (luma[y * side + x] as number) * (cosine[x] as number);
      return sum;
    }),
  );
  const coefficients = cosines.flatMap((cosine) =>
    rows.map((row) => row.reduce((sum, value, y) => sum + value * (cosine[y] as number), 0)),
  );
  // Without the mean: 63 coefficients, the middle one decides.
  const median = coefficients.slice(1).sort((a, b) => a - b)[31] as number;
  coefficients.forEach((value, bit) => {
    if (bit > 0 && value > median) into[bit >> 3]! |= 1 << (bit & 7);
  });
}

function writeSketch(pixels: Uint8Array, into: Uint8Array): void {
  const cell = fingerprintSide / patches;
  const sums = new Float64Array(sketchBytes);
  for (let at = 0; at < pixels.length; at++) {
    const pixel = Math.floor(at / 3);
    const patch =
      Math.floor(Math.floor(pixel / fingerprintSide) / cell) * patches + Math.floor((pixel % fingerprintSide) / cell);
    sums[patch * 3 + (at % 3)]! += pixels[at] as number;
  }
  sums.forEach((sum, at) => (into[hashBytes + at] = Math.round(sum / (cell * cell))));
}

/** The hash of a fingerprint as two unsigned 32-bit numbers. */
export function hashOf(fingerprint: Uint8Array): readonly [number, number] {
  const view = new DataView(fingerprint.buffer, fingerprint.byteOffset, hashBytes);
  return [view.getUint32(0), view.getUint32(4)];
}

/** How two sketches go together, -1 to 1 (Pearson's correlation): the same at another brightness or contrast is 1. */
export function sketchCorrelation(a: Uint8Array, b: Uint8Array): number {
  let [sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0];
  for (let at = hashBytes; at < fingerprintBytes; at++) {
    const [x, y] = [a[at] as number, b[at] as number];
    sumA += x;
    sumB += y;
    squareA += x * x;
    squareB += y * y;
    product += x * y;
  }
  const spreadA = squareA - (sumA * sumA) / sketchBytes;
  const spreadB = squareB - (sumB * sumB) / sketchBytes;
  // Two plain surfaces: the same picture where their colour is.
  if (spreadA < 1 && spreadB < 1) return Math.abs(sumA - sumB) / sketchBytes < 4 ? 1 : 0;
  if (spreadA < 1 || spreadB < 1) return 0;
  return (product - (sumA * sumB) / sketchBytes) / Math.sqrt(spreadA * spreadB);
}
