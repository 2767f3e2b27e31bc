import type { TrainConfig } from '../../contract/training';
import { discriminatorLayers, generatorLayers, type Architecture, type NetworkLayer } from './networks';

/** Multiplications and additions of one picture through a network, forward, each convolution in its direct form. */
function flopOf(layers: readonly NetworkLayer[]): number {
  return layers.reduce((total, { geometry: { small, big, smallSide } }) => {
    const places = smallSide ** 2;
    return total + 2 * 16 * small * big * places;
  }, 0);
}

/**
 * Multiplications and additions of one training step for each picture of its batch. The generator passes forward once and
 * back with both gradients; the discriminator the same on a real and on a generated picture, then forward and back to the
 * picture for the generator's update.
 */
export function flopPerPicture(architecture: Architecture): number {
  return 3 * flopOf(generatorLayers(architecture)) + (2 * 3 + 2) * flopOf(discriminatorLayers(architecture));
}

/** The part of a step's cost that drawing one sample takes: the generator, forward. */
export function samplingShare(architecture: Architecture): number {
  return flopOf(generatorLayers(architecture)) / flopPerPicture(architecture);
}

/** Settings that decide how long a step takes, as a name: what was measured for one training counts for all of its like. */
export function workloadOf(
  config: Architecture & Pick<TrainConfig, 'batch' | 'microBatch' | 'augment' | 'form' | 'threads'>,
): string {
  const { imageSize, latentDim, generatorWidth, discriminatorWidth, discriminatorNorm, batch, microBatch } = config;
  const together = microBatch > 0 && microBatch < batch ? ` in parts of ${microBatch}` : '';
  const parts = [
    `${imageSize} px`,
    `latent ${latentDim}`,
    `width ${generatorWidth}/${discriminatorWidth}`,
    `${discriminatorNorm} norm`,
    `batch ${batch}${together}`,
    `augment ${config.augment.length === 0 ? 'none' : [...config.augment].sort().join('+')}`,
    `form ${config.form}`,
    `threads ${config.threads === 0 ? 'auto' : config.threads}`,
  ];
  return parts.join(', ');
}
