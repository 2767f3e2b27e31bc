/** RGBA pixels, [height][width][4], 0 to 255. */
export interface Pixels {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/** Mitchell and Netravali (1988) with B = C = 1/3: smooth, and without the halos of sharper filters. */
function mitchell(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (7 * x ** 3 - 12 * x ** 2 + 16 / 3) / 6;
  if (x < 2) return ((-7 / 3) * x ** 3 + 12 * x ** 2 - 20 * x + 32 / 3) / 6;
  return 0;
}

/** For each pixel of a longer row, the four it is made of (the edge goes on beyond the ends) and their shares. */
function taps(from: number, to: number): { at: number[]; weight: number[] }[] {
  return Array.from({ length: to }, (_, place) => {
    const centre = ((place + 0.5) * from) / to - 0.5;
    const first = Math.floor(centre) - 1;
    const weight = [0, 1, 2, 3].map((tap) => mitchell(centre - first - tap));
    const sum = weight.reduce((total, one) => total + one, 0);
    return {
      at: [0, 1, 2, 3].map((tap) => Math.min(from - 1, Math.max(0, first + tap))),
      weight: weight.map((one) => one / sum),
    };
  });
}

/**
 * Enlarges a small picture softly: no blocks, and no detail that is not there.
 *
 * @param width  at least the picture's own
 * @param height at least the picture's own
 */
export function enlarge({ data, width: wide, height: tall }: Pixels, width: number, height: number): Pixels {
  const across = taps(wide, width);
  const rows = new Float32Array(tall * width * 4);
  for (let y = 0; y < tall; y++)
    across.forEach(({ at, weight }, x) => {
      for (let channel = 0; channel < 4; channel++) {
        let sum = 0;
        for (let tap = 0; tap < 4; tap++) sum += data[(y * wide + at[tap]!) * 4 + channel]! * weight[tap]!;
        rows[(y * width + x) * 4 + channel] = sum;
      }
    });
  const out = new Uint8ClampedArray(width * height * 4);
  taps(tall, height).forEach(({ at, weight }, y) => {
    for (let place = 0; place < width * 4; place++) {
      let sum = 0;
      for (let tap = 0; tap < 4; tap++) sum += rows[at[tap]! * width * 4 + place]! * weight[tap]!;
      out[y * width * 4 + place] = sum;
    }
  });
  return { data: out, width, height };
}
