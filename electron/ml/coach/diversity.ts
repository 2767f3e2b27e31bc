/** The standard deviation of a pixel over the pictures, averaged over pixels (root mean square). */
export function diversity(pictures: ArrayLike<number>, pictureBytes: number): number {
  const count = pictures.length / pictureBytes;
  let total = 0;
  for (let pixel = 0; pixel < pictureBytes; pixel++) {
    let sum = 0;
    let squares = 0;
    for (let picture = 0; picture < count; picture++) {
      const value = pictures[picture * pictureBytes + pixel] as number;
      sum += value;
      squares += value * value;
    }
    total += squares / count - (sum / count) ** 2;
  }
  return Math.sqrt(Math.max(0, total / pictureBytes));
}

/**
 * How much generated pictures vary, as a share of how much real ones do: near 1 for a varied generator, near 0 for one
 * that draws the same picture whatever the noise.
 *
 * @param generated @param real [count][pixels], 0 to 255; at least two pictures each
 * @param pictureBytes bytes of one picture
 */
export function diversityShare(generated: ArrayLike<number>, real: ArrayLike<number>, pictureBytes: number): number {
  const wanted = diversity(real, pictureBytes);
  return wanted === 0 ? 1 : diversity(generated, pictureBytes) / wanted;
}
