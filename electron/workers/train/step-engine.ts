import type { Tensor } from 'onnxruntime-node';
import type { TrainConfig } from '../../contract/training';
import { buildAccumulatedStep, sumOf, type AccumulatedStep, type StepPart } from '../../ml/gan/accumulated-step';
import { isInParts } from '../../ml/gan/memory-estimate';
import type { StateEntry } from '../../ml/gan/state';
import {
  buildTrainingStep,
  nextOf,
  reportedValues,
  stepInputs,
  stepScalars,
  type FormName,
  type ReportedValue,
} from '../../ml/gan/training-step';
import type { StepBatch } from './onnx-trainer';
import { OnnxSession, type Device } from './onnx-session';

export type State = Record<string, Tensor>;
export type Reported = Record<ReportedValue, number>;

/** Makes training steps: from a state to the next one. */
export interface StepEngine {
  readonly entries: readonly StateEntry[];
  /** A tensor for a state array, in the form's layout. */
  tensor(name: string, values: Float32Array): Tensor;
  /** @param step from 1 @throws {StudioError} `out-of-memory`, `device-unavailable` */
  step(state: Readonly<State>, step: number, batch: StepBatch): Promise<{ state: State; values: Reported }>;
  release(): Promise<void>;
}

/** @throws {StudioError} `device-unavailable`, `out-of-memory` */
export function createStepEngine(config: TrainConfig, form: FormName, device: Device): Promise<StepEngine> {
  return isInParts(config) ? AccumulatedEngine.create(config, form, device) : WholeEngine.create(config, form, device);
}

const valueOf = (results: State, name: string): number => (results[name] as Tensor).data[0] as number;

/** The whole batch at once: one graph, one run a step. */
class WholeEngine implements StepEngine {
  private constructor(
    private readonly session: OnnxSession,
    private readonly config: TrainConfig,
    readonly entries: readonly StateEntry[],
  ) {}

  static async create(config: TrainConfig, form: FormName, device: Device): Promise<WholeEngine> {
    const { graph, state } = buildTrainingStep(config, form);
    return new WholeEngine(await OnnxSession.create(graph, device, config.threads), config, state);
  }

  tensor(name: string, values: Float32Array): Tensor {
    return this.session.tensor(name, values);
  }

  async step(state: Readonly<State>, step: number, batch: StepBatch) {
    const { session, config, entries } = this;
    const feeds: State = {
      ...state,
      [stepInputs.real]: session.tensor(stepInputs.real, batch.real),
      [stepInputs.noise]: session.tensor(stepInputs.noise, batch.noise),
    };
    for (const [name, value] of stepScalars(step, config)) feeds[name] = session.tensor(name, Float32Array.of(value));
    for (const [name, values] of batch.augmentation) feeds[name] = session.tensor(name, values);
    const results = await session.run(feeds);
    return {
      state: Object.fromEntries(entries.map(({ name }) => [name, results[nextOf(name)] as Tensor])),
      values: Object.fromEntries(reportedValues.map((name) => [name, valueOf(results, name)])) as Reported,
    };
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}

type PartName = Exclude<keyof AccumulatedStep, 'entries'>;
const partNames = [
  'discriminatorGradients',
  'discriminatorUpdate',
  'generatorGradients',
  'generatorUpdate',
] as const satisfies readonly PartName[];

/** The batch in parts that pass one after the other: less memory, a little slower. See AccumulatedStep. */
class AccumulatedEngine implements StepEngine {
  private constructor(
    private readonly parts: Record<PartName, StepPart & { session: OnnxSession }>,
    private readonly config: TrainConfig,
    readonly entries: readonly StateEntry[],
  ) {}

  static async create(config: TrainConfig, form: FormName, device: Device): Promise<AccumulatedEngine> {
    const built = buildAccumulatedStep(config, form);
    const parts: Partial<Record<PartName, StepPart & { session: OnnxSession }>> = {};
    for (const name of partNames)
      parts[name] = { ...built[name], session: await OnnxSession.create(built[name].graph, device, config.threads) };
    return new AccumulatedEngine(parts as AccumulatedEngine['parts'], config, built.entries);
  }

  /** Every trained array is read by an update, every other one by what computes with it. */
  tensor(name: string, values: Float32Array): Tensor {
    const reader = partNames.map((part) => this.parts[part]).find(({ reads }) => reads.includes(name));
    if (!reader) throw new Error(`Expected a part of the step that reads ${name} but there is none.`);
    return reader.session.tensor(name, values);
  }

  async step(before: Readonly<State>, step: number, batch: StepBatch) {
    const { config } = this;
    const count = config.batch / config.microBatch;
    const scalars = stepScalars(step, config);
    const state: State = { ...before };
    const sums: Record<string, number> = {};
    // Spectral norm's iteration starts from the same vectors for every part of the batch.
    const vectors = Object.keys(before).filter((name) => name.endsWith('.weight_u'));
    for (const network of ['discriminator', 'generator'] as const) {
      const gradients = this.parts[`${network}Gradients`];
      const start = Object.fromEntries(vectors.map((name) => [name, state[name] as Tensor]));
      for (const key of gradients.writes) if (isSum(key)) state[key] = zeros(gradients, key);
      for (let index = 0; index < count; index++) {
        Object.assign(state, start);
        const reported = await this.#run(gradients, state, this.#feedsOf(gradients, batch, index));
        for (const name of reportedValues)
          if (reported[name]) sums[name] = (sums[name] ?? 0) + valueOf(reported, name) / count;
      }
      const update = this.parts[`${network}Update`];
      const feeds = [...scalars].filter(([name]) => update.graph.inputs.some((input) => input.name === name));
      await this.#run(
        update,
        state,
        feeds.map(([name, value]) => [name, Float32Array.of(value)] as const),
      );
      for (const key of Object.keys(state)) if (isSum(key)) delete state[key];
    }
    return { state, values: sums as Reported };
  }

  async release(): Promise<void> {
    for (const name of partNames) await this.parts[name].session.release();
  }

  /** Runs a part; what it writes replaces what was in the state. */
  async #run(
    part: StepPart & { session: OnnxSession },
    state: State,
    feeds: readonly (readonly [string, Float32Array | Int32Array | Uint8Array])[],
  ): Promise<State> {
    const inputs = Object.fromEntries([
      ...part.reads.map((name) => [name, state[name] as Tensor] as const),
      ...feeds.map(([name, values]) => [name, part.session.tensor(name, values)] as const),
    ]);
    const results = await part.session.run(inputs);
    for (const name of part.writes) state[name] = results[nextOf(name)] as Tensor;
    return results;
  }

  /** One part of the batch, of everything in it that the graph reads. */
  #feedsOf({ graph }: StepPart, { real, noise, augmentation }: StepBatch, index: number) {
    const { batch, microBatch } = this.config;
    const all = new Map<string, Float32Array | Int32Array | Uint8Array>(augmentation);
    all.set(stepInputs.real, real).set(stepInputs.noise, noise);
    return graph.inputs.flatMap(({ name }) => {
      const values = all.get(name);
      if (!values) return [];
      const length = (values.length / batch) * microBatch;
      return [[name, values.slice(index * length, (index + 1) * length)] as const];
    });
  }
}

const isSum = (name: string): boolean => name.startsWith(sumOf(''));

function zeros({ graph, session }: StepPart & { session: OnnxSession }, name: string): Tensor {
  const input = graph.inputs.find((candidate) => candidate.name === name);
  return session.tensor(name, new Float32Array((input?.shape ?? []).reduce((size, side) => size * side, 1)));
}
