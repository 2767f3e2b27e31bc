import type { TrainConfig } from '../../contract/training';
import { imageChannels, kernelTaps, type Geometry } from '../graph/form';
import { discriminatorLayers, generatorLayers, type Architecture, type NetworkLayer } from './networks';
import type { FormName } from './training-step';

/** Of a process that has loaded ONNX Runtime but no graph. */
export const processMiB = 170;

/** What a training's memory grows with, each in MiB of float32. */
export const memoryParts = [
  'generatorWeights',
  'discriminatorWeights',
  'generatorMaps',
  'discriminatorMaps',
  'pictures',
] as const;
export type MemoryParts = Record<(typeof memoryParts)[number], number>;

type Layout = FormName | `${FormName} in parts`;

/**
 * How often a process holds each part, its allocator's waste included. `npm run bench -- memory` finds these by counting
 * in the graphs themselves, which takes a quarter of a second for each: too long for a window that waits.
 */
const copies: Readonly<Record<Layout, Readonly<MemoryParts>>> = {
  tiled: at(17.2, 30.1, 6.0, 11.6, 21.2),
  im2col: at(9.5, 10.7, 5.6, 31.2, 41.8),
  native: at(9.5, 11.7, 4.1, 6.3, 7.5),
  'tiled in parts': at(13.3, 38.0, 6.9, 11.0, 19.9),
  'im2col in parts': at(5.5, 6.2, 4.6, 27.1, 28.2),
  'native in parts': at(7.9, 13.9, 4.6, 8.9, 6.8),
};

/** Pictures that an averaged generator's statistics are taken of, and how often its maps and its weights are held for that. */
export const calibrationBatch = 64;
const calibrationMaps = 2;
const averagedWeights = 3;

type Sizes = Architecture & Pick<TrainConfig, 'batch' | 'microBatch' | 'emaDecay'>;

/** Memory that a training process on the processor will take, in MiB: to be shown, and checked, before it starts. */
export function estimateTrainingMiB(config: Sizes, form: FormName): number {
  const factors = copies[isInParts(config) ? (`${form} in parts` as const) : form];
  const parts = memoryPartsOf(config);
  return Math.round(memoryParts.reduce((total, name) => total + factors[name] * parts[name], besideStepsMiB(config)));
}

/** What a process takes but for its steps: itself, and an averaged generator that draws grids, which is none of the step's graph. */
export function besideStepsMiB(config: Sizes): number {
  if (config.emaDecay === 0) return processMiB;
  const { generatorMaps, generatorWeights } = memoryPartsOf({ ...config, batch: calibrationBatch, microBatch: 0 });
  return processMiB + calibrationMaps * generatorMaps + averagedWeights * generatorWeights;
}

/** Whether the batch passes in parts. */
export const isInParts = ({ batch, microBatch }: Pick<Sizes, 'batch' | 'microBatch'>): boolean =>
  microBatch > 0 && microBatch < batch;

/** Each part once, in MiB of float32, for the pictures that pass together. */
export function memoryPartsOf(config: Sizes): MemoryParts {
  const together = isInParts(config) ? config.microBatch : config.batch;
  const inMiB = (count: number): number => (4 * count) / 2 ** 20;
  const maps = (layers: readonly NetworkLayer[], sizeOf: (geometry: Geometry) => number): number =>
    inMiB(together * layers.reduce((total, { geometry }) => total + sizeOf(geometry), 0));
  const weights = (layers: readonly NetworkLayer[]): number =>
    inMiB(layers.reduce((total, { geometry: { small, big } }) => total + kernelTaps * small * big, 0));
  const [generator, discriminator] = [generatorLayers(config), discriminatorLayers(config)];
  return {
    generatorWeights: weights(generator),
    discriminatorWeights: weights(discriminator),
    // Of each layer but the last, whose map is the picture; of the discriminator's, the first one reads it.
    generatorMaps: maps(
      generator.slice(0, -1),
      ({ big, smallSide }) => big * (smallSide === 1 ? 4 : 2 * smallSide) ** 2,
    ),
    discriminatorMaps: maps(discriminator, ({ small, smallSide }) => small * smallSide ** 2),
    pictures: inMiB(together * imageChannels * config.imageSize ** 2),
  };
}

function at(
  generatorWeights: number,
  discriminatorWeights: number,
  generatorMaps: number,
  discriminatorMaps: number,
  pictures: number,
): MemoryParts {
  return { generatorWeights, discriminatorWeights, generatorMaps, discriminatorMaps, pictures };
}
