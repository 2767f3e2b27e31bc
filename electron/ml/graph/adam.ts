import type { Tensor } from './graph';
import { add, divide, multiply, squareRoot, subtract } from './operators';

/** PyTorch's default. */
const epsilon = 1e-8;

/** What Adam keeps for one parameter. The moments are kept as m / (1 - beta1) and v / (1 - beta2): fewer operations. */
export interface AdamState {
  value: Tensor;
  firstMoment: Tensor;
  secondMoment: Tensor;
}

/** Scalars of one step; see {@link adamScalars}. */
export interface AdamInputs {
  stepSize: Tensor;
  epsilon: Tensor;
}

/** One update. @see Kingma and Ba, arXiv:1412.6980, algorithm 1 */
export function adam(
  { value, firstMoment, secondMoment }: AdamState,
  gradient: Tensor,
  inputs: AdamInputs,
  { beta1, beta2 }: { beta1: number; beta2: number },
): AdamState {
  const first = add(multiply(firstMoment, beta1), gradient);
  const second = add(multiply(secondMoment, beta2), multiply(gradient, gradient));
  const direction = divide(first, add(squareRoot(second), inputs.epsilon));
  return {
    value: subtract(value, multiply(direction, inputs.stepSize)),
    firstMoment: first,
    secondMoment: second,
  };
}

/**
 * The bias corrections and the moments' scales, folded into two numbers, so that the graph's update equals Adam's.
 *
 * @param step the step that is about to be made, from 1
 */
export function adamScalars(
  step: number,
  { learningRate, beta1, beta2 }: { learningRate: number; beta1: number; beta2: number },
): { stepSize: number; epsilon: number } {
  const secondScale = Math.sqrt((1 - beta2) / (1 - beta2 ** step));
  const firstScale = (1 - beta1) / (1 - beta1 ** step);
  return { stepSize: (learningRate * firstScale) / secondScale, epsilon: epsilon / secondScale };
}
