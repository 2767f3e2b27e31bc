import { expect, test } from 'vitest';
import { compile } from '../../testing/onnx';
import { makeForm } from '../gan/training-step';
import { Random } from '../rng';
import type { FeatureMap, Form } from './form';
import { Graph, sizeOf, type Tensor } from './graph';
import { addBias, batchNorm, convolution, leakyRelu } from './layers';

const batch = 4;
const widths = [6, 5, 1] as const;

/** Picture 16x16 - conv, bias, leaky ReLU - 8x8 - conv, batch norm, leaky ReLU - 4x4 - conv to side 1; all gradients. */
function network(form: Form, graph: Graph, exponent: number, inputs: Record<string, Tensor>): Record<string, Tensor> {
  const image = form.fromPixels(inputs.pixels as Tensor);
  const [a, b, c] = [8, 4, 1].map((smallSide, i) =>
    form.prepare({ small: widths[i]!, big: i ? widths[i - 1]! : 3, smallSide }, inputs[`w${i}`] as Tensor),
  );
  const first = convolution(form, image, a!, exponent);
  const biased = addBias(form, first.output, inputs.bias as Tensor);
  const active = leakyRelu(biased.output, 0.2);
  const second = convolution(form, active.output, b!);
  const norm = batchNorm(form, second.output, inputs.scale as Tensor, inputs.shift as Tensor, 2, exponent);
  const again = leakyRelu(norm.output, 0.2);
  const third = convolution(form, again.output, c!);
  const ones: FeatureMap = {
    ...third.output,
    tensor: graph.constant(new Float32Array(batch).fill(1), [1, 1, batch, 1]),
  };
  const back3 = third.backward(ones);
  const backNorm = norm.backward(again.backward(back3.input()));
  const back2 = second.backward(backNorm.input);
  const atBias = active.backward(back2.input());
  return {
    output: third.output.tensor,
    w2: back3.weights(),
    scale: backNorm.scale,
    shift: backNorm.shift,
    w1: back2.weights(),
    bias: biased.bias(atBias),
    w0: first.backward(atBias).weights(),
  };
}

test('maps held times 2^40 give the same values and gradients as maps held as they are', async () => {
  const graph = new Graph();
  const form = makeForm('tiled', graph);
  expect(form.magnifies).toBe(true);
  const inputs: Record<string, Tensor> = { pixels: graph.input('pixels', [batch, 16, 16, 3]) };
  for (const [i, smallSide] of [8, 4, 1].entries())
    inputs[`w${i}`] = graph.input(
      `w${i}`,
      form.weightShape({ small: widths[i]!, big: i ? widths[i - 1]! : 3, smallSide }),
    );
  inputs.bias = graph.input('bias', [widths[0]]);
  inputs.scale = graph.input('scale', [widths[1]]);
  inputs.shift = graph.input('shift', [widths[1]]);
  for (const exponent of [0, 40])
    for (const [name, tensor] of Object.entries(network(form, graph, exponent, inputs)))
      graph.output(`${name} ${exponent}`, tensor);
  const random = Random.fromSeed(4);
  const compiled = await compile(graph);
  const results = await compiled.run(
    new Map(graph.inputs.map(({ name, shape }) => [name, random.normals(sizeOf(shape))])),
  );
  await compiled.release();
  for (const name of ['output', 'w0', 'w1', 'w2', 'bias', 'scale', 'shift']) {
    const [plain, held] = [results.get(`${name} 0`)!, results.get(`${name} 40`)!];
    const most = Math.max(...plain.map(Math.abs));
    expect(most, name).toBeGreaterThan(0.01);
    plain.forEach((value, i) => expect(Math.abs(value - held[i]!), name).toBeLessThan(1e-5 * most));
  }
});
