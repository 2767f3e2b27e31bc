import { StudioError } from '../../contract/errors';
import { say } from '../../contract/said';
import { largestDimension } from './feature-set';
import type { ReadGraph, ReadNode } from './onnx-graph';

/** Where a backbone ends: what these read belongs to a neck, a pyramid or a classifier. */
const headOperators = new Set([
  'Resize',
  'Upsample',
  'ConvTranspose',
  'GlobalAveragePool',
  'GlobalMaxPool',
  'ReduceMean',
  'Flatten',
  'Gemm',
  'MatMul',
]);

/** What may stand between a convolution and the feature map without changing how many channels there are. */
const keepsChannels = new Set([
  'BatchNormalization',
  'Relu',
  'Clip',
  'LeakyRelu',
  'HardSwish',
  'HardSigmoid',
  'Sigmoid',
  'Mul',
  'Add',
  'MaxPool',
  'AveragePool',
]);

const stridedOperators = new Set(['Conv', 'MaxPool', 'AveragePool', 'LpPool']);

/**
 * Finds the tensor that a detector's or classifier's head reads of its backbone: the coarsest feature map, before the
 * 1x1 convolution with which a pyramid network narrows it. (EfficientNet-Lite0: 320 channels at stride 32.)
 *
 * @throws {StudioError} `model-invalid` when there is no such tensor
 */
export function findBackboneOutput(graph: ReadGraph): string {
  const strides = new Map(graph.inputs.map(({ name }) => [name, 1]));
  const producers = producersOf(graph);
  const inHead = new Set<string>();
  let coarsest: { tensor: string; stride: number } | null = null;
  for (const node of graph.nodes) {
    const known = node.inputs.filter((name) => strides.has(name));
    const stride = Math.max(0, ...known.map((name) => strides.get(name) as number));
    const afterHead = node.inputs.some((name) => inHead.has(name));
    if (headOperators.has(node.operator) && !afterHead && known[0] !== undefined && stride > (coarsest?.stride ?? 1))
      coarsest = { tensor: known[0], stride };
    for (const output of node.outputs) {
      if (afterHead || headOperators.has(node.operator)) inHead.add(output);
      else if (stride > 0) strides.set(output, stride * strideOf(node));
    }
  }
  if (!coarsest) throw new StudioError('model-invalid', say('features.none'));
  return beforeNarrowing(coarsest.tensor, producers, graph);
}

/** Channels of a feature map, from the weights that made it; null where they cannot be told. */
export function channelsOf(tensor: string, graph: ReadGraph): number | null {
  const producers = producersOf(graph);
  const follow = (name: string): number | null => {
    const node = producers.get(name);
    if (!node) return null;
    if (node.operator === 'Conv') return weightShape(node.inputs[1] as string, producers, graph)?.[0] ?? null;
    if (node.operator === 'Concat') {
      const parts = node.inputs.map(follow);
      return parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
    }
    if (!keepsChannels.has(node.operator)) return null;
    return node.inputs.map(follow).find((channels) => channels !== null) ?? null;
  };
  return follow(tensor);
}

function producersOf(graph: ReadGraph): Map<string, ReadNode> {
  return new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
}

function strideOf(node: ReadNode): number {
  return stridedOperators.has(node.operator) ? (node.integers.get('strides')?.[0] ?? 1) : 1;
}

/** Steps back over batch norm and one pointwise convolution that makes fewer channels of more. */
function beforeNarrowing(tensor: string, producers: ReadonlyMap<string, ReadNode>, graph: ReadGraph): string {
  let node = producers.get(tensor);
  while (node?.operator === 'BatchNormalization') node = producers.get(node.inputs[0] as string);
  if (node?.operator !== 'Conv') return tensor;
  const [outputs, inputs, ...kernel] = weightShape(node.inputs[1] as string, producers, graph) ?? [];
  const narrows = outputs !== undefined && inputs !== undefined && outputs < inputs && inputs <= largestDimension;
  return narrows && kernel.every((side) => side === 1) ? (node.inputs[0] as string) : tensor;
}

/** The shape of a convolution's weight, also where the file scales or casts a stored one first. */
function weightShape(
  name: string,
  producers: ReadonlyMap<string, ReadNode>,
  graph: ReadGraph,
): readonly number[] | null {
  const stored = graph.initializers.get(name);
  if (stored) return stored.shape.length === 4 ? stored.shape : null;
  for (const input of producers.get(name)?.inputs ?? []) {
    const shape = weightShape(input, producers, graph);
    // A scale has one number for each output channel and 1 elsewhere.
    if (shape && !shape.slice(1).every((side) => side === 1)) return shape;
  }
  return null;
}
