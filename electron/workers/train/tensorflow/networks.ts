import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { discriminatorLayers, generatorLayers, leakySlope, type Architecture } from '../../../ml/gan/networks';
import { down, normalize, spectrallyNormalized, statisticsOf, up, type Statistics } from './layers';
import type { TensorFlow } from './load-tensorflow';

/** Looks a state array up by its full name. */
export type Lookup = (name: string) => Tensor;

/** How a batch norm finds its mean and variance. @param name the batch norm's full name */
export type StatisticsSource = (x: Tensor4D, name: string) => Pick<Statistics, 'mean' | 'variance'>;

/** Batch norm in training: the statistics of this batch, told to a listener as well. */
export function batchStatistics(
  tf: TensorFlow,
  listen: (name: string, statistics: Statistics) => void = () => undefined,
): StatisticsSource {
  return (x, name) => {
    const statistics = statisticsOf(tf, x);
    listen(name, statistics);
    return statistics;
  };
}

/** Batch norm in evaluation: the running statistics, so that a picture does not depend on its batch. */
export function runningStatistics(state: Lookup): StatisticsSource {
  return (_x, name) => ({ mean: state(`${name}.running_mean`), variance: state(`${name}.running_var`) });
}

/** @param latent [batch, latentDim] @returns pictures [batch, imageSize, imageSize, 3], -1 to 1 */
export function generate(
  tf: TensorFlow,
  architecture: Architecture,
  state: Lookup,
  latent: Tensor2D,
  statistics: StatisticsSource,
): Tensor4D {
  let map: Tensor4D = tf.reshape(latent, [-1, 1, 1, architecture.latentDim]);
  for (const { geometry, name, norm } of generatorLayers(architecture)) {
    map = up(tf, map, state(`generator.${name}.weight`) as Tensor4D, geometry);
    map = norm.kind === 'batch' ? tf.relu(normed(tf, map, `generator.${norm.name}`, state, statistics)) : tf.tanh(map);
  }
  return map;
}

/** Singular vectors of spectrally normalized weights by the layer's full name. */
export type SingularVectors = ReadonlyMap<string, { left: Tensor; right: Tensor }>;

/** @param image [batch, imageSize, imageSize, 3] @returns logits [batch]: their sigmoid is the probability of being real */
export function discriminate(
  tf: TensorFlow,
  architecture: Architecture,
  state: Lookup,
  vectors: SingularVectors,
  image: Tensor4D,
  statistics: StatisticsSource,
): Tensor {
  let map = image;
  for (const { geometry, name, norm, activation } of discriminatorLayers(architecture)) {
    const path = `discriminator.${name}`;
    const pair = vectors.get(path);
    const weights = pair
      ? spectrallyNormalized(tf, state(`${path}.weight_orig`) as Tensor4D, pair)
      : (state(`${path}.weight`) as Tensor4D);
    map = down(tf, map, weights, geometry);
    if (norm.kind === 'spectral') map = tf.add(map, state(`${path}.bias`));
    if (norm.kind === 'batch') map = normed(tf, map, `discriminator.${norm.name}`, state, statistics);
    if (activation === 'leakyRelu') map = tf.leakyRelu(map, leakySlope);
  }
  return tf.reshape(map, [-1]);
}

function normed(tf: TensorFlow, x: Tensor4D, name: string, state: Lookup, statistics: StatisticsSource): Tensor4D {
  return normalize(tf, x, statistics(x, name), state(`${name}.weight`), state(`${name}.bias`));
}
