import { bigSide, imageChannels, kernelTaps, type FeatureMap, type Form, type Geometry, type Weights } from '../form';
import type { Graph, Shape, Tensor } from '../graph';
import {
  add,
  batchedProduct,
  concatenate,
  fusedProduct,
  gather,
  matrixProduct,
  multiply,
  padWithZeros,
  reshape,
  slice,
  sum,
  transpose,
} from '../operators';
import { borderMask, cellsToPixels, imagePatches, imageScatter, outsideRow } from './indices';
import { makeTransforms, type Transforms } from './transforms';

/** Four phases of a 2x2-pixel cell. */
const phases = 4;
/** Floats of a picture's cell. */
const imageCell = phases * imageChannels;
/** Rows summed in one product of a picture layer's weight gradient: short sums are faster and more accurate. */
const rowsPerProduct = 1024;

/**
 * Convolutions with 2.56 times fewer multiplications, for the CPU: Cook-Toom F(4x4, 2x2) over cells of 2x2 pixels, by
 * ONNX Runtime's FusedMatMul. Activations are [side][side][batch][channels]; a picture is [cells][cells][batch][12] with
 * a border of zeros; weights are [4 cells][phaseX, phaseY, big][small]. Layers at the pictures and at side 1 are direct.
 *
 * @see Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, arXiv:1509.09308
 */
export class TiledForm implements Form {
  readonly name = 'tiled';
  readonly magnifies = true;
  readonly #transforms = new Map<number, Transforms>();
  readonly #constants = new Map<string, Tensor>();
  /** What a map becomes before products, needed both forward and in the weight gradient: made once for each map. */
  readonly #bigPoints = new WeakMap<FeatureMap, Tensor>();
  readonly #smallPoints = new WeakMap<FeatureMap, Tensor>();
  readonly #patches = new WeakMap<FeatureMap, Tensor>();

  constructor(private readonly graph: Graph) {}

  weightShape({ small, big, smallSide }: Geometry): Shape {
    if (smallSide === 1) return [kernelTaps, big, small];
    return big === imageChannels ? [kernelTaps * big, small] : [4, phases * big, small];
  }

  weightPosition(geometry: Geometry, small: number, big: number, ky: number, kx: number): number {
    const { smallSide, big: channels } = geometry;
    const cell = (ky >> 1) * 2 + (kx >> 1);
    let row = (ky * 4 + kx) * channels + big;
    if (smallSide > 1)
      row =
        channels === imageChannels
          ? (cell * phases + (ky & 1) * 2 + (kx & 1)) * channels + big
          : (cell * phases + (kx & 1) * 2 + (ky & 1)) * channels + big;
    return row * geometry.small + small;
  }

  prepare(geometry: Geometry, tensor: Tensor): Weights {
    if (isDirect(geometry)) return { geometry, tensor, transformed: null };
    const { products, weightsToPoints } = this.#transformsFor(geometry.smallSide);
    const rows = phases * geometry.big;
    const flat = matrixProduct(weightsToPoints, reshape(tensor, [4, rows * geometry.small]));
    return { geometry, tensor, transformed: reshape(flat, [1, products, 1, products, rows, geometry.small]) };
  }

  down(big: FeatureMap, weights: Weights, exponent = 0): FeatureMap {
    const { geometry } = weights;
    const { small, smallSide } = geometry;
    const { batch } = big;
    const out = { batch, side: smallSide, channels: small, exponent };
    const factor = 2 ** exponent;
    if (smallSide === 1) {
      const taps = fusedProduct(this.#atTaps(big), weights.tensor, { factor: factor / heldTimes(big) });
      return { ...out, tensor: reshape(sum(taps, [0], true), [1, 1, batch, small]) };
    }
    const shape = [smallSide, smallSide, batch, small];
    if (geometry.big === imageChannels) {
      const pixels = matrixProduct(this.#patchesOf(big, geometry), weights.tensor, { factor });
      return { ...out, tensor: reshape(pixels, shape) };
    }
    const { tiles, products, points, pointsToSmall, plane } = this.#transformsFor(smallSide);
    const input = reshape(this.#bigToPoints(big), [batch, tiles, products, tiles, products, phases * geometry.big]);
    const product = fusedProduct(input, transformedOf(weights), { outermostA: true });
    const result = plane
      ? matrixProduct(plane.pointsToSmall, reshape(product, [points * points, batch * small]), { factor })
      : this.#bothAxes(pointsToSmall, product, smallSide, points, batch * small, factor);
    return { ...out, tensor: reshape(result, shape) };
  }

  up(small: FeatureMap, weights: Weights): FeatureMap {
    const { geometry, tensor } = weights;
    const { batch } = small;
    const side = bigSide(geometry);
    const out = { batch, side, channels: geometry.big };
    if (geometry.smallSide === 1) {
      const taps = fusedProduct(this.#atTaps(small), tensor, { transposeB: true });
      return { ...out, tensor: reshape(taps, [side, side, batch, geometry.big]) };
    }
    if (geometry.big === imageChannels) return { ...out, tensor: this.#upToImage(small, tensor) };
    const { tiles, products, points, cells, pointsToCells, plane } = this.#transformsFor(geometry.smallSide);
    const width = phases * geometry.big;
    const input = reshape(this.#smallToPoints(small), [batch, tiles, products, tiles, products, geometry.small]);
    const product = fusedProduct(input, transformedOf(weights), { outermostA: true, transposeB: true });
    const inCells = plane
      ? matrixProduct(plane.pointsToCells, reshape(product, [points * points, batch * width]))
      : this.#bothAxes(pointsToCells, product, cells, points, batch * width);
    const indices = this.#constant(`cells ${batch} ${side}`, () => cellsToPixels(batch, side));
    const pixels = gather(reshape(inCells, [cells * cells * batch * phases, geometry.big]), indices, 0);
    return { ...out, tensor: reshape(pixels, [side, side, batch, geometry.big]) };
  }

  weightGradient(big: FeatureMap, small: FeatureMap, { geometry }: Weights): Tensor {
    const { batch } = small;
    if (geometry.smallSide === 1)
      return fusedProduct(this.#atTaps(big), this.#atTaps(small), { transposeA: true, factor: 1 / heldTimes(big) });
    if (geometry.big === imageChannels) {
      const patches = this.#patchesOf(big, geometry);
      return blockwiseProduct(patches, reshape(small.tensor, [patches.shape[0] as number, geometry.small]));
    }
    const { tiles, products, pointsToWeights } = this.#transformsFor(geometry.smallSide);
    const width = phases * geometry.big;
    const product = fusedProduct(
      reshape(this.#bigToPoints(big), [batch * tiles, products, tiles, products, width]),
      reshape(this.#smallToPoints(small), [batch * tiles, products, tiles, products, geometry.small]),
      { transposeA: true, outermostA: true, outermostB: true },
    );
    const flat = reshape(product, [products * tiles * products, width * geometry.small]);
    return reshape(matrixProduct(pointsToWeights, flat), [4, width, geometry.small]);
  }

  fromVectors(vectors: Tensor): FeatureMap {
    const [batch, channels] = vectors.shape as [number, number];
    return { tensor: reshape(vectors, [1, 1, batch, channels]), batch, side: 1, channels };
  }

  toVectors({ tensor, batch, channels }: FeatureMap): Tensor {
    return reshape(tensor, [batch, channels]);
  }

  fromPixels(pixels: Tensor): FeatureMap {
    const [batch, side] = pixels.shape as [number, number];
    const cells = side / 2 + 1;
    const padded = reshape(padWithZeros(pixels, [0, 1, 1, 0], [0, 1, 1, 0]), [
      batch,
      cells,
      2,
      cells,
      2,
      imageChannels,
    ]);
    const tensor = reshape(transpose(padded, [1, 3, 0, 2, 4, 5]), [cells, cells, batch, imageCell]);
    return { tensor, batch, side, channels: imageChannels };
  }

  toPixels({ tensor, batch, side }: FeatureMap): Tensor {
    const cells = side / 2 + 1;
    const apart = transpose(reshape(tensor, [cells, cells, batch, 2, 2, imageChannels]), [2, 0, 3, 1, 4, 5]);
    const padded = reshape(apart, [batch, side + 2, side + 2, imageChannels]);
    return slice(slice(padded, 1, 1, side + 1), 2, 1, side + 1);
  }

  concatenate(first: FeatureMap, second: FeatureMap): FeatureMap {
    return { ...first, tensor: concatenate([first.tensor, second.tensor], 2), batch: first.batch + second.batch };
  }

  /** [side * side, groups, batch / groups, channels] */
  grouped({ tensor, batch, side, channels }: FeatureMap, groups: number): Tensor {
    return reshape(tensor, [side * side, groups, batch / groups, channels]);
  }

  /** First over a pixel's pictures, then over pixels: products with ones are faster than ReduceSum, and sum in blocks. */
  sumOverGroups(view: Tensor): Tensor {
    const [pixels, groups, batch, channels] = view.shape as [number, number, number, number];
    const perPixel = batchedProduct(this.#ones(batch), view);
    const total = matrixProduct(this.#ones(pixels), reshape(perPixel, [pixels, groups * channels]));
    return reshape(total, [1, groups, 1, channels]);
  }

  perChannel(vector: Tensor): Tensor {
    return vector;
  }

  /** [batch, points, points, 4 * channels] with the last axis (phaseX, phaseY, channel); no transposition is ever made. */
  #bigToPoints(big: FeatureMap): Tensor {
    return this.#once(this.#bigPoints, big, () => {
      const { tensor, batch, side, channels } = big;
      const { pixelsToPoints, points } = this.#transformsFor(side / 2);
      const rows = fusedProduct(pixelsToPoints, tensor, { outermostB: true, factor: 1 / heldTimes(big) });
      const view = reshape(rows, [side, batch, points, 2 * channels]);
      return reshape(fusedProduct(pixelsToPoints, view, { outermostB: true }), [
        batch,
        points,
        points,
        phases * channels,
      ]);
    });
  }

  /** [batch, points, points, channels] */
  #smallToPoints(small: FeatureMap): Tensor {
    return this.#once(this.#smallPoints, small, () => {
      const { tensor, batch, side, channels } = small;
      const { smallToPoints, points, plane } = this.#transformsFor(side);
      if (!plane)
        return fusedProduct(smallToPoints, fusedProduct(smallToPoints, tensor, { outermostB: true }), {
          outermostB: true,
        });
      const flat = reshape(tensor, [side * side, batch, channels]);
      return reshape(fusedProduct(plane.smallToPoints, flat, { outermostB: true }), [batch, points, points, channels]);
    });
  }

  /** [points, points, width] to [rows, rows, width] by the same matrix along both axes. */
  #bothAxes(matrix: Tensor, product: Tensor, rows: number, points: number, width: number, factor = 1): Tensor {
    const first = matrixProduct(matrix, reshape(product, [points, points * width]), { factor });
    return batchedProduct(matrix, reshape(first, [rows, points, width]));
  }

  /** [pixels, batch, channels]: a map of side 4 or 1, pixel by pixel. */
  #atTaps({ tensor, batch, side, channels }: FeatureMap): Tensor {
    return reshape(tensor, [side * side, batch, channels]);
  }

  /** [smallSide^2 * batch, 48] */
  #patchesOf(image: FeatureMap, { smallSide }: Geometry): Tensor {
    return this.#once(this.#patches, image, () => {
      const { tensor, batch, side } = image;
      const cells = side / 2 + 1;
      const indices = this.#constant(`patches ${batch} ${side}`, () => imagePatches(batch, side));
      const patches = gather(reshape(tensor, [cells * cells * batch, imageCell]), indices, 0);
      return reshape(patches, [smallSide * smallSide * batch, kernelTaps * imageChannels]);
    });
  }

  /** Every cell is the sum of four products; a fifth, of zeros, stands for what falls outside. */
  #upToImage({ tensor, batch, side: smallSide, channels }: FeatureMap, weights: Tensor): Tensor {
    const cells = smallSide + 1;
    const rows = smallSide * smallSide * batch;
    const nothing = this.graph.constant(new Float32Array(imageCell * channels), [imageCell, channels]);
    const spread = matrixProduct(reshape(tensor, [rows, channels]), concatenate([weights, nothing], 0), {
      transposeB: true,
    });
    const products = reshape(spread, [rows * (outsideRow + 1), imageCell]);
    const [a, b, c, d] = [0, 1, 2, 3].map((part) =>
      gather(
        products,
        this.#constant(`scatter ${batch} ${smallSide} ${part}`, () => imageScatter(batch, smallSide, part)),
        0,
      ),
    ) as [Tensor, Tensor, Tensor, Tensor];
    const mask = this.#constant(`mask ${smallSide}`, () => borderMask(smallSide), [cells, cells, 1, imageCell]);
    return multiply(reshape(add(add(a, b), add(c, d)), [cells, cells, batch, imageCell]), mask);
  }

  #transformsFor(smallSide: number): Transforms {
    let transforms = this.#transforms.get(smallSide);
    if (!transforms) this.#transforms.set(smallSide, (transforms = makeTransforms(this.graph, smallSide)));
    return transforms;
  }

  #ones(length: number): Tensor {
    return this.graph.constant(new Float32Array(length).fill(1), [1, length]);
  }

  #constant(key: string, make: () => Float32Array | Int32Array, shape?: Shape): Tensor {
    let constant = this.#constants.get(key);
    if (!constant) this.#constants.set(key, (constant = this.graph.constant(make(), shape)));
    return constant;
  }

  #once(known: WeakMap<FeatureMap, Tensor>, map: FeatureMap, make: () => Tensor): Tensor {
    let tensor = known.get(map);
    if (!tensor) known.set(map, (tensor = make()));
    return tensor;
  }
}

function isDirect({ big, smallSide }: Geometry): boolean {
  return smallSide === 1 || big === imageChannels;
}

/** What a map's tensor is divided by to give its values. */
function heldTimes({ exponent = 0 }: FeatureMap): number {
  return 2 ** exponent;
}

function transformedOf(weights: Weights): Tensor {
  if (!weights.transformed) throw new Error('Expected weights that were prepared for the tiled form.');
  return weights.transformed;
}

/** A transposed times B, [rows, m] and [rows, n], as a sum of products over blocks of rows. */
function blockwiseProduct(a: Tensor, b: Tensor): Tensor {
  const [rows, m] = a.shape as [number, number];
  const n = b.shape[1] as number;
  const blocks = Math.floor(rows / rowsPerProduct);
  if (blocks < 2 || rows % blocks !== 0) return matrixProduct(a, b, { transposeA: true });
  const parts = fusedProduct(reshape(a, [blocks, rows / blocks, m]), reshape(b, [blocks, rows / blocks, n]), {
    transposeA: true,
  });
  return sum(parts, [0]);
}
