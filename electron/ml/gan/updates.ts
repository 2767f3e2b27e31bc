import { adam, type AdamInputs } from '../graph/adam';
import type { FeatureMap, Form } from '../graph/form';
import type { Tensor } from '../graph/graph';
import type { BatchNorm } from '../graph/layers';
import { add, cast, multiply, reshape, slice, subtract } from '../graph/operators';
import type { Lookup } from './generator';
import { averageOf, firstMomentOf, secondMomentOf, type StateEntry } from './state';

/** PyTorch's batch-norm momentum. */
const runningMomentum = 0.1;

/** From bytes to the range of tanh. */
export function imageOf(form: Form, pixels: Tensor): FeatureMap {
  return form.fromPixels(subtract(multiply(cast(pixels, 'float32'), 1 / 127.5), 1));
}

export function updateParameter(
  name: string,
  gradient: Tensor,
  before: Lookup,
  after: Map<string, Tensor>,
  inputs: AdamInputs,
  betas: { beta1: number; beta2: number },
): void {
  const [first, second] = [firstMomentOf(name), secondMomentOf(name)];
  const state = { value: before(name), firstMoment: before(first), secondMoment: before(second) };
  const next = adam(state, gradient, inputs, betas);
  after.set(name, next.value);
  after.set(first, next.firstMoment);
  after.set(second, next.secondMoment);
}

/** Running statistics as PyTorch keeps them: momentum 0.1, and the unbiased variance. */
export function updateRunning(
  statistics: Map<string, BatchNorm>,
  group: number,
  newest: Lookup,
  after: Map<string, Tensor>,
): void {
  for (const [name, norm] of statistics) {
    const { channels } = norm.output;
    const ofGroup = (statistic: Tensor): Tensor => {
      const groups = statistic.shape.reduce((product, side) => product * side, 1) / channels;
      return reshape(slice(reshape(statistic, [groups, channels]), 0, group, group + 1), [channels]);
    };
    const blend = (key: string, fresh: Tensor, factor: number): void => {
      const kept = multiply(newest(`${name}.${key}`), 1 - runningMomentum);
      after.set(`${name}.${key}`, add(kept, multiply(ofGroup(fresh), runningMomentum * factor)));
    };
    blend('running_mean', norm.mean, 1);
    blend('running_var', norm.variance, norm.count / (norm.count - 1));
  }
}

/** Exponential moving average of the generator, running statistics included. @see Yazici et al., arXiv:1806.04498 */
export function updateAverages(
  decay: Tensor,
  entries: readonly StateEntry[],
  newest: Lookup,
  after: Map<string, Tensor>,
): void {
  const share = subtract(1, decay);
  for (const { name } of entries) {
    const average = averageOf(name);
    if (!entries.some((entry) => entry.name === average)) continue;
    after.set(average, add(multiply(newest(average), decay), multiply(newest(name), share)));
  }
}

/**
 * The average's decay at a step: 0 at the first, so that it starts from true weights, then rising to the configured one,
 * so that a short run's average is not made of its beginning.
 *
 * @param step from 1
 */
export function averageDecay(step: number, emaDecay: number): number {
  return Math.min(emaDecay, (step - 1) / (step + 9));
}

export function found(tensors: Map<string, Tensor>, name: string): Tensor {
  const tensor = tensors.get(name);
  if (!tensor) throw new Error(`Expected a state array "${name}" but the step has none.`);
  return tensor;
}
