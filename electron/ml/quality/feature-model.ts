import { StudioError } from '../../contract/errors';
import { say } from '../../contract/said';
import { ProtobufWriter } from '../graph/protobuf';
import { channelsOf, findBackboneOutput } from './backbone';
import { largestDimension } from './feature-set';
import { modelGraph, readOnnxGraph, type ReadGraph, type ReadNode } from './onnx-graph';

/** A network that turns pictures into feature vectors, cut out of a larger one. */
export interface FeatureModel {
  /** An .onnx file. Input: as the source's, but any batch, height and width. Output: `features`, [batch, dimension]. */
  readonly bytes: Uint8Array;
  readonly inputName: string;
  /** The tensor whose channels are averaged over the picture. */
  readonly tensor: string;
  readonly dimension: number;
}

export const featureOutput = 'features';
/** Metadata of the source says nothing true about the part. */
const metadataField = 14;
const float32 = 1;

/**
 * Cuts the part of an ONNX model that leads to one of its tensors, and averages that tensor over height and width: so
 * the bundled detector serves as the fixed network of the quality measures, without a second file.
 *
 * Works for convolutional parts whose only input is the picture [1, channels, height, width] in float32. Sides should be
 * multiples of the network's stride (32).
 *
 * @param tensor the feature map, [batch, channels, height, width]; left out: the coarsest one of the backbone
 * @throws {StudioError} `model-invalid` when the model has no such tensor or the part needs more than the picture
 */
export function cutFeatureModel(model: Uint8Array, tensor?: string): FeatureModel {
  const graph = readOnnxGraph(model);
  const chosen = tensor ?? findBackboneOutput(graph);
  const { nodes, names } = partLeadingTo(graph, chosen);
  const [input, ...others] = graph.inputs.filter(({ name }) => names.has(name));
  if (!input || others.length > 0 || input.elementType !== float32)
    fail(`${chosen} does not follow from one float32 picture alone`);
  const dimension = channelsOf(chosen, graph);
  if (dimension === null) fail(`the channels of ${chosen} cannot be told`);
  if (dimension > largestDimension) fail(`${chosen} has ${dimension} channels, more than ${largestDimension}`);

  const part = new ProtobufWriter();
  for (const { bytes } of nodes) part.bytes(1, bytes);
  part.message(1, writeNode('GlobalAveragePool', chosen, 'quality/pooled'));
  part.message(1, writeNode('Flatten', 'quality/pooled', featureOutput));
  part.text(2, 'features');
  for (const { name, bytes } of graph.initializers.values()) if (names.has(name)) part.bytes(5, bytes);
  part.message(11, writeValue(input.name, ['batch', 3, 'height', 'width']));
  part.message(12, writeValue(featureOutput, ['batch', dimension]));

  const writer = new ProtobufWriter();
  for (const field of graph.modelFields) {
    if (field.number === metadataField) continue;
    if (field.kind === 'integer') writer.integer(field.number, field.integer);
    else writer.bytes(field.number, field.bytes);
  }
  return { bytes: writer.message(modelGraph, part).finish(), inputName: input.name, tensor: chosen, dimension };
}

/** The nodes that a tensor depends on, in their order, and every name they read. */
function partLeadingTo(graph: ReadGraph, tensor: string): { nodes: ReadNode[]; names: Set<string> } {
  const names = new Set([tensor]);
  const nodes: ReadNode[] = [];
  // An ONNX file lists every node after those it reads from.
  for (const node of [...graph.nodes].reverse()) {
    if (!node.outputs.some((output) => names.has(output))) continue;
    if (node.hasSubgraph) fail(`${tensor} depends on a ${node.operator} with a graph of its own`);
    nodes.push(node);
    for (const input of node.inputs) if (input !== '') names.add(input);
  }
  if (nodes.length === 0) fail(`it has no tensor ${tensor}`);
  return { nodes: nodes.reverse(), names };
}

function writeNode(operator: string, input: string, output: string): ProtobufWriter {
  return new ProtobufWriter().text(1, input).text(2, output).text(3, output).text(4, operator);
}

function writeValue(name: string, shape: readonly (number | string)[]): ProtobufWriter {
  const dimensions = new ProtobufWriter();
  for (const side of shape) {
    const dimension = new ProtobufWriter();
    dimensions.message(1, typeof side === 'number' ? dimension.integer(1, side) : dimension.text(2, side));
  }
  const tensorType = new ProtobufWriter().integer(1, float32).message(2, dimensions);
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensorType));
}

function fail(why: string): never {
  throw new StudioError('model-invalid', say('features.cannotCut', { why }));
}
