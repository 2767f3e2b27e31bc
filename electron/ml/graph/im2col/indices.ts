/**
 * Which pixel pairs make up each patch of a 4x4 stride-2 convolution with padding 1.
 *
 * @param side height and width of the picture before padding
 * @returns for each patch, row by row: 4 kernel rows x 2 pairs of positions in a padded picture of pixel pairs
 */
export function patchIndices(side: number): Int32Array {
  const pairsInRow = (side + 2) / 2;
  const indices: number[] = [];
  for (let y = 0; y < side / 2; y++)
    for (let x = 0; x < side / 2; x++)
      for (let ky = 0; ky < 4; ky++)
        for (let pair = 0; pair < 2; pair++) indices.push((2 * y + ky) * pairsInRow + x + pair);
  return Int32Array.from(indices);
}

/**
 * Which products of a transposed convolution add up to each pixel: through padding 1 and stride 2, each pixel is reached
 * by two kernel rows and two kernel columns.
 *
 * @param smallSide height and width of the input
 * @param quarters  which of the four (kernel row, kernel column) choices to list for each pixel
 * @returns for each pixel of each picture: rows of [batch * smallSide^2 * 16 + 16], the last 16 being zeros
 */
export function scatterIndices(batch: number, smallSide: number, quarters: readonly number[]): Int32Array {
  const side = 2 * smallSide;
  const nowhere = batch * smallSide * smallSide * 16;
  const indices = new Int32Array(batch * side * side * quarters.length);
  let position = 0;
  for (let picture = 0; picture < batch; picture++)
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++)
        for (const quarter of quarters) {
          const ky = ((y + 1) & 1) + 2 * (quarter >> 1);
          const kx = ((x + 1) & 1) + 2 * (quarter & 1);
          const i = (y + 1 - ky) / 2;
          const j = (x + 1 - kx) / 2;
          const inside = i >= 0 && i < smallSide && j >= 0 && j < smallSide;
          indices[position++] = inside ? ((picture * smallSide + i) * smallSide + j) * 16 + ky * 4 + kx : nowhere;
        }
  return indices;
}
