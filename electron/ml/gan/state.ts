import type { TrainConfig } from '../../contract/training';
import type { Form, Geometry } from '../graph/form';
import { sizeOf, type Shape } from '../graph/graph';
import type { Random } from '../rng';
import { discriminatorLayers, generatorLayers, type Architecture, type NetworkLayer } from './networks';

export type NetworkName = 'generator' | 'discriminator';

/** One array of a run's state. Stored in PyTorch's layout under its name; in the graph, in the form's layout. */
export interface StateEntry {
  /** e.g. generator.main.0.weight, adam.first.generator.main.0.weight, average.generator.main.1.running_mean */
  name: string;
  /** In PyTorch's layout. */
  shape: Shape;
  /** Convolution weights, and what is shaped like them; null where both layouts are the same. */
  geometry: Geometry | null;
  /** Whether Adam changes it. */
  trained: boolean;
  initial: (random: Random) => Float32Array;
}

export type StateConfig = Architecture & Pick<TrainConfig, 'emaDecay'>;

export const firstMomentOf = (name: string): string => `adam.first.${name}`;
export const secondMomentOf = (name: string): string => `adam.second.${name}`;
/** The averaged generator's copy of a generator array. */
export const averageOf = (name: string): string => `average.${name}`;

/** Parameters and statistics of one network, without what Adam and the average keep beside them. */
export function networkEntries(network: NetworkName, config: Architecture): StateEntry[] {
  const layers = network === 'generator' ? generatorLayers(config) : discriminatorLayers(config);
  return layers.flatMap((layer) => layerEntries(network, layer));
}

/** Everything that a step reads and writes, in the order of the first weights' random numbers. */
export function stateEntries(config: StateConfig): StateEntry[] {
  const generator = networkEntries('generator', config);
  const networks = [...generator, ...networkEntries('discriminator', config)];
  const moments = networks.flatMap((entry) =>
    entry.trained ? [zerosLike(entry, firstMomentOf(entry.name)), zerosLike(entry, secondMomentOf(entry.name))] : [],
  );
  // Its first values do not matter: the first step overwrites them (averageDecay is 0 there).
  const averages = config.emaDecay > 0 ? generator.map((entry) => zerosLike(entry, averageOf(entry.name))) : [];
  return [...networks, ...moments, ...averages];
}

/** A run's state before its first step, in PyTorch's layout. @see DCGAN, section 4: weights from N(0, 0.02) */
export function initialState(config: StateConfig, random: Random): Map<string, Float32Array> {
  return new Map(stateEntries(config).map((entry) => [entry.name, entry.initial(random)]));
}

/** @param values in PyTorch's layout @returns the same in the form's layout, padding being zero */
export function packState(form: Form, { geometry }: StateEntry, values: Float32Array): Float32Array {
  if (!geometry) return Float32Array.from(values);
  const out = new Float32Array(sizeOf(form.weightShape(geometry)));
  positions(form, geometry).forEach((position, index) => (out[position] = values[index] as number));
  return out;
}

/** The reverse of {@link packState}, bit for bit. */
export function unpackState(form: Form, { geometry }: StateEntry, packed: Float32Array): Float32Array {
  if (!geometry) return Float32Array.from(packed);
  const from = positions(form, geometry);
  const out = new Float32Array(from.length);
  // A loop: Float32Array.from keeps a list of all values beside the arrays while it works.
  for (let index = 0; index < out.length; index++) out[index] = packed[from[index] as number] as number;
  return out;
}

/** For each weight in PyTorch's order, its place in the form's layout. */
function positions(form: Form, geometry: Geometry): Int32Array {
  const { small: smallChannels, big: bigChannels } = geometry;
  const out = new Int32Array(smallChannels * bigChannels * 16);
  let index = 0;
  for (let small = 0; small < smallChannels; small++)
    for (let big = 0; big < bigChannels; big++)
      for (let ky = 0; ky < 4; ky++)
        for (let kx = 0; kx < 4; kx++) out[index++] = form.weightPosition(geometry, small, big, ky, kx);
  return out;
}

function layerEntries(network: NetworkName, { geometry, name, norm }: NetworkLayer): StateEntry[] {
  const channels = network === 'generator' ? geometry.big : geometry.small;
  const path = `${network}.${name}`;
  const weights: Pick<StateEntry, 'shape' | 'geometry' | 'trained' | 'initial'> = {
    shape: [geometry.small, geometry.big, 4, 4],
    geometry,
    trained: true,
    initial: (random) => random.normals(geometry.small * geometry.big * 16).map((value) => 0.02 * value),
  };
  const vector = (vectorName: string, trained: boolean, initial: StateEntry['initial']): StateEntry => ({
    name: vectorName,
    shape: [channels],
    geometry: null,
    trained,
    initial,
  });
  if (norm.kind === 'none') return [{ ...weights, name: `${path}.weight` }];
  if (norm.kind === 'spectral')
    return [
      { ...weights, name: `${path}.weight_orig` },
      vector(`${path}.weight_u`, false, (random) => unitVector(random.normals(channels))),
      vector(`${path}.bias`, true, () => new Float32Array(channels)),
    ];
  const normPath = `${network}.${norm.name}`;
  return [
    { ...weights, name: `${path}.weight` },
    vector(`${normPath}.weight`, true, (random) => random.normals(channels).map((value) => 1 + 0.02 * value)),
    vector(`${normPath}.bias`, true, () => new Float32Array(channels)),
    vector(`${normPath}.running_mean`, false, () => new Float32Array(channels)),
    vector(`${normPath}.running_var`, false, () => new Float32Array(channels).fill(1)),
  ];
}

function zerosLike(entry: StateEntry, name: string): StateEntry {
  return { ...entry, name, trained: false, initial: () => new Float32Array(sizeOf(entry.shape)) };
}

function unitVector(values: Float32Array): Float32Array {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}
