import { InferenceSession, Tensor } from 'onnxruntime-node';
import { Graph } from '../electron/ml/graph/graph';
import { writeOnnxModel } from '../electron/ml/graph/onnx-model';

const side = 1536;
const repeats = 4;

/**
 * The most float32 multiplications and additions a second that ONNX Runtime reaches on this machine's processor, by
 * large square matrix products: the limit that a training step can be compared with.
 *
 * @returns GFLOP/s, the best of several tries
 */
export async function measureGemmPeak(): Promise<number> {
  const graph = new Graph();
  let product = graph.input('a', [side, side]);
  const factor = graph.input('b', [side, side]);
  for (let i = 0; i < repeats; i += 1) product = graph.node('MatMul', [product, factor], [side, side]);
  graph.output('c', product);
  const session = await InferenceSession.create(writeOnnxModel(graph), { executionProviders: ['cpu'] });
  const matrix = () => new Tensor('float32', new Float32Array(side * side).fill(1e-4), [side, side]);
  const feeds = { a: matrix(), b: matrix() };
  await session.run(feeds);
  let bestMs = Infinity;
  for (let i = 0; i < 8; i += 1) {
    const start = performance.now();
    await session.run(feeds);
    bestMs = Math.min(bestMs, performance.now() - start);
  }
  await session.release();
  return (2 * side ** 3 * repeats) / bestMs / 1e6;
}
