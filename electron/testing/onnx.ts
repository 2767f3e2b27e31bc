import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import { sizeOf, type Graph } from '../ml/graph/graph';
import { writeOnnxModel } from '../ml/graph/onnx-model';

export type Arrays = ReadonlyMap<string, Float32Array | Float64Array | Int32Array | Uint8Array>;

/** A graph that is ready to run on the CPU. */
export interface CompiledGraph<Values = Float32Array> {
  run(inputs: Arrays): Promise<Map<string, Values>>;
  release(): Promise<void>;
}

/**
 * @typeParam Values what the graph's outputs are
 * @param options.threads of one product; ONNX Runtime's choice without it
 */
export async function compile<Values = Float32Array>(
  graph: Graph,
  { threads }: { threads?: number } = {},
): Promise<CompiledGraph<Values>> {
  const session = await InferenceSession.create(writeOnnxModel(graph), {
    executionProviders: ['cpu'],
    enableMemPattern: false,
    logSeverityLevel: 3,
    ...(threads !== undefined && { intraOpNumThreads: threads }),
  });
  return {
    run: async (inputs) => {
      const feeds: Record<string, OnnxTensor> = {};
      for (const { name, shape, type } of graph.inputs) {
        const values = inputs.get(name);
        if (values?.length !== sizeOf(shape))
          throw new Error(`Expected ${sizeOf(shape)} values for ${name} but received ${values?.length}.`);
        const data = type === 'float64' ? Float64Array.from(values) : values;
        feeds[name] = new OnnxTensor(type as 'float32', data as Float32Array, [...shape]);
      }
      const results = await session.run(feeds);
      return new Map(Object.entries(results).map(([name, tensor]) => [name, tensor.data as Values]));
    },
    release: () => session.release(),
  };
}
