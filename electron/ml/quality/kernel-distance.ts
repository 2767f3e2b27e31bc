import type { Random } from '../rng';
import { countOf, requireFeatures, requireSameDimension, takeRows, type FeatureSet } from './feature-set';
import { forEachTile, tileSide, type Tile } from './inner-products';

/** A kernel distance with how sure it is. */
export interface KernelDistance {
  /** Unbiased, so that it may come out a little below 0 for equal distributions. */
  readonly value: number;
  /** Standard error of the value. */
  readonly error: number;
}

const mostBlocks = 10;

/**
 * Kernel distance (KID): the unbiased estimate of the squared maximum mean discrepancy with the kernel
 * (x.y / dimension + 1)^3. Unlike the Frechet distance its expectation does not depend on how many pictures there are.
 *
 * The value uses every pair. Its standard error comes from ten random blocks of pictures: how much the value moves when
 * one block of each set is left out (jackknife). All of it in one pass, from sums of the kernel over pairs of blocks.
 *
 * @throws {StudioError} `invalid-params` for sets of fewer than 4 pictures or of different networks
 * @see Binkowski et al., arXiv:1801.01401, section 4; Gretton et al., JMLR 13 (2012), lemma 6; Efron (1982), chapter 3
 */
export function kernelDistance(a: FeatureSet, b: FeatureSet, random: Random): KernelDistance {
  requireFeatures(a, 'the first set', 4);
  requireFeatures(b, 'the second set', 4);
  requireSameDimension(a, b);
  const blocks = Math.min(mostBlocks, Math.floor(Math.min(countOf(a), countOf(b)) / 2));
  const [x, y] = [shuffled(a, random), shuffled(b, random)];
  const sums = { aa: blockSums(x, x, blocks), bb: blockSums(y, y, blocks), ab: blockSums(x, y, blocks) };
  const without = (left: number): number => {
    const [n, m] = [remainingCount(countOf(a), blocks, left), remainingCount(countOf(b), blocks, left)];
    const within =
      remainingSum(sums.aa, blocks, left) / (n * (n - 1)) + remainingSum(sums.bb, blocks, left) / (m * (m - 1));
    return within - (2 * remainingSum(sums.ab, blocks, left)) / (n * m);
  };
  const replicates = Array.from({ length: blocks }, (_, left) => without(left));
  const centre = replicates.reduce((sum, value) => sum + value, 0) / blocks;
  const spread = replicates.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return { value: without(-1), error: Math.sqrt(((blocks - 1) / blocks) * spread) };
}

function shuffled(set: FeatureSet, random: Random): FeatureSet {
  const order = Uint32Array.from({ length: countOf(set) }, (_, index) => index);
  random.shuffle(order);
  return takeRows(set, order);
}

/** Picture i is in block i mod blocks. @returns [blocks, blocks]: sums of the kernel; a picture with itself is left out */
function blockSums(a: FeatureSet, b: FeatureSet, blocks: number): Float64Array {
  const sums = new Float64Array(blocks * blocks);
  const same = a === b;
  const add = ({ rowStart, columnStart, rows, columns, products }: Tile): void => {
    for (let i = 0; i < rows; i++) {
      const row = rowStart + i;
      const first = same ? Math.max(0, row + 1 - columnStart) : 0;
      for (let j = first; j < columns; j++) {
        const base = (products[i * tileSide + j] as number) / a.dimension + 1;
        const at = (row % blocks) * blocks + ((columnStart + j) % blocks);
        sums[at] = (sums[at] as number) + base * base * base;
      }
    }
  };
  forEachTile(a, b, add, same);
  // Each pair was met once: the other order adds the transpose.
  return same ? sums.map((sum, at) => sum + (sums[(at % blocks) * blocks + Math.floor(at / blocks)] as number)) : sums;
}

function remainingSum(sums: Float64Array, blocks: number, left: number): number {
  return sums.reduce((sum, v, at) => (Math.floor(at / blocks) === left || at % blocks === left ? sum : sum + v), 0);
}

function remainingCount(count: number, blocks: number, left: number): number {
  return left < 0 ? count : count - Math.ceil((count - left) / blocks);
}
