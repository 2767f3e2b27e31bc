import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Geometry } from '../../../ml/graph/form';
import type { TensorFlow } from './load-tensorflow';

/** PyTorch's, of batch norm. */
const epsilon = 1e-5;

/**
 * Convolution, 4x4, stride 2, padding 1 (or 4x4 to 1x1).
 *
 * @param x       [batch, 2 * smallSide, 2 * smallSide, big], or [batch, 4, 4, big] where smallSide is 1
 * @param weights [4, 4, big, small]
 * @returns [batch, smallSide, smallSide, small]
 */
export function down(tf: TensorFlow, x: Tensor4D, weights: Tensor4D, { small, big, smallSide }: Geometry): Tensor4D {
  if (smallSide > 1) return tf.conv2d(x, weights, 2, 'same');
  const [batch] = x.shape;
  const flat: Tensor2D = tf.reshape(x, [batch, 16 * big]);
  return tf.reshape(tf.matMul(flat, tf.reshape(weights, [16 * big, small]) as Tensor2D), [batch, 1, 1, small]);
}

/** Transposed convolution: {@link down} the other way round, from [.., small] to [.., big], by the same weights. */
export function up(tf: TensorFlow, x: Tensor4D, weights: Tensor4D, { small, big, smallSide }: Geometry): Tensor4D {
  const [batch] = x.shape;
  if (smallSide > 1) return tf.conv2dTranspose(x, weights, [batch, 2 * smallSide, 2 * smallSide, big], 2, 'same');
  const matrix: Tensor2D = tf.reshape(weights, [16 * big, small]);
  return tf.reshape(tf.matMul(tf.reshape(x, [batch, small]) as Tensor2D, matrix, false, true), [batch, 4, 4, big]);
}

export interface Statistics {
  /** [channels] */
  mean: Tensor;
  /** [channels], divided by `count`. */
  variance: Tensor;
  /** Values that each statistic was taken over. */
  count: number;
}

/** Over everything but the channels. */
export function statisticsOf(tf: TensorFlow, x: Tensor4D): Statistics {
  const [batch, height, width] = x.shape;
  const mean = tf.mean(x, [0, 1, 2]);
  return { mean, variance: tf.mean(tf.square(tf.sub(x, mean)), [0, 1, 2]), count: batch * height * width };
}

/**
 * @param scale [channels], gamma
 * @param shift [channels], beta
 * @see Ioffe and Szegedy, arXiv:1502.03167, algorithm 1
 */
export function normalize(
  tf: TensorFlow,
  x: Tensor4D,
  { mean, variance }: Pick<Statistics, 'mean' | 'variance'>,
  scale: Tensor,
  shift: Tensor,
): Tensor4D {
  const slope = tf.div(scale, tf.sqrt(tf.add(variance, epsilon)));
  return tf.add(tf.mul(tf.sub(x, mean), slope), shift);
}

/**
 * The left singular vector after one more power iteration, and the right one that belongs to it.
 *
 * @param weights [4, 4, big, small]
 * @param vector  [small], kept from the last iteration
 * @see Miyato et al., arXiv:1802.05957, algorithm 1
 */
export function powerIteration(tf: TensorFlow, weights: Tensor, vector: Tensor): { left: Tensor; right: Tensor } {
  const matrix = asMatrix(tf, weights);
  const unit = (x: Tensor): Tensor => tf.div(x, tf.add(tf.norm(x), 1e-12));
  const right = unit(tf.matMul(matrix, tf.reshape(vector, [-1, 1]) as Tensor2D));
  const left = unit(tf.matMul(matrix, right as Tensor2D, true, false));
  return { left: tf.reshape(left, [-1]), right };
}

/** The weights divided by their largest singular value; the singular vectors count as constants. */
export function spectrallyNormalized(
  tf: TensorFlow,
  weights: Tensor4D,
  { left, right }: { left: Tensor; right: Tensor },
): Tensor4D {
  const stretched = tf.matMul(right as Tensor2D, asMatrix(tf, weights), true, false);
  return tf.div(weights, tf.sum(tf.mul(stretched, left)));
}

function asMatrix(tf: TensorFlow, weights: Tensor): Tensor2D {
  return tf.reshape(weights, [-1, weights.shape.at(-1) as number]);
}
