import type { Scalar, Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { TrainConfig } from '../../../contract/training';
import { adamScalars } from '../../../ml/graph/adam';
import type { AugmentedPass } from '../../../ml/gan/augment';
import { discriminatorLayers, type Architecture } from '../../../ml/gan/networks';
import {
  averageOf,
  firstMomentOf,
  networkEntries,
  secondMomentOf,
  stateEntries,
  type NetworkName,
} from '../../../ml/gan/state';
import type { StepConfig } from '../../../ml/gan/training-step';
import { averageDecay } from '../../../ml/gan/updates';
import { augment, type Drawn } from './augment';
import { powerIteration, type Statistics } from './layers';
import type { TensorFlow } from './load-tensorflow';
import { generatedLoss, generatorLoss, realLoss } from './losses';
import { batchStatistics, discriminate, generate, type Lookup, type SingularVectors } from './networks';

/** PyTorch's batch-norm momentum. */
const runningMomentum = 0.1;

export interface StepTensors {
  /** [batch, imageSize, imageSize, 3], 0 to 255 */
  real: Tensor4D;
  /** [batch, latentDim] */
  noise: Tensor2D;
  augmentation: Drawn;
}

/**
 * One training step with TensorFlow's own gradients, in the order of PyTorch's DCGAN tutorial: the discriminator learns
 * from a real and a generated batch, then the generator from the updated discriminator.
 *
 * @param step   from 1
 * @param before the state, convolution weights as [4, 4, big, small]
 * @returns the state after the step by name, and the five reported values [5] in the order of `reportedValues`
 */
export function trainingStep(
  tf: TensorFlow,
  config: StepConfig & Pick<TrainConfig, 'learningRate'>,
  step: number,
  before: Lookup,
  { real, noise, augmentation }: StepTensors,
): { state: Record<string, Tensor>; values: Tensor } {
  const after: Record<string, Tensor> = {};
  const newest: Lookup = (name) => after[name] ?? before(name);
  const { stepSize, epsilon } = adamScalars(step, config);
  const aside = new Aside(tf);
  const changed = (pass: AugmentedPass, image: Tensor4D): Tensor4D => augment(tf, config, pass, augmentation, image);

  /** Adam. @see Kingma and Ba, arXiv:1412.6980, algorithm 1; moments kept as m / (1 - beta1) and v / (1 - beta2) */
  const update = (name: string, gradient: Tensor): void => {
    const first = tf.add(tf.mul(before(firstMomentOf(name)), config.beta1), gradient);
    const second = tf.add(tf.mul(before(secondMomentOf(name)), config.beta2), tf.square(gradient));
    after[firstMomentOf(name)] = first;
    after[secondMomentOf(name)] = second;
    const direction = tf.div(first, tf.add(tf.sqrt(second), epsilon));
    after[name] = tf.sub(before(name), tf.mul(direction, stepSize));
  };
  /** One network's update by the gradient of a loss in its parameters, all others being constants. */
  const learn = (network: NetworkName, loss: (state: Lookup) => Scalar): Tensor => {
    const names = networkEntries(network, config).flatMap(({ name, trained }) => (trained ? [name] : []));
    const { value, grads } = tf.valueAndGrads((...parameters: Tensor[]) => {
      const given = new Map(names.map((name, index) => [name, parameters[index] as Tensor]));
      return loss((name) => given.get(name) ?? newest(name));
    })(names.map(before));
    names.forEach((name, index) => update(name, grads[index] as Tensor));
    return value;
  };

  const shown = shownOf(tf, real);
  const generated = generate(tf, config, before, noise, batchStatistics(tf));
  const vectors = iterate(tf, config, newest, after);
  const lossD = learn('discriminator', (state) => {
    const judge = (image: Tensor4D): Tensor =>
      discriminate(tf, config, state, vectors, image, batchStatistics(tf, aside.listen));
    const realLogits = judge(changed('real', shown));
    const fakeLogits = judge(changed('generated', generated));
    aside.keep('dReal', tf.mean(tf.sigmoid(realLogits)));
    aside.keep('dFake', tf.mean(tf.sigmoid(fakeLogits)));
    return tf.add(realLoss(tf, config.loss, realLogits), generatedLoss(tf, config.loss, fakeLogits));
  });
  const vectorsAfter = iterate(tf, config, newest, after);
  const lossG = learn('generator', (state) => {
    const image = generate(tf, config, state, noise, batchStatistics(tf, aside.listen));
    const statistics = batchStatistics(tf, aside.listen);
    const logits = discriminate(tf, config, newest, vectorsAfter, changed('generatorUpdate', image), statistics);
    aside.keep('dFakeAfter', tf.mean(tf.sigmoid(logits)));
    return generatorLoss(tf, config.loss, logits) as Scalar;
  });

  for (const [name, statistics] of aside.statistics) updateRunning(tf, name, statistics, newest, after);
  if (config.emaDecay > 0) updateAverages(tf, config, averageDecay(step, config.emaDecay), newest, after);
  const values = tf.stack([lossD, lossG, aside.take('dReal'), aside.take('dFake'), aside.take('dFakeAfter')]);
  aside.release();
  return { state: after, values };
}

/** From bytes to the range of tanh. */
export function shownOf(tf: TensorFlow, pixels: Tensor4D): Tensor4D {
  return tf.sub(tf.mul(pixels, 1 / 127.5), 1);
}

/** What a loss function finds on its way: TensorFlow.js frees everything made inside it but the loss, unless it is kept. */
class Aside {
  readonly statistics: [name: string, Statistics][] = [];
  readonly #values = new Map<string, Tensor>();

  constructor(private readonly tf: TensorFlow) {}

  readonly listen = (name: string, { mean, variance, count }: Statistics): void => {
    this.statistics.push([name, { mean: this.tf.keep(mean), variance: this.tf.keep(variance), count }]);
  };

  keep(name: string, value: Tensor): void {
    this.#values.set(name, this.tf.keep(value));
  }

  take(name: string): Tensor {
    const value = this.#values.get(name);
    if (!value) throw new Error(`Expected the step to find ${name} but it did not.`);
    return value;
  }

  release(): void {
    this.tf.dispose([...this.#values.values()]);
    for (const [, { mean, variance }] of this.statistics) this.tf.dispose([mean, variance]);
  }
}

/** One power iteration for each spectrally normalized layer's newest weights; the vectors go into `after`. */
export function iterate(
  tf: TensorFlow,
  config: Architecture,
  newest: Lookup,
  after: Record<string, Tensor>,
): SingularVectors {
  const vectors = new Map<string, { left: Tensor; right: Tensor }>();
  for (const { name, norm } of discriminatorLayers(config)) {
    if (norm.kind !== 'spectral') continue;
    const path = `discriminator.${name}`;
    const pair = powerIteration(tf, newest(`${path}.weight_orig`), newest(`${path}.weight_u`));
    after[`${path}.weight_u`] = pair.left;
    vectors.set(path, pair);
  }
  return vectors;
}

/** Running statistics as PyTorch keeps them: momentum 0.1, and the unbiased variance. */
function updateRunning(
  tf: TensorFlow,
  name: string,
  { mean, variance, count }: Statistics,
  newest: Lookup,
  after: Record<string, Tensor>,
): void {
  const blend = (key: string, fresh: Tensor, factor: number): void => {
    const kept = tf.mul(newest(`${name}.${key}`), 1 - runningMomentum);
    after[`${name}.${key}`] = tf.add(kept, tf.mul(fresh, runningMomentum * factor));
  };
  blend('running_mean', mean, 1);
  blend('running_var', variance, count / (count - 1));
}

/** Exponential moving average of the generator, running statistics included. @see Yazici et al., arXiv:1806.04498 */
function updateAverages(
  tf: TensorFlow,
  config: StepConfig,
  decay: number,
  newest: Lookup,
  after: Record<string, Tensor>,
): void {
  const names = new Set(stateEntries(config).map(({ name }) => name));
  for (const name of names) {
    const average = averageOf(name);
    if (!names.has(average)) continue;
    after[average] = tf.add(tf.mul(newest(average), decay), tf.mul(newest(name), 1 - decay));
  }
}
