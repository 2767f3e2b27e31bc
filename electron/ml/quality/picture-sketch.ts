import { StudioError } from '../../contract/errors';
import type { FeatureSet } from './feature-set';

const side = 8;

/**
 * A picture as 8 x 8 patches of mean colour: features without a network, by which a copy is found that is blurred, noisy, compressed,
 * brighter or slightly zoomed, all of which move a network's features far. What a network knows better is a copy that is
 * shifted; for mirrored ones see {@link mirrorSketches}.
 *
 * @param pixels    [count][size][size][3], 0 to 255
 * @param imageSize a multiple of 8
 * @returns 192 numbers a picture; Euclidean distances are root mean square differences of the patches, 0 to 255
 * @throws {StudioError} `invalid-params` for another size
 */
export function sketchPictures(pixels: Uint8Array, imageSize: number): FeatureSet {
  const cell = imageSize / side;
  const bytes = imageSize * imageSize * 3;
  const count = pixels.length / bytes;
  if (!Number.isInteger(cell) || !Number.isInteger(count))
    throw new StudioError(
      'invalid-params',
      `${pixels.length} bytes are no pictures of ${imageSize} x ${imageSize} pixels, which must be a multiple of ${side}.`,
    );
  const dimension = side * side * 3;
  const sums = new Float64Array(count * dimension);
  for (let at = 0; at < pixels.length; at++) {
    const pixel = Math.floor(at / 3);
    const [x, y] = [pixel % imageSize, Math.floor(pixel / imageSize) % imageSize];
    const patch = Math.floor(y / cell) * side + Math.floor(x / cell);
    const into = Math.floor(at / bytes) * dimension + patch * 3 + (at % 3);
    sums[into] = (sums[into] as number) + (pixels[at] as number);
  }
  const factor = 1 / (cell * cell * Math.sqrt(dimension));
  return { dimension, values: Float32Array.from(sums, (sum) => sum * factor) };
}

/** The sketches of the same pictures, mirrored left to right. */
export function mirrorSketches({ dimension, values }: FeatureSet): FeatureSet {
  const mirrored = values.map((_, at) => {
    const [row, x, channel] = [Math.floor(at / (side * 3)), Math.floor(at / 3) % side, at % 3];
    return values[(row * side + (side - 1 - x)) * 3 + channel] as number;
  });
  return { dimension, values: mirrored };
}
