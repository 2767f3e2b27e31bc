import { StudioError } from '../../contract/errors';
import { say } from '../../contract/said';
import { protobufFields, repeatedIntegers, type ProtobufField } from './protobuf-fields';

/** A node of a graph that was read from a file, as much of it as cutting needs; the rest stays in its bytes. */
export interface ReadNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Lists of integers among the attributes: strides, kernel_shape. */
  readonly integers: ReadonlyMap<string, readonly number[]>;
  readonly hasSubgraph: boolean;
  /** NodeProto. */
  readonly bytes: Uint8Array;
}

/** A stored weight. */
export interface ReadInitializer {
  readonly name: string;
  readonly shape: readonly number[];
  /** TensorProto. */
  readonly bytes: Uint8Array;
}

export interface ReadGraph {
  /** The model's fields besides the graph: versions, operator sets, metadata. */
  readonly modelFields: readonly ProtobufField[];
  readonly nodes: readonly ReadNode[];
  readonly initializers: ReadonlyMap<string, ReadInitializer>;
  /** Inputs that are no weights: name and element type of onnx.proto. */
  readonly inputs: readonly { readonly name: string; readonly elementType: number }[];
}

/** Field numbers of onnx.proto. */
export const modelGraph = 7;
const text = new TextDecoder();

/**
 * Reads the structure of an .onnx file; weights stay where they are.
 *
 * @throws {StudioError} `model-invalid` when the bytes are no ONNX model or its weights lie in another file
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
export function readOnnxGraph(model: Uint8Array): ReadGraph {
  try {
    const fields = [...protobufFields(model)];
    const graph = fields.find(({ number, kind }) => number === modelGraph && kind === 'bytes');
    if (!graph) throw new RangeError('There is no graph in it.');
    const modelFields = fields.filter((field) => field !== graph);
    const content = [...protobufFields(graph.bytes)];
    const messages = (number: number): Uint8Array[] => content.filter((f) => f.number === number).map((f) => f.bytes);
    const initializers = new Map(
      messages(5)
        .map((bytes) => readInitializer(bytes))
        .map((weight) => [weight.name, weight]),
    );
    const inputs = messages(11).map((bytes) => readInput(bytes));
    return {
      modelFields,
      nodes: messages(1).map((bytes) => readNode(bytes)),
      initializers,
      inputs: inputs.filter(({ name }) => !initializers.has(name)),
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new StudioError('model-invalid', say('features.notOnnx', { why: error.message }), {
      cause: error,
    });
  }
}

function readNode(bytes: Uint8Array): ReadNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const integers = new Map<string, number[]>();
  let operator = '';
  let hasSubgraph = false;
  for (const field of protobufFields(bytes)) {
    if (field.number === 1) inputs.push(text.decode(field.bytes));
    if (field.number === 2) outputs.push(text.decode(field.bytes));
    if (field.number === 4) operator = text.decode(field.bytes);
    if (field.number !== 5) continue;
    let name = '';
    const values: number[] = [];
    for (const part of protobufFields(field.bytes)) {
      if (part.number === 1) name = text.decode(part.bytes);
      if (part.number === 8) values.push(...repeatedIntegers(part));
      if (part.number === 6 || part.number === 11) hasSubgraph = true;
    }
    integers.set(name, values);
  }
  return { operator, inputs, outputs, integers, hasSubgraph, bytes };
}

function readInitializer(bytes: Uint8Array): ReadInitializer {
  const shape: number[] = [];
  let name = '';
  for (const field of protobufFields(bytes)) {
    if (field.number === 1) shape.push(...repeatedIntegers(field));
    if (field.number === 8) name = text.decode(field.bytes);
    if (field.number === 13) throw new RangeError('Its weights lie in a file of their own.');
  }
  return { name, shape, bytes };
}

function readInput(bytes: Uint8Array): { name: string; elementType: number } {
  let name = '';
  let elementType = 0;
  for (const field of protobufFields(bytes)) {
    if (field.number === 1) name = text.decode(field.bytes);
    if (field.number !== 2) continue;
    for (const type of protobufFields(field.bytes))
      if (type.number === 1)
        for (const part of protobufFields(type.bytes)) if (part.number === 1) elementType = part.integer;
  }
  return { name, elementType };
}
