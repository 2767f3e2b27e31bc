/** Pixels of a picture: [height][width][3], RGB, 0 to 255. */
export interface RgbPicture {
  pixels: Uint8Array;
  width: number;
  height: number;
}

/**
 * Lays square pictures out in rows.
 *
 * @param tiles  each [size][size][3], RGB, 0 to 255
 * @param gap    pixels between the tiles and around them
 * @param ground colour between the tiles
 */
export function tileGrid(
  tiles: readonly Uint8Array[],
  size: number,
  columns: number,
  { gap = 2, ground = [244, 243, 241] }: { gap?: number; ground?: readonly [number, number, number] } = {},
): RgbPicture {
  const rows = Math.max(1, Math.ceil(tiles.length / columns));
  const width = columns * (size + gap) + gap;
  const height = rows * (size + gap) + gap;
  const pixels = new Uint8Array(width * height * 3);
  for (let at = 0; at < pixels.length; at += 3) pixels.set(ground, at);
  for (const [index, tile] of tiles.entries()) {
    const left = gap + (index % columns) * (size + gap);
    const top = gap + Math.floor(index / columns) * (size + gap);
    for (let y = 0; y < size; y += 1) {
      pixels.set(tile.subarray(y * size * 3, (y + 1) * size * 3), ((top + y) * width + left) * 3);
    }
  }
  return { pixels, width, height };
}
