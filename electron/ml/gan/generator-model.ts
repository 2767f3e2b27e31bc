import { Graph, type Tensor } from '../graph/graph';
import { writeOnnxModel } from '../graph/onnx-model';
import { add, clip, multiply, reshape, transpose } from '../graph/operators';
import { evaluateGenerator, runGenerator, type Lookup } from './generator';
import type { Architecture } from './networks';
import { networkEntries, packState } from './state';
import { makeForm, type FormName } from './training-step';

/** Names of the sampling graph's input and output. */
export const samplingNames = { latent: 'latent', image: 'image' } as const;

/**
 * The generator in evaluation mode with its weights as inputs, for drawing samples while a run goes on.
 *
 * @returns a graph with `latent` [batch, latentDim], the generator's state arrays by name, and `image` [batch, side, side, 3], -1 to 1
 */
export function buildSampling(architecture: Architecture, batch: number, formName: FormName): Graph {
  const graph = new Graph();
  const form = makeForm(formName, graph);
  const latent = graph.input(samplingNames.latent, [batch, architecture.latentDim]);
  const state = new Map(
    networkEntries('generator', architecture).map(({ name, shape, geometry }) => [
      name,
      graph.input(name, geometry ? form.weightShape(geometry) : shape),
    ]),
  );
  const image = evaluateGenerator(form, architecture, lookup(state), latent);
  graph.output(samplingNames.image, form.toPixels(image));
  return graph;
}

/**
 * The statistics that batch norm takes of a batch of the generator's own pictures. The averaged generator needs them: no
 * running statistics were ever taken with its weights, and averages of another's wash the colours out.
 *
 * @returns a graph with `latent` [batch, latentDim], the generator's trained arrays by name, and each running_mean and
 *   running_var, [channels], by name
 * @see Brock et al., arXiv:1809.11096, appendix C: standing statistics
 */
export function buildCalibration(architecture: Architecture, batch: number, formName: FormName): Graph {
  const graph = new Graph();
  const form = makeForm(formName, graph);
  const latent = graph.input(samplingNames.latent, [batch, architecture.latentDim]);
  const state = new Map(
    networkEntries('generator', architecture)
      .filter(({ trained }) => trained)
      .map(({ name, shape, geometry }) => [name, graph.input(name, geometry ? form.weightShape(geometry) : shape)]),
  );
  for (const [name, norm] of runGenerator(form, architecture, lookup(state), latent).statistics) {
    const shape = [norm.output.channels];
    const unbiased = multiply(norm.variance, norm.count / (norm.count - 1));
    graph.output(`${name}.running_mean`, reshape(norm.mean, shape));
    graph.output(`${name}.running_var`, reshape(unbiased, shape));
  }
  return graph;
}

/**
 * The generator as a file for any ONNX runtime: plain operators, weights inside, evaluation mode.
 *
 * @param weights the generator's state arrays in PyTorch's layout, by name
 * @returns a model from `latent` [1, latentDim], N(0, 1), to `image` [1, 3, side, side], 0 to 1, RGB
 */
export function exportGenerator(
  architecture: Architecture,
  weights: ReadonlyMap<string, Float32Array>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const graph = new Graph();
  const form = makeForm('im2col', graph);
  const latent = graph.input(samplingNames.latent, [1, architecture.latentDim]);
  const state = new Map(
    networkEntries('generator', architecture).map((entry) => {
      const values = weights.get(entry.name);
      if (!values) throw new Error(`Expected weights for "${entry.name}" but received none.`);
      const shape = entry.geometry ? form.weightShape(entry.geometry) : entry.shape;
      return [entry.name, graph.constant(packState(form, entry, values), shape)];
    }),
  );
  const image = form.toPixels(evaluateGenerator(form, architecture, lookup(state), latent));
  const unit = clip(add(multiply(image, 0.5), 0.5), 0, 1);
  graph.output(samplingNames.image, transpose(unit, [0, 3, 1, 2]));
  return writeOnnxModel(graph, metadata);
}

function lookup(state: ReadonlyMap<string, Tensor>): Lookup {
  return (name) => {
    const tensor = state.get(name);
    if (!tensor) throw new Error(`Expected a generator array "${name}" but there is none.`);
    return tensor;
  };
}
