import { InferenceSession, Tensor } from 'onnxruntime-node';
import { StudioError } from '../../contract/errors';
import { say } from '../../contract/said';
import type { TrainDevice } from '../../contract/training';
import { sizeOf, type Graph, type Tensor as GraphTensor } from '../../ml/graph/graph';
import { writeOnnxModel } from '../../ml/graph/onnx-model';
import { DeviceUnavailable, shortReason } from './device-unavailable';

/** A device that a session can be made for; each is an execution provider of ONNX Runtime by the same name. */
export type Device = Exclude<TrainDevice, 'auto'>;

/** How often a session runs: `now and then` gives its memory back after every run, which costs a little time. */
export type SessionUse = 'always' | 'now and then';

type Values = Float32Array | Int32Array | Uint8Array;

/** A graph of ours, loaded into ONNX Runtime on one device. */
export class OnnxSession {
  readonly #inputs: Map<string, GraphTensor>;

  private constructor(
    private readonly session: InferenceSession,
    graph: Graph,
    private readonly device: Device,
  ) {
    this.#inputs = new Map(graph.inputs.map((input) => [input.name, input]));
  }

  /**
   * @param threads of one matrix product; 0 leaves the choice to ONNX Runtime
   * @throws {StudioError} `device-unavailable`, `out-of-memory`
   */
  static async create(graph: Graph, device: Device, threads: number, use: SessionUse = 'always'): Promise<OnnxSession> {
    try {
      const session = await InferenceSession.create(writeOnnxModel(graph), {
        executionProviders: [device],
        graphOptimizationLevel: 'all',
        // Halves the memory of a training graph.
        enableMemPattern: false,
        enableCpuMemArena: use === 'always',
        // Idle threads sleep instead of spinning: one percent slower alone, and a good neighbour.
        extra: { session: { intra_op: { allow_spinning: '0' } } },
        logSeverityLevel: 3,
        ...(threads > 0 ? { intraOpNumThreads: threads } : {}),
      });
      return new OnnxSession(session, graph, device);
    } catch (error) {
      throw sessionError(device, error);
    }
  }

  /** A tensor for one of the graph's inputs, of its shape and type. */
  tensor(name: string, values: Values): Tensor {
    const input = this.#inputs.get(name);
    if (!input) throw new Error(`Expected an input of the graph but received "${name}".`);
    if (values.length !== sizeOf(input.shape))
      throw new Error(`Expected ${sizeOf(input.shape)} values for ${name} but received ${values.length}.`);
    return new Tensor(input.type as 'float32', values as Float32Array, [...input.shape]);
  }

  /**
   * Blocks this thread until it is done.
   *
   * @throws {StudioError} `out-of-memory`, `device-unavailable`
   */
  async run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
    try {
      return (await this.session.run(feeds)) as Record<string, Tensor>;
    } catch (error) {
      throw sessionError(this.device, error);
    }
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}

function sessionError(device: Device, error: unknown): StudioError {
  const message = error instanceof Error ? error.message : String(error);
  const why = message.trim().split('\n')[0] ?? '';
  if (/bad_alloc|allocat|out of memory/i.test(why))
    return new StudioError('out-of-memory', say('device.memory', { device, detail: why }), { cause: error });
  const reason = shortReason(message);
  return new DeviceUnavailable(say('device.fails', { device, why: reason }), reason, { cause: error });
}
