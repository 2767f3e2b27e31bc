import { Graph, type GraphNode, type Tensor } from '../ml/graph/graph';
import { compile, type CompiledGraph } from './onnx';

/**
 * The same graph in double precision, on the CPU: what a float32 graph ought to compute, rounded as PyTorch's float64 is.
 * Of its operators, all that the im2col form uses are known.
 */
export const compileExactly = (graph: Graph): Promise<CompiledGraph<Float64Array>> => compile(inFloat64(graph));

function inFloat64(graph: Graph): Graph {
  const exact = new Graph();
  const known = new Map<Tensor, Tensor>();
  for (const input of graph.inputs)
    known.set(input, exact.input(input.name, input.shape, input.type === 'float32' ? 'float64' : input.type));
  for (const { tensor, raw } of graph.constants) known.set(tensor, exact.constant(valuesOf(tensor, raw), tensor.shape));
  const found = (tensor: Tensor): Tensor => known.get(tensor) as Tensor;
  for (const node of graph.nodes) known.set(node.output, rewrite(exact, node, node.inputs.map(found)));
  for (const [name, tensor] of graph.outputs) exact.output(name, found(tensor));
  return exact;
}

function valuesOf({ type }: Tensor, raw: Uint8Array): Float64Array | Int32Array | BigInt64Array {
  const buffer = raw.slice().buffer;
  if (type === 'float32') return Float64Array.from(new Float32Array(buffer));
  return type === 'int32' ? new Int32Array(buffer) : new BigInt64Array(buffer);
}

/** ONNX Runtime has no double precision kernel for some operators; those are written out. */
function rewrite(graph: Graph, { operator, output, attributes }: GraphNode, inputs: readonly Tensor[]): Tensor {
  const [x] = inputs as [Tensor];
  const { shape } = output;
  const type = output.type === 'float32' ? 'float64' : output.type;
  const node = (name: string, parts: readonly Tensor[]) => graph.node(name, parts, shape, { type });
  const scalar = (value: number) => graph.constant(Float64Array.of(value), []);
  const number = (name: string) => (attributes[name] as { float: number }).float;
  switch (operator) {
    case 'Cast':
      return graph.node('Cast', inputs, shape, { type, attributes: { to: 11 } });
    case 'LeakyRelu':
      return node('Max', [x, node('Mul', [x, scalar(number('alpha'))])]);
    case 'HardSigmoid':
      return node('Clip', [node('Mul', [x, scalar(number('alpha'))]), scalar(0), scalar(1)]);
    case 'Softplus':
      return node('Log', [node('Add', [node('Exp', [x]), scalar(1)])]);
    default:
      return graph.node(operator, inputs, shape, { type, attributes: { ...attributes } });
  }
}
