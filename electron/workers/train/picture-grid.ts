/** Pixels between the pictures of a grid, as in torchvision's make_grid. */
const gap = 2;

/** A picture made of pictures. */
export interface Grid {
  /** [height][width][3], RGB. */
  pixels: Uint8Array;
  width: number;
  height: number;
}

/**
 * Lays square pictures out row by row, as nearly square as they go, on white.
 *
 * @param pictures [count][side][side][3], RGB
 */
export function layOutGrid(pictures: Uint8Array | Uint8ClampedArray, side: number): Grid {
  const pictureBytes = side * side * 3;
  const count = pictures.length / pictureBytes;
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  const width = columns * (side + gap) + gap;
  const height = rows * (side + gap) + gap;
  const pixels = new Uint8Array(width * height * 3).fill(255);
  for (let picture = 0; picture < count; picture++) {
    const left = gap + (picture % columns) * (side + gap);
    const top = gap + Math.floor(picture / columns) * (side + gap);
    for (let y = 0; y < side; y++) {
      const from = picture * pictureBytes + y * side * 3;
      pixels.set(pictures.subarray(from, from + side * 3), ((top + y) * width + left) * 3);
    }
  }
  return { pixels, width, height };
}
