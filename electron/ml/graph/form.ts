import type { Shape, Tensor } from './graph';

/**
 * A 4x4 convolution between a map of high resolution ("big") and one of low resolution ("small"). Read from big to
 * small it is a convolution, from small to big the transposed one; both have PyTorch's weights [small, big, 4, 4].
 * Stride 2 and padding 1, so the big side is twice the small one; a small side of 1 means stride 1, no padding and a
 * big side of 4: the generator's first layer and the discriminator's last.
 */
export interface Geometry {
  /** Channels of the low-resolution map. */
  small: number;
  /** Channels of the high-resolution map. */
  big: number;
  /** Height and width of the low-resolution map. */
  smallSide: number;
}

/** Channels of a picture: red, green, blue. A map with three channels is a picture and has a layout of its own. */
export const imageChannels = 3;
export const kernelSide = 4;
export const kernelTaps = kernelSide * kernelSide;

export function bigSide({ smallSide }: Geometry): number {
  return smallSide === 1 ? kernelSide : 2 * smallSide;
}

/** Activations of a batch. How `tensor` lays them out is the form's affair; it is the same for all of its maps. */
export interface FeatureMap {
  tensor: Tensor;
  batch: number;
  side: number;
  channels: number;
  /** The tensor holds the values times 2^exponent, exactly; 0 if absent. See {@link Form.magnifies}. */
  exponent?: number;
}

/** One version of a convolution's weights, with what the form derives from them once. */
export interface Weights {
  geometry: Geometry;
  tensor: Tensor;
  /** The tiled form's products of weights, or the native form's kernel. */
  transformed: Tensor | null;
}

/**
 * One way to lay activations and weights out and to compute the convolutions between them. The networks are described
 * once; each form emits them in operators that suit its devices.
 */
export interface Form {
  readonly name: 'tiled' | 'im2col' | 'native';
  /**
   * Whether maps may be held times a power of two. Leaky ReLU's slope is then one Clip of its output: held times 2^40, what
   * is positive is above 1 and what is negative below the slope.
   */
  readonly magnifies: boolean;

  weightShape(geometry: Geometry): Shape;
  /** Where weight [small, big, ky, kx] of PyTorch's layout lies in ours. One to one, though not onto (padding). */
  weightPosition(geometry: Geometry, small: number, big: number, ky: number, kx: number): number;
  /** To be called once for each version of the weights. */
  prepare(geometry: Geometry, weights: Tensor): Weights;

  /** Convolution: big to small. @param exponent of the result, where the form magnifies */
  down(big: FeatureMap, weights: Weights, exponent?: number): FeatureMap;
  /** Transposed convolution: small to big. It is also the gradient of {@link down} in its input, and the reverse. */
  up(small: FeatureMap, weights: Weights): FeatureMap;
  /** Gradient of either in the weights, where one map is the input and the other the gradient of the output. */
  weightGradient(big: FeatureMap, small: FeatureMap, weights: Weights): Tensor;

  /** @param vectors [batch, channels] @returns a map of side 1 */
  fromVectors(vectors: Tensor): FeatureMap;
  /** The reverse of {@link fromVectors}. */
  toVectors(map: FeatureMap): Tensor;
  /** @param pixels [batch, side, side, 3] */
  fromPixels(pixels: Tensor): FeatureMap;
  /** The reverse of {@link fromPixels}, and its gradient. */
  toPixels(image: FeatureMap): Tensor;

  /** One batch after the other. */
  concatenate(first: FeatureMap, second: FeatureMap): FeatureMap;
  /** The same values as {@link sumOverGroups} takes them: a view in which the batch falls into equal groups. */
  grouped(map: FeatureMap, groups: number): Tensor;
  /** Sums each channel over a group's pictures and pixels; the result broadcasts against the view, and counts groups * channels values. */
  sumOverGroups(view: Tensor): Tensor;
  /** A vector [channels] so that it broadcasts against a map's tensor and against the view of {@link grouped}. */
  perChannel(vector: Tensor): Tensor;
}

/** The same batch and place with other values. */
export function withTensor(map: FeatureMap, tensor: Tensor): FeatureMap {
  return { ...map, tensor };
}
