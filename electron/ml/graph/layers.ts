import { withTensor, type FeatureMap, type Form, type Weights } from './form';
import type { Tensor } from './graph';
import {
  add,
  clip,
  divide,
  hyperbolicTangent,
  isPositive,
  leakyRectify,
  maximum,
  multiply,
  rectify,
  reshape,
  squareRoot,
  subtract,
  sum,
} from './operators';

/**
 * Layers: each emits its forward pass and returns the function that emits its backward pass. Gradients are of the loss in
 * the layer's output or input, laid out like the value they belong to.
 */
export interface Layer {
  output: FeatureMap;
  backward: (gradient: FeatureMap) => FeatureMap;
}

/** A convolution's two gradients are emitted only when they are asked for: the first layer needs no input gradient. */
export interface Convolution {
  output: FeatureMap;
  backward: (gradient: FeatureMap) => { input: () => FeatureMap; weights: () => Tensor };
}

/** Convolution, 4x4, stride 2, padding 1 (or 4x4 to 1x1). @param exponent of the output */
export function convolution(form: Form, input: FeatureMap, weights: Weights, exponent = 0): Convolution {
  return {
    output: form.down(input, weights, exponent),
    backward: (gradient) => ({
      input: () => form.up(gradient, weights),
      weights: () => form.weightGradient(input, gradient, weights),
    }),
  };
}

/** Transposed convolution, 4x4, stride 2, padding 1 (or 1x1 to 4x4). @see Dumoulin and Visin, arXiv:1603.07285, section 4 */
export function transposedConvolution(form: Form, input: FeatureMap, weights: Weights): Convolution {
  return {
    output: form.up(input, weights),
    backward: (gradient) => ({
      input: () => form.down(gradient, weights),
      weights: () => form.weightGradient(gradient, input, weights),
    }),
  };
}

export interface BatchNorm {
  output: FeatureMap;
  /** Statistics of each group, `groups * channels` values. The variance is biased (divided by the count). */
  mean: Tensor;
  variance: Tensor;
  /** Values that each statistic was taken over. */
  count: number;
  backward: (gradient: FeatureMap) => { input: FeatureMap; scale: Tensor; shift: Tensor };
}

/**
 * Batch normalization with statistics of the batch.
 *
 * @param scale  [channels], gamma
 * @param shift  [channels], beta
 * @param groups parts of the batch with statistics of their own: real and generated pictures travel together but are
 *               normalized apart, as in the tutorial
 * @param exponent of the output
 * @see Ioffe and Szegedy, arXiv:1502.03167, section 3; epsilon 1e-5 is PyTorch's
 */
export function batchNorm(
  form: Form,
  input: FeatureMap,
  scale: Tensor,
  shift: Tensor,
  groups: number,
  exponent = 0,
): BatchNorm {
  const { batch, side, channels } = input;
  const count = (batch / groups) * side * side;
  const x = form.grouped(input, groups);
  const mean = multiply(form.sumOverGroups(x), 1 / count);
  const centered = subtract(x, mean);
  const variance = multiply(form.sumOverGroups(multiply(centered, centered)), 1 / count);
  const inverse = divide(1, squareRoot(add(variance, 1e-5)));
  const slope = multiply(inverse, form.perChannel(scale));
  const held = (vector: Tensor): Tensor => (exponent === 0 ? vector : multiply(vector, 2 ** exponent));
  const output = add(multiply(centered, held(slope)), form.perChannel(held(shift)));
  const overGroups = (statistic: Tensor): Tensor =>
    groups === 1 ? reshape(statistic, [channels]) : sum(reshape(statistic, [groups, channels]), [0]);
  return {
    output: { ...input, tensor: reshape(output, input.tensor.shape), exponent },
    mean,
    variance,
    count,
    backward: (gradient) => {
      const dy = form.grouped(gradient, groups);
      const shiftGradient = form.sumOverGroups(dy);
      const scaleGradient = multiply(form.sumOverGroups(multiply(dy, centered)), inverse);
      // dx = slope * (dy - mean(dy) - centered * inverse * mean(dy * centered * inverse))
      const perCentered = multiply(multiply(multiply(slope, inverse), scaleGradient), -1 / count);
      const constant = multiply(multiply(slope, shiftGradient), -1 / count);
      const dx = add(multiply(dy, slope), add(multiply(centered, perCentered), constant));
      return {
        input: withTensor(input, reshape(dx, input.tensor.shape)),
        scale: overGroups(scaleGradient),
        shift: overGroups(shiftGradient),
      };
    },
  };
}

/** Adds one number to each channel, however the map is held. @param bias [channels] */
export function addBias(
  form: Form,
  input: FeatureMap,
  bias: Tensor,
): { output: FeatureMap; bias: (gradient: FeatureMap) => Tensor } {
  const { exponent = 0 } = input;
  const held = exponent === 0 ? bias : multiply(bias, 2 ** exponent);
  return {
    output: withTensor(input, add(input.tensor, form.perChannel(held))),
    bias: (gradient) => reshape(form.sumOverGroups(form.grouped(gradient, 1)), [input.channels]),
  };
}

export function relu(input: FeatureMap): Layer {
  const output = withTensor(input, rectify(input.tensor));
  return { output, backward: (gradient) => withTensor(input, multiply(gradient.tensor, isPositive(output.tensor))) };
}

/** @param slope for negative values, 0 to 1 */
export function leakyRelu(input: FeatureMap, slope: number): Layer {
  const output = withTensor(input, leakyRectify(input.tensor, slope));
  const steepness = (): Tensor =>
    (input.exponent ?? 0) > 0 ? clip(output.tensor, slope, 1) : maximum(isPositive(output.tensor), slope);
  return {
    output,
    backward: (gradient) => ({ ...input, tensor: multiply(gradient.tensor, steepness()), exponent: 0 }),
  };
}

export function tanh(input: FeatureMap): Layer {
  const output = withTensor(input, hyperbolicTangent(input.tensor));
  return {
    output,
    backward: (gradient) =>
      withTensor(input, multiply(gradient.tensor, subtract(1, multiply(output.tensor, output.tensor)))),
  };
}
