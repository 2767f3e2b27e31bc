import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelManifest } from '../contract/model-manifest';
import { Graph } from '../ml/graph/graph';
import { writeOnnxModel } from '../ml/graph/onnx-model';

/**
 * A detector of 1 kB that truly looks at the pixels: each quarter of a 32 x 32 picture is one box, and its scores for
 * Upper, Lower and Full are how red, green and blue it is, 0 to 1.
 */
export const tinyManifest = ModelManifest.parse({
  name: 'tiny',
  title: 'Colours of quarters',
  version: '1',
  file: 'tiny.onnx',
  licence: 'MIT',
  input: {
    name: 'picture',
    width: 32,
    height: 32,
    layout: 'nchw',
    channels: 'rgb',
    mean: [0, 0, 0],
    std: [1, 1, 1],
    scale: 1,
    fit: 'letterbox',
    padding: 0,
  },
  adapter: 'scores-boxes',
  outputs: { scores: 'colours', boxes: 'quarters' },
  categories: [
    { name: 'red', maps: 'upper' },
    { name: 'green', maps: 'lower' },
    { name: 'blue', maps: 'full' },
  ],
  threshold: 0.5,
});

/** Writes {@link tinyManifest}'s .onnx file into a folder. */
export async function writeTinyDetector(folder: string): Promise<void> {
  const graph = new Graph();
  const picture = graph.input('picture', [1, 3, 32, 32]);
  const quarters = graph.node('AveragePool', [picture], [1, 3, 2, 2], {
    attributes: { kernel_shape: [16, 16], strides: [16, 16] },
  });
  const flat = graph.node('Reshape', [quarters, graph.integers([1, 3, 4])], [1, 3, 4]);
  graph.output('colours', graph.node('Transpose', [flat], [1, 4, 3], { attributes: { perm: [0, 2, 1] } }));
  const corners = [0, 0, 16, 16, 16, 0, 32, 16, 0, 16, 16, 32, 16, 16, 32, 32];
  graph.output('quarters', graph.node('Identity', [graph.constant(Float32Array.from(corners), [1, 4, 4])], [1, 4, 4]));
  await writeFile(join(folder, tinyManifest.file), writeOnnxModel(graph));
}
