import { withTensor, type FeatureMap, type Form, type Weights } from '../graph/form';
import type { Tensor } from '../graph/graph';
import { addBias, batchNorm, convolution, leakyRelu, type BatchNorm } from '../graph/layers';
import { spectralNorm } from '../graph/spectral-norm';
import type { Gradients, Lookup } from './generator';
import { discriminatorLayers, leakySlope, type Architecture, type NetworkLayer } from './networks';

/** Activations are held times 2^40 where the form can; see Form.magnifies. Values to 2^87 and gradients fit. */
const magnified = 40;

/** One version of the discriminator's weights, ready for any number of passes. */
export interface PreparedDiscriminator {
  layers: { layer: NetworkLayer; weights: Weights; weightGradient: (gradient: Tensor) => Tensor }[];
  state: Lookup;
  /** Spectral norm's vectors after this version's power iteration, by full name. */
  vectors: Map<string, Tensor>;
}

export interface DiscriminatorPass {
  /** [batch, 1]; the tutorial's sigmoid of it is the probability of being real. */
  logits: Tensor;
  /** Batch statistics by the batch norm's full name. */
  statistics: Map<string, BatchNorm>;
  /** Adds the gradients of all parameters, by full name. */
  parameterGradients: (logitGradient: Tensor, gradients: Gradients) => void;
  /** The gradient of the pictures, without those of the parameters. */
  imageGradient: (logitGradient: Tensor) => FeatureMap;
}

export function prepareDiscriminator(form: Form, architecture: Architecture, state: Lookup): PreparedDiscriminator {
  const vectors = new Map<string, Tensor>();
  const layers = discriminatorLayers(architecture).map((layer) => {
    const path = `discriminator.${layer.name}`;
    if (layer.norm.kind !== 'spectral')
      return {
        layer,
        weights: form.prepare(layer.geometry, state(`${path}.weight`)),
        weightGradient: (gradient: Tensor) => gradient,
      };
    const normalized = spectralNorm(state(`${path}.weight_orig`), state(`${path}.weight_u`));
    vectors.set(`${path}.weight_u`, normalized.vector);
    return {
      layer,
      weights: form.prepare(layer.geometry, normalized.output),
      weightGradient: normalized.backward,
    };
  });
  return { layers, state, vectors };
}

/** @param groups parts of the batch with batch-norm statistics of their own */
export function runDiscriminator(
  form: Form,
  { layers, state }: PreparedDiscriminator,
  image: FeatureMap,
  groups: number,
): DiscriminatorPass {
  const statistics = new Map<string, BatchNorm>();
  /** From a layer's output gradient to its input gradient; parameters' gradients are taken along when there is a map for them. */
  type Backward = (gradient: FeatureMap, gradients: Gradients | null, wantInput: boolean) => FeatureMap;
  const backwards: Backward[] = [];
  let map = image;
  for (const { layer, weights, weightGradient } of layers) {
    const path = `discriminator.${layer.name}`;
    const steps: Backward[] = [];
    const exponent = layer.activation === 'leakyRelu' && form.magnifies ? magnified : 0;
    const convolved = convolution(form, map, weights, layer.norm.kind === 'batch' ? 0 : exponent);
    steps.push((gradient, gradients, wantInput) => {
      const back = convolved.backward(gradient);
      const name = layer.norm.kind === 'spectral' ? `${path}.weight_orig` : `${path}.weight`;
      gradients?.set(name, weightGradient(back.weights()));
      return wantInput ? back.input() : gradient;
    });
    map = convolved.output;
    if (layer.norm.kind === 'spectral') {
      const biased = addBias(form, map, state(`${path}.bias`));
      steps.push((gradient, gradients) => {
        gradients?.set(`${path}.bias`, biased.bias(gradient));
        return gradient;
      });
      map = biased.output;
    } else if (layer.norm.kind === 'batch') {
      const name = `discriminator.${layer.norm.name}`;
      const norm = batchNorm(form, map, state(`${name}.weight`), state(`${name}.bias`), groups, exponent);
      statistics.set(name, norm);
      steps.push((gradient, gradients) => {
        const { input, scale, shift } = norm.backward(gradient);
        gradients?.set(`${name}.weight`, scale);
        gradients?.set(`${name}.bias`, shift);
        return input;
      });
      map = norm.output;
    }
    if (layer.activation === 'leakyRelu') {
      const active = leakyRelu(map, leakySlope);
      steps.push((gradient) => active.backward(gradient));
      map = active.output;
    }
    backwards.push((gradient, gradients, wantInput) =>
      steps.reduceRight((after, step) => step(after, gradients, wantInput), gradient),
    );
  }
  const last = map;
  const run = (logitGradient: Tensor, gradients: Gradients | null, wantImage: boolean): FeatureMap =>
    backwards.reduceRight(
      (gradient, backward, index) => backward(gradient, gradients, wantImage || index > 0),
      withTensor(last, form.fromVectors(logitGradient).tensor),
    );
  return {
    logits: form.toVectors(last),
    statistics,
    parameterGradients: (logitGradient, gradients) => void run(logitGradient, gradients, false),
    imageGradient: (logitGradient) => run(logitGradient, null, true),
  };
}
