import { expect, test } from 'vitest';
import type { TrainOverrides } from '../../contract/training';
import { estimateTrainingMiB } from '../gan/memory-estimate';
import { trainConfig } from '../gan/presets';
import { Graph } from './graph';
import { peakMemory } from './memory';
import { add, concatenate, multiply, reshape } from './operators';

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

/** Peak resident memory of a process of its own after three steps, in MiB. */
test.each<[TrainOverrides, 'tiled' | 'im2col' | 'native', number]>([
  [{ generatorWidth: 32, discriminatorWidth: 32, batch: 32 }, 'tiled', 450],
  [{}, 'tiled', 1241],
  [{}, 'native', 697],
  [{}, 'im2col', 1622],
  [{ microBatch: 32 }, 'tiled', 1081],
  [{ microBatch: 16 }, 'tiled', 859],
  [{ imageSize: 128 }, 'tiled', 4923],
  [{ imageSize: 128 }, 'native', 2451],
  [{ imageSize: 128, microBatch: 16 }, 'tiled', 2988],
])(
  'the estimate for a process agrees with what was measured, within an eighth: %o, %s: %i MiB',
  (overrides, form, measuredMiB) => {
    const estimate = estimateTrainingMiB(trainConfig('article', overrides), form);

    expect(estimate / measuredMiB).toBeGreaterThan(0.875);
    expect(estimate / measuredMiB).toBeLessThan(1.125);
  },
);

test('the usual training takes at most 1.5 GB', () => {
  expect(estimateTrainingMiB(trainConfig('better'), 'tiled')).toBeLessThan(1500);
});
