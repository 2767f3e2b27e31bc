import type { FeatureSet } from '../ml/quality/feature-set';
import { Random } from '../ml/rng';

/** A convolution of 3 x 3 taps and stride 2, then a rectifier. Planes are [channels][size][size]. */
interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** [outputs][inputs][3][3] */
  readonly weights: Float32Array;
}

/**
 * A tiny fixed feature network for tests: three convolutions with random weights, the mean of every feature map. Random features
 * know nothing of clothes, but they tell textures and edges apart.
 *
 * @param pixels [count][size][size][3], 0 to 255; size a multiple of 8
 * @returns 80 numbers a picture
 */
export function randomFeatures(pixels: Uint8Array, size: number): FeatureSet {
  const random = Random.fromSeed(2024);
  const layers = [layer(3, 16, random), layer(16, 24, random), layer(24, 40, random)];
  const dimension = layers.reduce((sum, { outputs }) => sum + outputs, 0);
  const bytes = size * size * 3;
  const count = pixels.length / bytes;
  const values = new Float32Array(count * dimension);
  for (let picture = 0; picture < count; picture++) {
    let planes = new Float32Array(bytes);
    for (let at = 0; at < bytes; at++)
      planes[(at % 3) * size * size + Math.floor(at / 3)] = ((pixels[picture * bytes + at] as number) - 128) / 64;
    let side = size;
    let into = picture * dimension;
    for (const { inputs, outputs, weights } of layers) {
      planes = convolve(planes, side, inputs, outputs, weights);
      side /= 2;
      const area = side * side;
      for (let channel = 0; channel < outputs; channel++) {
        const plane = planes.subarray(channel * area, (channel + 1) * area);
        values[into++] = plane.reduce((sum, value) => sum + value, 0) / area;
      }
    }
  }
  return { dimension, values };
}

function layer(inputs: number, outputs: number, random: Random): Layer {
  const scale = Math.sqrt(2 / (9 * inputs));
  const weights = random.normals(outputs * inputs * 9).map((weight) => weight * scale);
  // Filters whose taps add up to 0 see edges and textures rather than brightness, which would outweigh everything.
  for (let start = 0; start < weights.length; start += 9) {
    const mean = weights.subarray(start, start + 9).reduce((sum, weight) => sum + weight, 0) / 9;
    for (let tap = start; tap < start + 9; tap++) weights[tap] = (weights[tap] as number) - mean;
  }
  return { inputs, outputs, weights };
}

function convolve(planes: Float32Array, side: number, inputs: number, outputs: number, weights: Float32Array) {
  const half = side / 2;
  const result = new Float32Array(outputs * half * half);
  const patch = new Float32Array(inputs * 9);
  for (let y = 0; y < half; y++)
    for (let x = 0; x < half; x++) {
      let at = 0;
      for (let input = 0; input < inputs; input++)
        for (let dy = 0; dy < 3; dy++)
          for (let dx = 0; dx < 3; dx++) {
            // Beyond the last row and column the edge goes on.
            const [row, column] = [Math.min(side - 1, 2 * y + dy), Math.min(side - 1, 2 * x + dx)];
            patch[at++] = planes[(input * side + row) * side + column] as number;
          }
      for (let output = 0; output < outputs; output++) {
        let sum = 0;
        const start = output * patch.length;
        for (let tap = 0; tap < patch.length; tap++) sum += (weights[start + tap] as number) * (patch[tap] as number);
        result[(output * half + y) * half + x] = Math.max(0, sum);
      }
    }
  return result;
}
