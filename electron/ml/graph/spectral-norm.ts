import { sizeOf, type Tensor } from './graph';
import { add, divide, matrixProduct, multiply, reshape, squareRoot, subtract, sum } from './operators';

export interface SpectralNorm {
  /** The weights divided by their largest singular value. */
  output: Tensor;
  /** The left singular vector after one more power iteration, [small]. */
  vector: Tensor;
  /** The gradient in the weights from that in `output`; the singular vectors count as constants. */
  backward: (gradient: Tensor) => Tensor;
}

/**
 * Spectral normalization with one power iteration.
 *
 * @param weights a convolution's, in any form's layout: the last axis is the small channel
 * @param vector  [small], kept from the last iteration
 * @see Miyato et al., arXiv:1802.05957, algorithm 1 and equation 12
 */
export function spectralNorm(weights: Tensor, vector: Tensor): SpectralNorm {
  const small = weights.shape.at(-1) as number;
  const rows = sizeOf(weights.shape) / small;
  const matrix = reshape(weights, [rows, small]);
  const right = normalized(matrixProduct(matrix, reshape(vector, [small, 1])));
  const raw = matrixProduct(right, matrix, { transposeA: true });
  const left = normalized(raw);
  const sigma = reshape(sum(multiply(raw, left), [0, 1]), []);
  const output = divide(weights, sigma);
  return {
    output,
    vector: reshape(left, [small]),
    backward: (gradient) => {
      const along = sum(multiply(reshape(gradient, [rows * small]), reshape(output, [rows * small])), [0]);
      const outer = multiply(matrixProduct(right, left), along);
      return divide(subtract(gradient, reshape(outer, weights.shape)), sigma);
    },
  };
}

function normalized(x: Tensor): Tensor {
  return divide(x, add(squareRoot(sum(multiply(x, x), [0, 1])), 1e-12));
}
