import {
  bigSide,
  imageChannels,
  kernelSide,
  kernelTaps,
  type FeatureMap,
  type Form,
  type Geometry,
  type Weights,
} from '../form';
import type { Graph, Shape, Tensor } from '../graph';
import {
  batchedProduct,
  concatenate,
  convolve,
  convolveTransposed,
  matrixProduct,
  reshape,
  transpose,
  type Window,
} from '../operators';

/**
 * ONNX's own Conv and ConvTranspose, which keep no patches: slower than the other forms, but about half the memory.
 * Activations are [batch, channels, side * side]; weights [big * 16, small] with row big * 16 + ky * 4 + kx, turned into
 * PyTorch's layout once for each version.
 */
export class NativeForm implements Form {
  readonly name = 'native';
  readonly magnifies = false;

  constructor(private readonly graph: Graph) {}

  weightShape({ small, big }: Geometry): Shape {
    return [big * kernelTaps, small];
  }

  weightPosition(geometry: Geometry, small: number, big: number, ky: number, kx: number): number {
    return (big * kernelTaps + ky * kernelSide + kx) * geometry.small + small;
  }

  prepare(geometry: Geometry, tensor: Tensor): Weights {
    const shape = [geometry.small, geometry.big, kernelSide, kernelSide];
    return { geometry, tensor, transformed: reshape(transpose(tensor, [1, 0]), shape) };
  }

  down(big: FeatureMap, weights: Weights): FeatureMap {
    const { small, smallSide } = weights.geometry;
    const output = convolve(inPlane(big), kernelOf(weights), windowOf(weights.geometry));
    return flat(output, { batch: big.batch, side: smallSide, channels: small });
  }

  up(small: FeatureMap, weights: Weights): FeatureMap {
    const { geometry } = weights;
    const output = convolveTransposed(inPlane(small), kernelOf(weights), windowOf(geometry));
    return flat(output, { batch: small.batch, side: bigSide(geometry), channels: geometry.big });
  }

  /**
   * Also a convolution: of the big map by the small one, whose pixels lie two apart there, with the pictures of the batch
   * in the place of channels, so that the result is [big, small, 4, 4].
   */
  weightGradient(big: FeatureMap, small: FeatureMap, { geometry }: Weights): Tensor {
    const { smallSide } = geometry;
    if (smallSide === 1) {
      const taps = reshape(big.tensor, [big.batch, geometry.big * kernelTaps]);
      return matrixProduct(taps, reshape(small.tensor, [small.batch, geometry.small]), { transposeA: true });
    }
    const byPicture = (map: FeatureMap): Tensor => transpose(inPlane(map), [1, 0, 2, 3]);
    const gradient = convolve(byPicture(big), byPicture(small), { stride: 1, padding: 1, dilation: 2 });
    return reshape(transpose(gradient, [0, 2, 3, 1]), [geometry.big * kernelTaps, geometry.small]);
  }

  fromVectors(vectors: Tensor): FeatureMap {
    const [batch, channels] = vectors.shape as [number, number];
    return { tensor: reshape(vectors, [batch, channels, 1]), batch, side: 1, channels };
  }

  toVectors({ tensor, batch, channels }: FeatureMap): Tensor {
    return reshape(tensor, [batch, channels]);
  }

  fromPixels(pixels: Tensor): FeatureMap {
    const [batch, side] = pixels.shape as [number, number];
    return flat(transpose(pixels, [0, 3, 1, 2]), { batch, side, channels: imageChannels });
  }

  toPixels(image: FeatureMap): Tensor {
    return transpose(inPlane(image), [0, 2, 3, 1]);
  }

  concatenate(first: FeatureMap, second: FeatureMap): FeatureMap {
    return { ...first, tensor: concatenate([first.tensor, second.tensor], 0), batch: first.batch + second.batch };
  }

  /** [groups, batch / groups, channels, side * side] */
  grouped({ tensor, batch, side, channels }: FeatureMap, groups: number): Tensor {
    return reshape(tensor, [groups, batch / groups, channels, side * side]);
  }

  /** First within each picture, then over pictures: products with ones are faster than ReduceSum, and sum in blocks. */
  sumOverGroups(view: Tensor): Tensor {
    const [groups, batch, channels, pixels] = view.shape as [number, number, number, number];
    const perPicture = batchedProduct(view, this.#ones([pixels, 1]));
    const total = batchedProduct(this.#ones([1, batch]), reshape(perPicture, [groups, batch, channels]));
    return reshape(total, [groups, 1, channels, 1]);
  }

  perChannel(vector: Tensor): Tensor {
    return reshape(vector, [...vector.shape, 1]);
  }

  #ones(shape: readonly [number, number]): Tensor {
    return this.graph.constant(new Float32Array(shape[0] * shape[1]).fill(1), shape);
  }
}

function inPlane({ tensor, batch, side, channels }: FeatureMap): Tensor {
  return reshape(tensor, [batch, channels, side, side]);
}

function flat(tensor: Tensor, place: Omit<FeatureMap, 'tensor'>): FeatureMap {
  const { batch, channels, side } = place;
  return { ...place, tensor: reshape(tensor, [batch, channels, side * side]) };
}

function windowOf({ smallSide }: Geometry): Window {
  return smallSide === 1 ? { stride: 1, padding: 0, dilation: 1 } : { stride: 2, padding: 1, dilation: 1 };
}

function kernelOf(weights: Weights): Tensor {
  if (!weights.transformed) throw new Error('Expected weights that were prepared for the native form.');
  return weights.transformed;
}
