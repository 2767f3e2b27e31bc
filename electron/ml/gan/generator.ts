import { withTensor, type FeatureMap, type Form } from '../graph/form';
import type { Tensor } from '../graph/graph';
import { batchNorm, relu, tanh, transposedConvolution, type BatchNorm } from '../graph/layers';
import { add, divide, hyperbolicTangent, multiply, rectify, squareRoot, subtract } from '../graph/operators';
import { generatorLayers, type Architecture } from './networks';

/** Looks a state array up by its full name. */
export type Lookup = (name: string) => Tensor;
export type Gradients = Map<string, Tensor>;

export interface GeneratorPass {
  image: FeatureMap;
  /** Batch statistics by the batch norm's full name. */
  statistics: Map<string, BatchNorm>;
  /** Adds the gradients of all parameters, by full name. */
  backward: (imageGradient: FeatureMap, gradients: Gradients) => void;
}

/** The generator in training mode. @param latent [batch, latentDim] */
export function runGenerator(form: Form, architecture: Architecture, state: Lookup, latent: Tensor): GeneratorPass {
  const statistics = new Map<string, BatchNorm>();
  const backwards: ((gradient: FeatureMap, gradients: Gradients) => FeatureMap)[] = [];
  let map = form.fromVectors(latent);
  for (const [index, layer] of generatorLayers(architecture).entries()) {
    const weightName = `generator.${layer.name}.weight`;
    const convolved = transposedConvolution(form, map, form.prepare(layer.geometry, state(weightName)));
    const afterConvolution = (gradient: FeatureMap, gradients: Gradients): FeatureMap => {
      const { input, weights } = convolved.backward(gradient);
      gradients.set(weightName, weights());
      return index === 0 ? gradient : input();
    };
    if (layer.norm.kind === 'batch') {
      const name = `generator.${layer.norm.name}`;
      const norm = batchNorm(form, convolved.output, state(`${name}.weight`), state(`${name}.bias`), 1);
      const active = relu(norm.output);
      statistics.set(name, norm);
      backwards.push((gradient, gradients) => {
        const { input, scale, shift } = norm.backward(active.backward(gradient));
        gradients.set(`${name}.weight`, scale);
        gradients.set(`${name}.bias`, shift);
        return afterConvolution(input, gradients);
      });
      map = active.output;
    } else {
      const active = tanh(convolved.output);
      backwards.push((gradient, gradients) => afterConvolution(active.backward(gradient), gradients));
      map = active.output;
    }
  }
  return {
    image: map,
    statistics,
    backward: (imageGradient, gradients) => {
      backwards.reduceRight((gradient, backward) => backward(gradient, gradients), imageGradient);
    },
  };
}

/** The generator in evaluation mode: batch norm with running statistics, so that a picture does not depend on its batch. */
export function evaluateGenerator(form: Form, architecture: Architecture, state: Lookup, latent: Tensor): FeatureMap {
  let map = form.fromVectors(latent);
  for (const layer of generatorLayers(architecture)) {
    const weights = form.prepare(layer.geometry, state(`generator.${layer.name}.weight`));
    const output = form.up(map, weights);
    if (layer.norm.kind !== 'batch') {
      map = withTensor(output, hyperbolicTangent(output.tensor));
      continue;
    }
    const name = `generator.${layer.norm.name}`;
    const scale = divide(state(`${name}.weight`), squareRoot(add(state(`${name}.running_var`), 1e-5)));
    const shift = subtract(state(`${name}.bias`), multiply(state(`${name}.running_mean`), scale));
    map = withTensor(output, rectify(add(multiply(output.tensor, form.perChannel(scale)), form.perChannel(shift))));
  }
  return map;
}
