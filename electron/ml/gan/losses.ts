import type { Tensor } from '../graph/graph';
import { add, isPositive, mean, multiply, negate, rectify, sigmoid, softplus, subtract } from '../graph/operators';

export type LossKind = 'bce' | 'hinge';

/** A mean over the batch, and its gradient in each logit. */
export interface Loss {
  value: Tensor;
  gradient: Tensor;
}

/**
 * How far the discriminator is from calling real pictures real.
 *
 * bce: -log sigmoid(x) (Goodfellow et al., arXiv:1406.2661); hinge: max(0, 1 - x) (Lim and Ye, arXiv:1705.02894).
 *
 * @param logits [batch, 1]
 */
export function realLoss(kind: LossKind, logits: Tensor): Loss {
  const scale = 1 / (logits.shape[0] as number);
  if (kind === 'bce')
    return {
      value: mean(softplus(negate(logits)), [0, 1]),
      gradient: multiply(subtract(sigmoid(logits), 1), scale),
    };
  const missing = rectify(subtract(1, logits));
  return { value: mean(missing, [0, 1]), gradient: multiply(isPositive(missing), -scale) };
}

/** How far the discriminator is from calling generated pictures generated: -log(1 - sigmoid(x)), or max(0, 1 + x). */
export function generatedLoss(kind: LossKind, logits: Tensor): Loss {
  const scale = 1 / (logits.shape[0] as number);
  if (kind === 'bce') return { value: mean(softplus(logits), [0, 1]), gradient: multiply(sigmoid(logits), scale) };
  const missing = rectify(add(1, logits));
  return { value: mean(missing, [0, 1]), gradient: multiply(isPositive(missing), scale) };
}

/** How far the generator is from being taken for real. bce: the non-saturating -log sigmoid(x); hinge: -x. */
export function generatorLoss(kind: LossKind, logits: Tensor): Loss {
  if (kind === 'bce') return realLoss(kind, logits);
  const [batch] = logits.shape as [number];
  const everywhere = new Float32Array(batch).fill(-1 / batch);
  return { value: negate(mean(logits, [0, 1])), gradient: logits.graph.constant(everywhere, [batch, 1]) };
}

/** D(x): the mean of what the tutorial's sigmoid would say. */
export function meanProbability(logits: Tensor): Tensor {
  return mean(sigmoid(logits), [0, 1]);
}
