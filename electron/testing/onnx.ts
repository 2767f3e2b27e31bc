import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import { sizeOf, type Graph } from '../ml/graph/graph';
import { writeOnnxModel } from '../ml/graph/onnx-model';

export type Arrays = ReadonlyMap<string, Float32Array | Int32Array | Uint8Array>;

/** A graph that is ready to run on the CPU. */
export interface CompiledGraph {
  run(inputs: Arrays): Promise<Map<string, Float32Array>>;
  release(): Promise<void>;
}

export async function compile(graph: Graph): Promise<CompiledGraph> {
  const session = await InferenceSession.create(writeOnnxModel(graph), {
    executionProviders: ['cpu'],
    enableMemPattern: false,
    logSeverityLevel: 3,
  });
  return {
    run: async (inputs) => {
      const feeds: Record<string, OnnxTensor> = {};
      for (const { name, shape, type } of graph.inputs) {
        const values = inputs.get(name);
        if (values?.length !== sizeOf(shape))
          throw new Error(`Expected ${sizeOf(shape)} values for ${name} but received ${values?.length}.`);
        feeds[name] = new OnnxTensor(type as 'float32', values as Float32Array, [...shape]);
      }
      const results = await session.run(feeds);
      return new Map(Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]));
    },
    release: () => session.release(),
  };
}
