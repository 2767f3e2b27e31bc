import type { ModelManifest } from '../../contract/model-manifest';

/**
 * Turns pixels into what a detector wants to see: value = (pixel / 255 * scale - mean) / std, in its order of channels and
 * its layout. One buffer is used again and again, so a tensor is good until the next one is made.
 */
export class InputTensor {
  readonly dims: readonly number[];
  readonly #values: Float32Array;
  /** The value of every pixel value, a table a channel, in the model's order of channels. */
  readonly #tables: readonly Float32Array[];

  constructor(private readonly input: ModelManifest['input']) {
    const { width, height, layout, mean, std, scale } = input;
    this.dims = layout === 'nchw' ? [1, 3, height, width] : [1, height, width, 3];
    this.#values = new Float32Array(3 * width * height);
    this.#tables = [0, 1, 2].map((channel) =>
      Float32Array.from({ length: 256 }, (_, pixel) => ((pixel / 255) * scale - mean[channel]!) / std[channel]!),
    );
  }

  /** @param pixels [height][width][3], RGB, 0 to 255 */
  fill(pixels: Uint8Array): Float32Array {
    const { width, height, layout, channels } = this.input;
    const area = width * height;
    const [step, plane] = layout === 'nchw' ? [1, area] : [3, 1];
    for (let channel = 0; channel < 3; channel++) {
      const table = this.#tables[channel]!;
      const source = channels === 'rgb' ? channel : 2 - channel;
      const target = channel * plane;
      for (let pixel = 0; pixel < area; pixel++)
        this.#values[target + pixel * step] = table[pixels[pixel * 3 + source]!]!;
    }
    return this.#values;
  }
}
