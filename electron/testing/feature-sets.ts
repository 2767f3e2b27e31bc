import type { FeatureSet } from '../ml/quality/feature-set';
import type { Random } from '../ml/rng';

/** Feature vectors that a few lines of any language give again. */
export function waveFeatures(count: number, dimension: number, phase: number, scale = 1, shift = 0): FeatureSet {
  const values = Float32Array.from({ length: count * dimension }, (_, at) => {
    const [i, j] = [Math.floor(at / dimension) + 1, (at % dimension) + 1];
    return scale * Math.sin(0.37 * i * j + phase) + Math.cos(1.7 * i + 0.9 * j * j + phase) + shift;
  });
  return { dimension, values };
}

/** Independent normal numbers, or with `spread` and `shift` for each channel. */
export function normalFeatures(
  count: number,
  dimension: number,
  random: Random,
  spread: (channel: number) => number = () => 1,
  shift: (channel: number) => number = () => 0,
): FeatureSet {
  const values = random.normals(count * dimension);
  return { dimension, values: values.map((z, at) => z * spread(at % dimension) + shift(at % dimension)) };
}

/** Every vector moved by normal noise of this size. */
export function withNoise({ dimension, values }: FeatureSet, size: number, random: Random): FeatureSet {
  const noise = random.normals(values.length);
  return { dimension, values: values.map((value, at) => value + size * (noise[at] as number)) };
}
