import { StudioError } from '../contract/errors';

/**
 * How sharp a picture is: the variance of its Laplacian (Pech-Pacheco et al., "Diatom autofocusing in brightfield
 * microscopy: a comparative study", ICPR 2000). Small where edges are washed out; it also falls where a garment is
 * plain, and so it is judged against what is usual.
 *
 * @param luma [height][width], 0 to 255
 * @throws {StudioError} `invalid-params` below 3 x 3 pixels or for another number of values
 */
export function varianceOfLaplacian(luma: Uint8Array, width: number, height: number): number {
  if (width < 3 || height < 3 || luma.length !== width * height)
    throw new StudioError('invalid-params', `${luma.length} values are no picture of ${width} x ${height} pixels.`);
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const value =
        (luma[at - 1] as number) +
        (luma[at + 1] as number) +
        (luma[at - width] as number) +
        (luma[at + width] as number) -
        4 * (luma[at] as number);
      sum += value;
      squares += value * value;
    }
  }
  const count = (width - 2) * (height - 2);
  return squares / count - (sum / count) ** 2;
}
