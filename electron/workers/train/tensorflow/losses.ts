import type { Tensor } from '@tensorflow/tfjs-core';
import type { LossKind } from '../../../ml/gan/losses';
import type { TensorFlow } from './load-tensorflow';

/**
 * How far the discriminator is from calling real pictures real; a mean over the batch.
 *
 * bce: -log sigmoid(x) (Goodfellow et al., arXiv:1406.2661); hinge: max(0, 1 - x) (Lim and Ye, arXiv:1705.02894).
 *
 * @param logits [batch]
 */
export function realLoss(tf: TensorFlow, kind: LossKind, logits: Tensor): Tensor {
  return tf.mean(kind === 'bce' ? tf.softplus(tf.neg(logits)) : tf.relu(tf.sub(1, logits)));
}

/** How far the discriminator is from calling generated pictures generated: -log(1 - sigmoid(x)), or max(0, 1 + x). */
export function generatedLoss(tf: TensorFlow, kind: LossKind, logits: Tensor): Tensor {
  return tf.mean(kind === 'bce' ? tf.softplus(logits) : tf.relu(tf.add(1, logits)));
}

/** How far the generator is from being taken for real. bce: the non-saturating -log sigmoid(x); hinge: -x. */
export function generatorLoss(tf: TensorFlow, kind: LossKind, logits: Tensor): Tensor {
  return kind === 'bce' ? realLoss(tf, kind, logits) : tf.neg(tf.mean(logits));
}
