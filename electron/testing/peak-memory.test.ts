import { expect, test } from 'vitest';
import { Graph } from '../ml/graph/graph';
import { add, concatenate, multiply, reshape } from '../ml/graph/operators';
import { peakMemory } from './peak-memory';

const kibibyte = 256;

test('a value counts from its making to its last use', () => {
  const graph = new Graph();
  const x = graph.input('x', [kibibyte]);
  const wide = concatenate([x, x], 0);
  const narrow = multiply(reshape(wide, [2, kibibyte]), graph.input('y', [2, 1]));
  graph.output('z', concatenate([narrow, narrow], 0));

  // x and y, a shape, the wide value that is multiplied in place, and the result of twice its size.
  expect(peakMemory(graph)).toBe(1024 + 8 + 16 + 2048 + 4096);
});

test('a value that is still needed is not overwritten', () => {
  const graph = new Graph();
  const x = graph.input('x', [kibibyte]);
  const doubled = add(x, x);
  graph.output('z', add(multiply(doubled, doubled), doubled));

  expect(peakMemory(graph)).toBe(3 * 1024);
});
