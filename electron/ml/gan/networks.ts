import type { TrainConfig } from '../../contract/training';
import type { Geometry } from '../graph/form';

/** What decides the networks' shapes. */
export type Architecture = Pick<
  TrainConfig,
  'imageSize' | 'latentDim' | 'generatorWidth' | 'discriminatorWidth' | 'discriminatorNorm'
>;

/** One convolution and what follows it. Names are those of PyTorch's DCGAN tutorial: position in `main`. */
export interface NetworkLayer {
  geometry: Geometry;
  /** e.g. main.3 */
  name: string;
  norm: { kind: 'batch'; name: string } | { kind: 'spectral' } | { kind: 'none' };
  activation: 'relu' | 'leakyRelu' | 'tanh' | 'none';
}

/** DCGAN, section 3. */
export const leakySlope = 0.2;

/**
 * From a latent vector to a picture, doubling the side at each layer.
 *
 * @see Radford, Metz and Chintala, arXiv:1511.06434, figure 1; PyTorch's DCGAN tutorial
 */
export function generatorLayers({ imageSize, latentDim, generatorWidth }: Architecture): NetworkLayer[] {
  const layers: NetworkLayer[] = [];
  let small = latentDim;
  let big = (generatorWidth * imageSize) / 8;
  for (let side = 4; side < imageSize; side *= 2) {
    const position = layers.length * 3;
    layers.push({
      geometry: { small, big, smallSide: side === 4 ? 1 : side / 2 },
      name: `main.${position}`,
      norm: { kind: 'batch', name: `main.${position + 1}` },
      activation: 'relu',
    });
    small = big;
    big /= 2;
  }
  layers.push({
    geometry: { small, big: 3, smallSide: imageSize / 2 },
    name: `main.${layers.length * 3}`,
    norm: { kind: 'none' },
    activation: 'tanh',
  });
  return layers;
}

/** From a picture to one number, halving the side at each layer. The tutorial's sigmoid is part of the loss. */
export function discriminatorLayers({
  imageSize,
  discriminatorWidth,
  discriminatorNorm,
}: Architecture): NetworkLayer[] {
  const layers: NetworkLayer[] = [];
  let position = 0;
  let big = 3;
  let small = discriminatorWidth;
  for (let smallSide = imageSize / 2; smallSide >= 4; smallSide /= 2) {
    const hasBatchNorm = discriminatorNorm === 'batch' && big !== 3;
    layers.push({
      geometry: { small, big, smallSide },
      name: `main.${position}`,
      norm: hasBatchNorm
        ? { kind: 'batch', name: `main.${position + 1}` }
        : discriminatorNorm === 'spectral'
          ? { kind: 'spectral' }
          : { kind: 'none' },
      activation: 'leakyRelu',
    });
    position += hasBatchNorm ? 3 : 2;
    big = small;
    small *= 2;
  }
  layers.push({
    geometry: { small: 1, big, smallSide: 1 },
    name: `main.${position}`,
    norm: discriminatorNorm === 'spectral' ? { kind: 'spectral' } : { kind: 'none' },
    activation: 'none',
  });
  return layers;
}
