import type { TrainConfig } from '../contract/training';
import { packState, unpackState } from '../ml/gan/state';
import {
  buildTrainingStep,
  nextOf,
  reportedValues,
  stepInputs,
  stepScalars,
  type FormName,
  type ReportedValue,
  type StepConfig,
} from '../ml/gan/training-step';
import { compile } from './onnx';

/** Makes training steps on arrays in PyTorch's layout, without files or sampling. */
export async function makeStepper(
  config: StepConfig & Pick<TrainConfig, 'learningRate' | 'discriminatorRate'>,
  formName: FormName,
) {
  const { graph, form, state } = buildTrainingStep(config, formName);
  const compiled = await compile(graph);
  const packed = new Map<string, Float32Array>();
  let step = 0;
  return {
    state,
    graph,
    load: (values: ReadonlyMap<string, Float32Array>) => {
      for (const entry of state) packed.set(entry.name, packState(form, entry, values.get(entry.name) as Float32Array));
    },
    read: (name: string): Float32Array => {
      const entry = state.find((candidate) => candidate.name === name);
      if (!entry) throw new Error(`no state array ${name}`);
      return unpackState(form, entry, packed.get(name) as Float32Array);
    },
    step: async (
      real: Uint8Array,
      noise: Float32Array,
      extra: ReadonlyMap<string, Float32Array | Int32Array> = new Map(),
    ): Promise<Record<ReportedValue, number>> => {
      step++;
      const inputs = new Map<string, Float32Array | Int32Array | Uint8Array>([...packed, ...extra]);
      inputs.set(stepInputs.real, real).set(stepInputs.noise, noise);
      for (const [name, value] of stepScalars(step, config)) inputs.set(name, Float32Array.of(value));
      const out = await compiled.run(inputs);
      for (const { name } of state) packed.set(name, out.get(nextOf(name)) as Float32Array);
      return Object.fromEntries(reportedValues.map((name) => [name, out.get(name)?.[0]])) as Record<
        ReportedValue,
        number
      >;
    },
    release: () => compiled.release(),
  };
}
