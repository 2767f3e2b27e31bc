import { expect, test } from 'vitest';
import { compileExactly } from '../../../testing/float64';
import { compile } from '../../../testing/onnx';
import { makeForm } from '../../gan/training-step';
import { Random } from '../../rng';
import type { FeatureMap, Form, Geometry } from '../form';
import { Graph } from '../graph';

/**
 * Rounding of one wide layer, as in training: no tap's sum is short. A fault of a transform would show here, where neither a
 * rectifier's kink nor Adam hides it behind errors of their own.
 */
const geometry: Geometry = { small: 96, big: 64, smallSide: 8 };
const batch = 8;
const bigSide = 2 * geometry.smallSide;
type Name = 'big' | 'small' | 'weights' | 'down' | 'up' | 'weightGradient';

/** Where value [picture][y][x][channel] lies in the form's layout. */
function place(form: Form, side: number, channels: number, picture: number, pixel: number, channel: number): number {
  const row = form.name === 'tiled' ? pixel * batch + picture : picture * side * side + pixel;
  return row * channels + channel;
}

/** For each value in the order of [picture][y][x][channel] or of PyTorch's weights, its place in the form's layout. */
function placesOf(form: Form, name: Name): Int32Array {
  const { small, big, smallSide } = geometry;
  const places: number[] = [];
  if (name === 'weights' || name === 'weightGradient') {
    for (let s = 0; s < small; s++)
      for (let b = 0; b < big; b++)
        for (let tap = 0; tap < 16; tap++) places.push(form.weightPosition(geometry, s, b, tap >> 2, tap & 3));
    return Int32Array.from(places);
  }
  const [side, channels] = name === 'big' || name === 'up' ? [bigSide, big] : [smallSide, small];
  for (let picture = 0; picture < batch; picture++)
    for (let pixel = 0; pixel < side * side; pixel++)
      for (let channel = 0; channel < channels; channel++)
        places.push(place(form, side, channels, picture, pixel, channel));
  return Int32Array.from(places);
}

function build(formName: 'tiled' | 'im2col') {
  const graph = new Graph();
  const form = makeForm(formName, graph);
  const { small, big, smallSide } = geometry;
  const map = (name: 'big' | 'small', side: number, channels: number): FeatureMap => {
    const shape = formName === 'tiled' ? [side, side, batch, channels] : [batch * side * side, channels];
    return { tensor: graph.input(name, shape), batch, side, channels };
  };
  const [wide, low] = [map('big', bigSide, big), map('small', smallSide, small)];
  const weights = form.prepare(geometry, graph.input('weights', form.weightShape(geometry)));
  graph.output('down', form.down(wide, weights).tensor);
  graph.output('up', form.up(low, weights).tensor);
  graph.output('weightGradient', form.weightGradient(wide, low, weights));
  return { graph, form };
}

function drawInputs(): Map<Name, Float32Array> {
  const random = Random.fromSeed(5);
  // As after leaky ReLU, in general not around 0.
  const active = (count: number) => random.normals(count).map((value) => Math.max(value, 0.2 * value));
  const { small, big, smallSide } = geometry;
  return new Map<Name, Float32Array>([
    ['big', active(batch * bigSide ** 2 * big)],
    ['small', active(batch * smallSide ** 2 * small)],
    ['weights', random.normals(16 * small * big).map((value) => 0.02 * value)],
  ]);
}

async function compute(formName: 'tiled' | 'im2col', exactly: boolean): Promise<Map<Name, Float64Array>> {
  const { graph, form } = build(formName);
  const inputs = new Map<string, Float32Array>();
  for (const [name, values] of drawInputs()) {
    const laidOut = new Float32Array(values.length);
    placesOf(form, name).forEach((position, index) => (laidOut[position] = values[index]!));
    inputs.set(name, laidOut);
  }
  const compiled = exactly ? await compileExactly(graph) : await compile<Float32Array | Float64Array>(graph);
  const results = await compiled.run(inputs);
  await compiled.release();
  const names: Name[] = ['down', 'up', 'weightGradient'];
  return new Map(
    names.map((name) => [name, Float64Array.from(placesOf(form, name), (position) => results.get(name)![position]!)]),
  );
}

const norm = (values: Float64Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

test('a wide layer rounds at most four times as much as one matrix product over patches does', async () => {
  const exact = await compute('im2col', true);
  const [tiled, im2col] = [await compute('tiled', false), await compute('im2col', false)];
  for (const [name, wanted] of exact) {
    const error = (found: ReadonlyMap<Name, Float64Array>) =>
      norm(found.get(name)!.map((value, index) => value - wanted[index]!)) / norm(wanted);
    expect(error(im2col), name).toBeLessThan(4e-7);
    expect(error(tiled) / error(im2col), name).toBeLessThan(4);
  }
});
