import { bigSide, imageChannels, kernelTaps, type FeatureMap, type Form, type Geometry, type Weights } from '../form';
import type { Graph, Shape, Tensor } from '../graph';
import {
  add,
  batchedProduct,
  concatenate,
  gather,
  matrixProduct,
  padWithZeros,
  reshape,
  slice,
  sum,
} from '../operators';
import { patchIndices, scatterIndices } from './indices';

/** Pictures get a fourth channel of zeros: rows of 16 bytes. */
const paddedImageChannels = 4;
/** From here on summing one wide Gather is faster than adding four narrow ones. */
const wideChannels = 32;

/**
 * Convolutions as one matrix product over patches, with plain operators alone: runs on every ONNX Runtime provider.
 * Activations are [batch * side * side, channels] with a picture's rows in order; weights [16 * big, small] with row
 * (ky * 4 + kx) * big + channel.
 */
export class Im2colForm implements Form {
  readonly name = 'im2col';
  readonly magnifies = false;
  /** Patches are needed forward and in the weight gradient: made once for each map. */
  readonly #patches = new WeakMap<FeatureMap, Tensor>();
  readonly #constants = new Map<string, Tensor>();

  constructor(private readonly graph: Graph) {}

  weightShape({ small, big }: Geometry): Shape {
    return [kernelTaps * stored(big), small];
  }

  weightPosition(geometry: Geometry, small: number, big: number, ky: number, kx: number): number {
    return ((ky * 4 + kx) * stored(geometry.big) + big) * geometry.small + small;
  }

  prepare(geometry: Geometry, tensor: Tensor): Weights {
    return { geometry, tensor, transformed: null };
  }

  down(big: FeatureMap, { geometry, tensor }: Weights): FeatureMap {
    const patches = this.#patchesOf(big, geometry);
    // ONNX Runtime sums a product with a single column in an order that depends on the rows that a thread gets; as a row
    // the same numbers are summed in one order.
    const product =
      geometry.small === 1
        ? matrixProduct(patches, reshape(tensor, [1, tensor.shape[0]!]), { transposeB: true })
        : matrixProduct(patches, tensor);
    return { tensor: product, batch: big.batch, side: geometry.smallSide, channels: geometry.small };
  }

  up(small: FeatureMap, { geometry, tensor: weights }: Weights): FeatureMap {
    const { batch } = small;
    const channels = stored(geometry.big);
    const side = bigSide(geometry);
    const out = { batch, side, channels: geometry.big };
    if (geometry.smallSide === 1) {
      const spread = matrixProduct(small.tensor, weights, { transposeB: true });
      return { ...out, tensor: reshape(spread, [batch * kernelTaps, channels]) };
    }
    // A row of zeros at the end stands for every tap that falls outside.
    const zeros = this.graph.constant(new Float32Array(geometry.small), [1, geometry.small]);
    const spread = matrixProduct(concatenate([small.tensor, zeros], 0), weights, { transposeB: true });
    const rows = (batch * geometry.smallSide ** 2 + 1) * kernelTaps;
    return { ...out, tensor: this.#collect(reshape(spread, [rows, channels]), batch, geometry.smallSide) };
  }

  weightGradient(big: FeatureMap, small: FeatureMap, { geometry }: Weights): Tensor {
    return matrixProduct(this.#patchesOf(big, geometry), small.tensor, { transposeA: true });
  }

  fromVectors(vectors: Tensor): FeatureMap {
    const [batch, channels] = vectors.shape as [number, number];
    return { tensor: vectors, batch, side: 1, channels };
  }

  toVectors(map: FeatureMap): Tensor {
    return map.tensor;
  }

  fromPixels(pixels: Tensor): FeatureMap {
    const [batch, side] = pixels.shape as [number, number];
    const rows = reshape(pixels, [batch * side * side, imageChannels]);
    const tensor = padWithZeros(rows, [0, 0], [0, paddedImageChannels - imageChannels]);
    return { tensor, batch, side, channels: imageChannels };
  }

  toPixels({ tensor, batch, side }: FeatureMap): Tensor {
    return reshape(slice(tensor, 1, 0, imageChannels), [batch, side, side, imageChannels]);
  }

  concatenate(first: FeatureMap, second: FeatureMap): FeatureMap {
    return { ...first, tensor: concatenate([first.tensor, second.tensor], 0), batch: first.batch + second.batch };
  }

  /** [groups, batch / groups, side * side, channels] */
  grouped({ tensor, batch, side, channels }: FeatureMap, groups: number): Tensor {
    return reshape(tensor, [groups, batch / groups, side * side, channels]);
  }

  /** First within each picture, then over pictures: products with ones are faster than ReduceSum, and sum in blocks. */
  sumOverGroups(view: Tensor): Tensor {
    const [groups, batch, pixels, channels] = view.shape as [number, number, number, number];
    const perPicture = batchedProduct(this.#ones(pixels), view);
    const total = batchedProduct(this.#ones(batch), reshape(perPicture, [groups, batch, channels]));
    return reshape(total, [groups, 1, 1, channels]);
  }

  perChannel(vector: Tensor): Tensor {
    return vector;
  }

  /** [batch * smallSide^2, 16 * channels] */
  #patchesOf(big: FeatureMap, geometry: Geometry): Tensor {
    const known = this.#patches.get(big);
    if (known) return known;
    const { batch, side, tensor } = big;
    const channels = stored(big.channels);
    const width = kernelTaps * channels;
    const rows = batch * geometry.smallSide ** 2;
    const patches =
      geometry.smallSide === 1
        ? reshape(tensor, [rows, width])
        : reshape(this.#gatherPatches(reshape(tensor, [batch, side, side, channels])), [rows, width]);
    this.#patches.set(big, patches);
    return patches;
  }

  /** Neighbours in a row lie beside each other, so a patch is eight runs of two pixels. */
  #gatherPatches(x: Tensor): Tensor {
    const [batch, side, , channels] = x.shape as [number, number, number, number];
    const padded = side + 2;
    const pairs = reshape(padWithZeros(x, [0, 1, 1, 0], [0, 1, 1, 0]), [batch, (padded * padded) / 2, 2 * channels]);
    return gather(
      pairs,
      this.#constant(`patches ${side}`, () => patchIndices(side)),
      1,
    );
  }

  /** Every big pixel is the sum of four products. */
  #collect(products: Tensor, batch: number, smallSide: number): Tensor {
    const pixels = batch * (2 * smallSide) ** 2;
    const key = `scatter ${batch} ${smallSide}`;
    if ((products.shape[1] as number) >= wideChannels) {
      const all = this.#constant(key, () => scatterIndices(batch, smallSide, [0, 1, 2, 3]), [pixels, 4]);
      return sum(gather(products, all, 0), [1]);
    }
    const parts = [0, 1, 2, 3].map((quarter) =>
      gather(
        products,
        this.#constant(`${key} ${quarter}`, () => scatterIndices(batch, smallSide, [quarter])),
        0,
      ),
    ) as [Tensor, Tensor, Tensor, Tensor];
    return add(add(parts[0], parts[1]), add(parts[2], parts[3]));
  }

  #ones(length: number): Tensor {
    return this.graph.constant(new Float32Array(length).fill(1), [1, length]);
  }

  #constant(key: string, make: () => Int32Array, shape?: Shape): Tensor {
    const known = this.#constants.get(key);
    if (known) return known;
    const constant = this.graph.constant(make(), shape);
    this.#constants.set(key, constant);
    return constant;
  }
}

function stored(channels: number): number {
  return channels === imageChannels ? paddedImageChannels : channels;
}
