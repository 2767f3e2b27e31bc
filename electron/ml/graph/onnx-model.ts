import { microsoftDomain, type Attribute, type ElementType, type Graph, type GraphNode, type Tensor } from './graph';
import { ProtobufWriter } from './protobuf';

/** TensorProto.DataType of onnx.proto. */
const dataTypes: Record<ElementType, number> = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9, float64: 11 };
/** AttributeProto.AttributeType of onnx.proto. */
const attributeTypes = { float: 1, integer: 2, text: 3, integers: 7 };
/** Axes of ReduceSum and ReduceMean as inputs came with 18; ONNX Runtime 1.14 and later read it. */
const operatorSet = 18;
const irVersion = 8;

/**
 * The bytes of an .onnx file.
 *
 * @param metadata shown by model viewers and readable through any ONNX runtime
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export function writeOnnxModel(graph: Graph, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const model = new ProtobufWriter().integer(1, irVersion).text(2, 'DeepStyle Studio');
  model.message(7, writeGraph(graph));
  model.message(8, new ProtobufWriter().text(1, '').integer(2, operatorSet));
  if (graph.nodes.some(({ domain }) => domain === microsoftDomain))
    model.message(8, new ProtobufWriter().text(1, microsoftDomain).integer(2, 1));
  for (const [key, value] of Object.entries(metadata))
    model.message(14, new ProtobufWriter().text(1, key).text(2, value));
  return model.finish();
}

function writeGraph(graph: Graph): ProtobufWriter {
  const { names, copies } = nameOutputs(graph);
  const nameOf = (tensor: Tensor): string => names.get(tensor) ?? tensor.name;
  const writer = new ProtobufWriter();
  for (const node of graph.nodes) writer.message(1, writeNode(node, nameOf));
  for (const [name, tensor] of copies)
    writer.message(1, new ProtobufWriter().text(1, nameOf(tensor)).text(2, name).text(4, 'Identity'));
  writer.text(2, 'graph');
  for (const { tensor, raw } of graph.constants) {
    const proto = new ProtobufWriter();
    for (const side of tensor.shape) proto.integer(1, side);
    writer.message(5, proto.integer(2, dataTypes[tensor.type]).text(8, nameOf(tensor)).bytes(9, raw));
  }
  for (const tensor of graph.inputs) writer.message(11, writeValue(tensor.name, tensor));
  for (const [name, tensor] of graph.outputs) writer.message(12, writeValue(name, tensor));
  return writer;
}

/** A node's result takes its output's name; what has a name already (an input, a second output) is copied by Identity. */
function nameOutputs(graph: Graph): { names: Map<Tensor, string>; copies: Map<string, Tensor> } {
  const produced = new Set(graph.nodes.map((node) => node.output));
  const names = new Map<Tensor, string>();
  const copies = new Map<string, Tensor>();
  for (const [name, tensor] of graph.outputs) {
    if (produced.has(tensor) && !names.has(tensor)) names.set(tensor, name);
    else copies.set(name, tensor);
  }
  return { names, copies };
}

function writeNode(node: GraphNode, nameOf: (tensor: Tensor) => string): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const input of node.inputs) writer.text(1, nameOf(input));
  writer.text(2, nameOf(node.output)).text(3, node.output.name).text(4, node.operator);
  for (const [name, value] of Object.entries(node.attributes)) writer.message(5, writeAttribute(name, value));
  return node.domain === '' ? writer : writer.text(7, node.domain);
}

function writeAttribute(name: string, value: Attribute): ProtobufWriter {
  const writer = new ProtobufWriter().text(1, name);
  if (typeof value === 'number') return writer.integer(3, value).integer(20, attributeTypes.integer);
  if (typeof value === 'string') return writer.text(4, value).integer(20, attributeTypes.text);
  if ('float' in value) return writer.float(2, value.float).integer(20, attributeTypes.float);
  for (const item of value) writer.integer(8, item);
  return writer.integer(20, attributeTypes.integers);
}

function writeValue(name: string, { type, shape }: Tensor): ProtobufWriter {
  const dimensions = new ProtobufWriter();
  for (const side of shape) dimensions.message(1, new ProtobufWriter().integer(1, side));
  const tensorType = new ProtobufWriter().integer(1, dataTypes[type]).message(2, dimensions);
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensorType));
}
