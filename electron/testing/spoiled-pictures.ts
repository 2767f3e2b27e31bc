import type { Random } from '../ml/rng';

/** Ways in which generated pictures are worse than photos. Pixels are [count][size][size][3], 0 to 255. */

/** Each pass averages every pixel with its neighbours, 1 2 1, in both directions. */
export function blurred(pixels: Uint8Array, size: number, passes: number): Uint8Array {
  let current = pixels;
  for (let pass = 0; pass < passes; pass++)
    for (const step of [3, size * 3]) {
      const source = current;
      current = source.map((value, at) => {
        const place = Math.floor(at / step) % size;
        const before = place > 0 ? (source[at - step] as number) : value;
        const after = place < size - 1 ? (source[at + step] as number) : value;
        return Math.round((before + 2 * value + after) / 4);
      });
    }
  return current;
}

/** @param deviation in grey levels */
export function noisy(pixels: Uint8Array, deviation: number, random: Random): Uint8Array {
  const noise = random.normals(pixels.length);
  return pixels.map((value, at) => Math.max(0, Math.min(255, Math.round(value + deviation * (noise[at] as number)))));
}

/** The pictures at these positions, in this order. */
export function takePictures(pixels: Uint8Array, size: number, positions: readonly number[]): Uint8Array {
  const bytes = size * size * 3;
  const taken = new Uint8Array(positions.length * bytes);
  positions.forEach((position, index) =>
    taken.set(pixels.subarray(position * bytes, (position + 1) * bytes), index * bytes),
  );
  return taken;
}

/** Left becomes right. */
export function mirrored(pixels: Uint8Array, size: number): Uint8Array {
  return pixels.map((_, at) => {
    const [row, x, channel] = [Math.floor(at / (size * 3)), Math.floor(at / 3) % size, at % 3];
    return pixels[(row * size + (size - 1 - x)) * 3 + channel] as number;
  });
}
