import { expect, test } from 'vitest';
import { compile } from '../../../testing/onnx';
import { Random } from '../../rng';
import { Graph } from '../graph';
import { Im2colForm } from './im2col-form';

/** The discriminator's last layer at width 64, on 16 real and 16 generated pictures: long sums, and one column of them. */
const geometry = { small: 1, big: 512, smallSide: 1 };
const batch = 32;

test('the last layer sums the same way with any number of threads, bit for bit', { timeout: 120_000 }, async () => {
  const graph = new Graph();
  const form = new Im2colForm(graph);
  const tensor = graph.input('big', [batch * 4 * 4, geometry.big]);
  const weights = form.prepare(geometry, graph.input('weights', form.weightShape(geometry)));
  graph.output('down', form.down({ tensor, batch, side: 4, channels: geometry.big }, weights).tensor);
  const random = Random.fromSeed(1);
  const inputs = new Map([
    ['big', random.normals(batch * 16 * geometry.big)],
    ['weights', random.normals(16 * geometry.big)],
  ]);
  const sums: Float32Array[] = [];
  for (const threads of [1, 2, 3, 4, 5, 6]) {
    const compiled = await compile(graph, { threads });
    sums.push((await compiled.run(inputs)).get('down')!);
    await compiled.release();
  }
  expect(sums.map((one) => one.filter((value, row) => value !== sums[0]![row]).length)).toEqual([0, 0, 0, 0, 0, 0]);
});
