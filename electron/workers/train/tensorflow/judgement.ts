import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Architecture } from '../../../ml/gan/networks';
import type { TensorFlow } from './load-tensorflow';
import { batchStatistics, discriminate, generate, type Lookup } from './networks';
import { iterate, shownOf } from './training-step';

/**
 * What the discriminator thinks of three batches that nothing is learned from, with statistics apart as in a training step.
 *
 * @param known   [count, side, side, 3], 0 to 255; so is `heldOut`
 * @param latent  [count, latentDim]
 * @returns mean logits of known, held-out and generated pictures, [3]
 */
export function judgement(
  tf: TensorFlow,
  architecture: Architecture,
  state: Lookup,
  known: Tensor4D,
  heldOut: Tensor4D,
  latent: Tensor2D,
): Tensor {
  // The vectors after the iteration are not kept: the state stays as it is.
  const vectors = iterate(tf, architecture, state, {});
  const judge = (image: Tensor4D): Tensor =>
    tf.mean(discriminate(tf, architecture, state, vectors, image, batchStatistics(tf)));
  const generated = generate(tf, architecture, state, latent, batchStatistics(tf));
  return tf.stack([judge(shownOf(tf, known)), judge(shownOf(tf, heldOut)), judge(generated)]);
}
