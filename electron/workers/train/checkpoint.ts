import { StudioError } from '../../contract/errors';
import { say } from '../../contract/said';
import { TrainConfig } from '../../contract/training';
import type { Adaptation } from '../../ml/gan/adaptive-augmentation';
import { sizeOf } from '../../ml/graph/graph';
import { averageOf, networkEntries, stateEntries } from '../../ml/gan/state';
import type { RandomState } from '../../ml/rng';
import type { Safetensors, StoredTensor } from '../../storage/safetensors';

/** Everything that a run needs to go on exactly. */
export interface Checkpoint {
  step: number;
  config: TrainConfig;
  /** Of the generator of noise, mirroring and augmentation. */
  random: RandomState;
  /** Real pictures taken so far: the sampler's position. */
  taken: number;
  /** Time spent training. */
  elapsedMs: number;
  /** Where adaptive augmentation stands; null in a run without it. */
  adaptation: Adaptation | null;
  /** In PyTorch's layout. Adam's moments are kept as m / (1 - beta1) and v / (1 - beta2). */
  state: Map<string, Float32Array>;
}

export function encodeCheckpoint(
  { step, config, random, taken, elapsedMs, adaptation }: Omit<Checkpoint, 'state'>,
  state: Map<string, StoredTensor>,
): Safetensors {
  const metadata = {
    format: 'deepstyle-checkpoint-1',
    step: String(step),
    config: JSON.stringify(config),
    random: JSON.stringify(random),
    taken: String(taken),
    elapsedMs: String(Math.round(elapsedMs)),
    ...(adaptation ? { adaptation: JSON.stringify(adaptation) } : {}),
  };
  return { tensors: state, metadata };
}

/** @throws {StudioError} `checkpoint-damaged` when it is whole but no checkpoint of this version */
export function decodeCheckpoint({ tensors, metadata }: Safetensors): Checkpoint {
  const { format, step, config, random, taken, elapsedMs, adaptation } = metadata;
  if (format !== 'deepstyle-checkpoint-1' || config === undefined || random === undefined)
    throw new StudioError('checkpoint-damaged', say('checkpoint.otherVersion'));
  const parsed = TrainConfig.parse(JSON.parse(config));
  const state = new Map<string, Float32Array>();
  for (const { name, shape } of stateEntries(parsed)) {
    const values = tensors.get(name)?.values;
    if (!(values instanceof Float32Array) || values.length !== sizeOf(shape))
      throw new StudioError('checkpoint-damaged', say('checkpoint.noArray', { step: step ?? '', name }));
    state.set(name, values);
  }
  return {
    step: Number(step),
    config: parsed,
    random: JSON.parse(random) as RandomState,
    taken: Number(taken),
    elapsedMs: Number(elapsedMs),
    adaptation: adaptation === undefined ? null : (JSON.parse(adaptation) as Adaptation),
    state,
  };
}

/** Settings that the state's shapes and Adam's moments depend on: a run cannot go on under others. */
const fixedSettings = [
  'imageSize',
  'latentDim',
  'generatorWidth',
  'discriminatorWidth',
  'discriminatorNorm',
  'emaDecay',
  'batch',
  'seed',
  'beta1',
  'beta2',
] as const satisfies readonly (keyof TrainConfig)[];

/** @throws {StudioError} `invalid-params` naming the settings that changed */
export function expectSameRun(checkpoint: TrainConfig, wanted: TrainConfig): void {
  const changed = fixedSettings.filter((name) => checkpoint[name] !== wanted[name]);
  if (changed.length > 0)
    throw new StudioError('invalid-params', say('run.otherSettings', { names: changed.join(', ') }));
}

/** The generator that samples are drawn with: the averaged one where there is one. By the generator's own names. */
export function samplingWeights(
  config: TrainConfig,
  state: ReadonlyMap<string, Float32Array>,
): Map<string, Float32Array> {
  return new Map(
    networkEntries('generator', config).map(({ name }) => [
      name,
      state.get(config.emaDecay > 0 ? averageOf(name) : name) as Float32Array,
    ]),
  );
}
