import type { ModelManifest } from '../../contract/model-manifest';

/**
 * Pictures as a feature network wants them: enlarged (bilinear, pixel centres aligned; the same for real and generated ones, or the
 * comparison measures the enlarging) and in the number range of the model's manifest.
 *
 * @param pixels    [count][imageSize][imageSize][3], RGB, 0 to 255
 * @param side      pixels of the network's input, a multiple of its stride; 128 serves 64-pixel pictures
 * @param convention how the model was trained: channel order, scale, mean and deviation, as its manifest says
 * @returns [count, 3, side, side]
 */
export function featureInput(
  pixels: Uint8Array,
  imageSize: number,
  side: number,
  { channels, scale, mean, std }: Pick<ModelManifest['input'], 'channels' | 'scale' | 'mean' | 'std'>,
): Float32Array {
  const count = pixels.length / (imageSize * imageSize * 3);
  const out = new Float32Array(count * 3 * side * side);
  const taps = Array.from({ length: side }, (_, at) => {
    const centre = Math.min(imageSize - 1, Math.max(0, ((at + 0.5) * imageSize) / side - 0.5));
    const low = Math.floor(centre);
    return { low, high: Math.min(imageSize - 1, low + 1), share: centre - low };
  });
  let into = 0;
  for (let picture = 0; picture < count; picture++)
    for (let channel = 0; channel < 3; channel++) {
      const source = picture * imageSize * imageSize * 3 + (channels === 'rgb' ? channel : 2 - channel);
      const at = (y: number, x: number): number => pixels[source + (y * imageSize + x) * 3] as number;
      const [factor, offset] = [
        scale / 255 / (std[channel] as number),
        (mean[channel] as number) / (std[channel] as number),
      ];
      for (const y of taps)
        for (const x of taps) {
          const above = at(y.low, x.low) * (1 - x.share) + at(y.low, x.high) * x.share;
          const below = at(y.high, x.low) * (1 - x.share) + at(y.high, x.high) * x.share;
          out[into++] = (above * (1 - y.share) + below * y.share) * factor - offset;
        }
    }
  return out;
}
