/** Position of the zeros among a small pixel's five products of a picture layer. */
export const outsideRow = 4;

/**
 * From cells to pixels: where each pixel [y][x][picture] lies in [cells][cells][batch][phaseX, phaseY].
 *
 * @param side height and width in pixels
 */
export function cellsToPixels(batch: number, side: number): Int32Array {
  const cells = side / 2 + 1;
  const indices = new Int32Array(side * side * batch);
  let position = 0;
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const cell = ((y + 1) >> 1) * cells + ((x + 1) >> 1);
      const phase = ((x + 1) & 1) * 2 + ((y + 1) & 1);
      for (let picture = 0; picture < batch; picture++) indices[position++] = (cell * batch + picture) * 4 + phase;
    }
  return indices;
}

/** The four cells under each patch [y][x][picture] of a picture, as rows of [cells][cells][batch]. */
export function imagePatches(batch: number, side: number): Int32Array {
  const cells = side / 2 + 1;
  const smallSide = side / 2;
  const indices = new Int32Array(smallSide * smallSide * batch * 4);
  let position = 0;
  for (let y = 0; y < smallSide; y++)
    for (let x = 0; x < smallSide; x++)
      for (let picture = 0; picture < batch; picture++)
        for (let part = 0; part < 4; part++)
          indices[position++] = ((y + (part >> 1)) * cells + x + (part & 1)) * batch + picture;
  return indices;
}

/** Which product of [smallSide][smallSide][batch][5] one of four parts adds to each cell [y][x][picture]. */
export function imageScatter(batch: number, smallSide: number, part: number): Int32Array {
  const cells = smallSide + 1;
  const indices = new Int32Array(cells * cells * batch);
  let position = 0;
  for (let y = 0; y < cells; y++)
    for (let x = 0; x < cells; x++) {
      const i = y - (part >> 1);
      const j = x - (part & 1);
      const inside = i >= 0 && i < smallSide && j >= 0 && j < smallSide;
      for (let picture = 0; picture < batch; picture++)
        indices[position++] = inside ? ((i * smallSide + j) * batch + picture) * (outsideRow + 1) + part : outsideRow;
    }
  return indices;
}

/** 1 inside the picture and 0 on the border of its cells: [cells][cells][phaseY, phaseX, channel]. */
export function borderMask(smallSide: number): Float32Array {
  const cells = smallSide + 1;
  const side = 2 * smallSide;
  const mask = new Float32Array(cells * cells * 12);
  let position = 0;
  for (let i = 0; i < cells; i++)
    for (let j = 0; j < cells; j++)
      for (let phase = 0; phase < 4; phase++) {
        const y = 2 * i - 1 + (phase >> 1);
        const x = 2 * j - 1 + (phase & 1);
        const inside = y >= 0 && y < side && x >= 0 && x < side;
        mask.fill(inside ? 1 : 0, position, position + 3);
        position += 3;
      }
  return mask;
}
