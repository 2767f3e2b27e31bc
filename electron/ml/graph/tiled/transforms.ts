import type { Graph, Tensor } from '../graph';
import { cookToom, type CookToom } from './cook-toom';

/**
 * F(4, 2): 5 products for 4 results. Both ways of a layer multiply the products' own rounding errors by some factor, which
 * these points (and infinity) make as small as five points can: 2.8 where 0, 1/2, -1 and 2 have 4 (decision 13).
 */
export const fast = cookToom([0.375, -0.375, 1.28125, -1.28125]);

/**
 * The constant matrices that take a convolution's maps into products and back, along one axis. The big side is cut
 * into cells of two pixels, cell i being the padded pixels (2i - 1, 2i): a 4-tap stride-2 convolution of pixels is a
 * 2-tap stride-1 convolution of cells. Four results make a tile.
 */
export interface Transforms {
  products: number;
  tiles: number;
  /** tiles * products */
  points: number;
  side: number;
  smallSide: number;
  /** smallSide + 1 */
  cells: number;
  /** [(tile, product, phase), side]: pixels to products, padding included. */
  pixelsToPoints: Tensor;
  /** [cells, points]: the gradient of cells from that of products. */
  pointsToCells: Tensor;
  /** [smallSide, points]: products to results. */
  pointsToSmall: Tensor;
  /** [points, smallSide]: the gradient of products from that of results. */
  smallToPoints: Tensor;
  /** [products^2, 4]: 2x2 cells of weights to products. */
  weightsToPoints: Tensor;
  /** [4, (product, tile, product)]: the gradient of weights, which also sums over the second axis's tiles. */
  pointsToWeights: Tensor;
  /** Both axes in one product, where there is one tile only. */
  plane: { pointsToCells: Tensor; pointsToSmall: Tensor; smallToPoints: Tensor } | null;
}

/** @param smallSide a multiple of 4 */
export function makeTransforms(graph: Graph, smallSide: number): Transforms {
  const { outputs, products } = fast;
  const tiles = smallSide / outputs;
  const points = tiles * products;
  const cells = smallSide + 1;
  const side = 2 * smallSide;
  const { pixelsToPoints, pointsToCells, pointsToSmall, smallToPoints } = alongOneAxis(fast, smallSide);
  const { toPoints, toWeights } = forWeights(fast, tiles);
  const plane = (matrix: Float32Array, rows: number, columns: number): Tensor =>
    graph.constant(kronecker(matrix, rows, columns), [rows * rows, columns * columns]);
  return {
    products,
    tiles,
    points,
    side,
    smallSide,
    cells,
    pixelsToPoints: graph.constant(pixelsToPoints, [2 * points, side]),
    pointsToCells: graph.constant(pointsToCells, [cells, points]),
    pointsToSmall: graph.constant(pointsToSmall, [smallSide, points]),
    smallToPoints: graph.constant(smallToPoints, [points, smallSide]),
    weightsToPoints: graph.constant(toPoints, [products * products, 4]),
    pointsToWeights: graph.constant(toWeights, [4, products * tiles * products]),
    plane:
      tiles > 1
        ? null
        : {
            pointsToCells: plane(pointsToCells, cells, points),
            pointsToSmall: plane(pointsToSmall, smallSide, points),
            smallToPoints: plane(smallToPoints, points, smallSide),
          },
  };
}

function alongOneAxis(
  { outputs, products, inputs, results }: CookToom,
  smallSide: number,
): Record<'pixelsToPoints' | 'pointsToCells' | 'pointsToSmall' | 'smallToPoints', Float32Array> {
  const tiles = smallSide / outputs;
  const points = tiles * products;
  const side = 2 * smallSide;
  const pixelsToPoints = new Float32Array(2 * points * side);
  const pointsToCells = new Float32Array((smallSide + 1) * points);
  const pointsToSmall = new Float32Array(smallSide * points);
  const smallToPoints = new Float32Array(points * smallSide);
  for (let tile = 0; tile < tiles; tile++)
    for (let product = 0; product < products; product++) {
      const point = tile * products + product;
      for (let tap = 0; tap < products; tap++) {
        const cell = outputs * tile + tap;
        const factor = inputs[product]?.[tap] as number;
        // Neighbouring tiles share a cell.
        pointsToCells[cell * points + point] = (pointsToCells[cell * points + point] as number) + factor;
        for (let phase = 0; phase < 2; phase++) {
          const pixel = 2 * cell - 1 + phase;
          if (pixel >= 0 && pixel < side) pixelsToPoints[(point * 2 + phase) * side + pixel] = factor;
        }
      }
      for (let output = 0; output < outputs; output++) {
        const position = outputs * tile + output;
        const factor = results[product]?.[output] as number;
        pointsToSmall[position * points + point] = factor;
        smallToPoints[point * smallSide + position] = factor;
      }
    }
  return { pixelsToPoints, pointsToCells, pointsToSmall, smallToPoints };
}

function forWeights({ products, weights }: CookToom, tiles: number): Record<'toPoints' | 'toWeights', Float32Array> {
  const toPoints = new Float32Array(products * products * 4);
  const toWeights = new Float32Array(4 * products * tiles * products);
  for (let row = 0; row < products; row++)
    for (let column = 0; column < products; column++)
      for (let y = 0; y < 2; y++)
        for (let x = 0; x < 2; x++) {
          const factor = (weights[row]?.[y] as number) * (weights[column]?.[x] as number);
          toPoints[(row * products + column) * 4 + y * 2 + x] = factor;
          for (let tile = 0; tile < tiles; tile++)
            toWeights[(y * 2 + x) * products * tiles * products + (row * tiles + tile) * products + column] = factor;
        }
  return { toPoints, toWeights };
}

/** matrix (x) matrix: [rows^2, columns^2] */
function kronecker(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(rows * rows * columns * columns);
  let position = 0;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < rows; j++)
      for (let p = 0; p < columns; p++)
        for (let q = 0; q < columns; q++)
          out[position++] = (matrix[i * columns + p] as number) * (matrix[j * columns + q] as number);
  return out;
}
