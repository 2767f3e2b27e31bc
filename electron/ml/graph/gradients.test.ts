import { describe, expect, test } from 'vitest';
import { compile } from '../../testing/onnx';
import { augmentedPasses, augmentInputs, augmentPass, drawAugmentation } from '../gan/augment';
import { generatedLoss, generatorLoss, realLoss } from '../gan/losses';
import { makeForm } from '../gan/training-step';
import { Random } from '../rng';
import type { FeatureMap, Form, Geometry } from './form';
import { Graph, sizeOf, type Shape, type Tensor } from './graph';
import { addBias, batchNorm, convolution, leakyRelu, relu, tanh, transposedConvolution } from './layers';
import { spectralNorm } from './spectral-norm';

/**
 * Finite differences: for a random weighting r of a function's outputs, the gradient of sum(r * f(x)) along a random
 * direction must be what the backward pass says. Differences are taken in double precision from float32 outputs, along
 * several directions for each argument.
 */
interface Case {
  graph: Graph;
  arguments: Tensor[];
  output: Tensor;
  /** Gradients of sum(weighting * output), one for each argument, same shapes. */
  gradients: (weighting: Tensor) => (Tensor | null)[];
  fixed?: ReadonlyMap<string, Float32Array | Int32Array>;
  /** Steps small enough not to cross the kinks of rectifiers. */
  distance?: number;
}

async function expectExactGradients({ graph, arguments: inputs, output, gradients, fixed, distance = 0.02 }: Case) {
  const random = Random.fromSeed(11);
  const weighting = graph.input('weighting', output.shape);
  graph.output('value', output);
  gradients(weighting).forEach((gradient, index) => gradient && graph.output(`gradient${index}`, gradient));
  const compiled = await compile(graph);
  const values = new Map<string, Float32Array | Int32Array>(fixed);
  for (const { name, shape } of [...inputs, weighting]) values.set(name, random.normals(sizeOf(shape)));
  const analytic = await compiled.run(values);
  const weights = values.get('weighting') as Float32Array;
  const objective = async (name: string, shifted: Float32Array): Promise<number> =>
    dot((await compiled.run(new Map(values).set(name, shifted))).get('value') as Float32Array, weights);
  for (const [index, { name, shape }] of inputs.entries()) {
    const gradient = analytic.get(`gradient${index}`);
    if (!gradient) continue;
    expect(gradient.length).toBe(sizeOf(shape));
    const x = values.get(name) as Float32Array;
    for (let round = 0; round < 3; round++) {
      const direction = random.normals(x.length);
      const moved = (factor: number) => x.map((value, i) => value + factor * distance * (direction[i] as number));
      const difference = (await objective(name, moved(1))) - (await objective(name, moved(-1)));
      const numeric = difference / (2 * distance);
      const scale = Math.hypot(...gradient);
      expect(Math.abs(numeric - dot(gradient, direction)) / scale, name).toBeLessThan(0.01);
    }
  }
  await compiled.release();
}

const dot = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);

/** A map of the form whose values are an argument of the test. */
function mapInput(
  form: Form,
  graph: Graph,
  name: string,
  batch: number,
  side: number,
  channels: number,
): [FeatureMap, Tensor] {
  if (channels === 3) {
    const pixels = graph.input(name, [batch, side, side, 3]);
    return [form.fromPixels(pixels), pixels];
  }
  const shapes: Record<Form['name'], Shape> = {
    tiled: [side, side, batch, channels],
    im2col: [batch * side * side, channels],
    native: [batch, channels, side * side],
  };
  const shape = shapes[form.name];
  const tensor = graph.input(name, shape);
  return [{ tensor, batch, side, channels }, tensor];
}

/** What the test compares: pixels for a picture, whose layout has a border. */
const visible = (form: Form, map: FeatureMap): Tensor => (map.channels === 3 ? form.toPixels(map) : map.tensor);
const hidden = (form: Form, map: FeatureMap, tensor: Tensor): FeatureMap =>
  map.channels === 3 ? form.fromPixels(tensor) : { ...map, tensor };

const geometries: [string, Geometry][] = [
  ['a layer with one tile', { small: 6, big: 5, smallSide: 4 }],
  ['a layer with four tiles', { small: 5, big: 6, smallSide: 8 }],
  ['a layer with many channels', { small: 7, big: 33, smallSide: 4 }],
  ['a picture layer', { small: 6, big: 3, smallSide: 8 }],
  ['a layer at side one', { small: 9, big: 4, smallSide: 1 }],
];

describe.each(['tiled', 'im2col', 'native'] as const)('gradients in the %s form', (formName) => {
  test.each(geometries)('convolution: %s', async (_, geometry) => {
    const graph = new Graph();
    const form = makeForm(formName, graph);
    const bigSide = geometry.smallSide === 1 ? 4 : 2 * geometry.smallSide;
    const [map, x] = mapInput(form, graph, 'x', 3, bigSide, geometry.big);
    const weights = graph.input('weights', form.weightShape(geometry));
    const { output, backward } = convolution(form, map, form.prepare(geometry, weights));
    const gradients = (weighting: Tensor) => {
      const back = backward({ ...output, tensor: weighting });
      return [visible(form, back.input()), back.weights()];
    };
    await expectExactGradients({ graph, arguments: [x, weights], output: output.tensor, gradients });
  });

  test.each(geometries)('transposed convolution: %s', async (_, geometry) => {
    const graph = new Graph();
    const form = makeForm(formName, graph);
    const [map, x] = mapInput(form, graph, 'x', 3, geometry.smallSide, geometry.small);
    const weights = graph.input('weights', form.weightShape(geometry));
    const { output, backward } = transposedConvolution(form, map, form.prepare(geometry, weights));
    const gradients = (weighting: Tensor) => {
      const back = backward(hidden(form, output, weighting));
      return [back.input().tensor, back.weights()];
    };
    await expectExactGradients({ graph, arguments: [x, weights], output: visible(form, output), gradients });
  });

  test.each([1, 2])('batch norm with %i groups', async (groups) => {
    const graph = new Graph();
    const form = makeForm(formName, graph);
    const [map, x] = mapInput(form, graph, 'x', 6, 2, 5);
    const [scale, shift] = [graph.input('scale', [5]), graph.input('shift', [5])];
    const norm = batchNorm(form, map, scale, shift, groups);
    const gradients = (weighting: Tensor) => {
      const back = norm.backward({ ...map, tensor: weighting });
      return [back.input.tensor, back.scale, back.shift];
    };
    await expectExactGradients({ graph, arguments: [x, scale, shift], output: norm.output.tensor, gradients });
  });

  test('bias', async () => {
    const graph = new Graph();
    const form = makeForm(formName, graph);
    const [map, x] = mapInput(form, graph, 'x', 3, 4, 5);
    const bias = graph.input('bias', [5]);
    const biased = addBias(form, map, bias);
    const gradients = (weighting: Tensor) => [weighting, biased.bias({ ...map, tensor: weighting })];
    await expectExactGradients({ graph, arguments: [x, bias], output: biased.output.tensor, gradients });
  });

  test.each([
    ['relu', relu],
    ['leaky relu', (map: FeatureMap) => leakyRelu(map, 0.2)],
    ['tanh', tanh],
  ] as const)('%s', async (_, activation) => {
    const graph = new Graph();
    const form = makeForm(formName, graph);
    const [map, x] = mapInput(form, graph, 'x', 2, 2, 4);
    const { output, backward } = activation(map);
    const gradients = (weighting: Tensor) => [backward({ ...map, tensor: weighting }).tensor];
    await expectExactGradients({ graph, arguments: [x], output: output.tensor, gradients, distance: 1e-3 });
  });

  test.each([['color'], ['translation'], ['cutout'], ['color', 'translation', 'cutout']] as const)(
    'augmentation: %s',
    async (...augment) => {
      const graph = new Graph();
      const form = makeForm(formName, graph);
      const config = { augment: [...augment], batch: 4, imageSize: 64 as const };
      const [map, x] = mapInput(form, graph, 'x', 4, 64, 3);
      const { output, backward } = augmentPass(form, augmentInputs(graph, 'real', config))(map);
      const gradients = (weighting: Tensor) => [visible(form, backward(hidden(form, output, weighting)))];
      const fixed = drawAugmentation(config, Random.fromSeed(2));
      for (const name of fixed.keys()) if (!name.includes(`.${augmentedPasses[0]}.`)) fixed.delete(name);
      await expectExactGradients({ graph, arguments: [x], output: visible(form, output), gradients, fixed });
    },
  );

  test('spectral norm, its singular vectors being held still', async () => {
    const graph = new Graph();
    const geometry: Geometry = { small: 3, big: 5, smallSide: 4 };
    const weights = graph.input('weights', makeForm(formName, graph).weightShape(geometry));
    const settled = settleSingularVector(weights);
    const { output, backward } = spectralNorm(weights, settled);
    const gradients = (weighting: Tensor) => [backward(weighting)];
    await expectExactGradients({ graph, arguments: [weights], output, gradients, distance: 1e-3 });
  });
});

/** After enough iterations the vectors are singular vectors, whose change does not change sigma in first order. */
function settleSingularVector(weights: Tensor): Tensor {
  let vector = weights.graph.constant(Float32Array.of(0.5, 0.6, 0.7), [3]);
  for (let iteration = 0; iteration < 40; iteration++) vector = spectralNorm(weights, vector).vector;
  return vector;
}

describe.each(['bce', 'hinge'] as const)('gradients of the %s loss', (kind) => {
  test.each([
    ['real', realLoss],
    ['generated', generatedLoss],
    ['generator', generatorLoss],
  ] as const)('%s', async (_, lossOf) => {
    const graph = new Graph();
    const logits = graph.input('logits', [8, 1]);
    const { value, gradient } = lossOf(kind, logits);
    graph.output('value', value);
    graph.output('gradient', gradient);
    const compiled = await compile(graph);
    const x = Random.fromSeed(3)
      .normals(8)
      .map((number) => 2 * number);
    const at = async (values: Float32Array) => await compiled.run(new Map([['logits', values]]));
    const analytic = (await at(x)).get('gradient') as Float32Array;
    for (let index = 0; index < 8; index++) {
      const moved = (distance: number) => at(x.map((number, i) => (i === index ? number + distance : number)));
      const numeric = ((await moved(0.01)).get('value')![0]! - (await moved(-0.01)).get('value')![0]!) / 0.02;
      expect(numeric).toBeCloseTo(analytic[index] as number, 3);
    }
    await compiled.release();
  });
});
