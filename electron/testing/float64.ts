import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import { Graph, sizeOf, type GraphNode, type Tensor } from '../ml/graph/graph';
import { writeOnnxModel } from '../ml/graph/onnx-model';

/** Rounds every number as PyTorch's float64 would: what a float32 graph ought to compute. */
export interface ExactGraph {
  run(
    inputs: ReadonlyMap<string, Float32Array | Float64Array | Int32Array | Uint8Array>,
  ): Promise<Map<string, Float64Array>>;
  release(): Promise<void>;
}

/** The same graph in double precision, on the CPU. Of its operators, all that the im2col form uses are known. */
export async function compileExactly(graph: Graph): Promise<ExactGraph> {
  const exact = inFloat64(graph);
  const session = await InferenceSession.create(writeOnnxModel(exact), {
    executionProviders: ['cpu'],
    enableMemPattern: false,
    logSeverityLevel: 3,
  });
  return {
    run: async (inputs) => {
      const feeds: Record<string, OnnxTensor> = {};
      for (const { name, shape, type } of exact.inputs) {
        const values = inputs.get(name);
        if (values?.length !== sizeOf(shape)) throw new Error(`Expected ${sizeOf(shape)} values for ${name}.`);
        const data = type === 'float64' ? Float64Array.from(values) : values;
        feeds[name] = new OnnxTensor(type as 'float64', data as Float64Array, [...shape]);
      }
      const results = await session.run(feeds);
      return new Map(Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float64Array]));
    },
    release: () => session.release(),
  };
}

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
