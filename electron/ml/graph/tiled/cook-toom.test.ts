import { expect, test } from 'vitest';
import { Random } from '../../rng';
import { cookToom, type CookToom } from './cook-toom';
import { fast } from './transforms';

test.each([[[0, -1]], [[0, 0.5, -1, 2]], [[0.375, -0.375, 1.28125, -1.28125]], [[0, 1, -1, 2, -2, 0.5]]])(
  'with points %j the products give the same as sliding two weights along',
  (points) => {
    const { outputs, products, inputs, weights, results } = cookToom(points);
    const random = Random.fromSeed(1);
    const x = Array.from(random.normals(products));
    const w = Array.from(random.normals(2));
    const times = (matrix: readonly (readonly number[])[], vector: number[]) =>
      matrix.map((row) => row.reduce((sum, value, column) => sum + value * vector[column]!, 0));

    const product = times(inputs, x).map((value, index) => value * times(weights, w)[index]!);
    const fast = Array.from({ length: outputs }, (_, output) =>
      product.reduce((sum, value, index) => sum + value * results[index]![output]!, 0),
    );

    for (let output = 0; output < outputs; output++)
      expect(fast[output]).toBeCloseTo(x[output]! * w[0]! + x[output + 1]! * w[1]!, 10);
  },
);

/**
 * How much larger than the results' own size the rounding errors of the products come out in two dimensions, for numbers
 * without correlation: each product has an error in proportion to its size, and results are sums of products.
 */
function amplification({ outputs, inputs, weights, results }: CookToom): number {
  const squared = (row: readonly number[]) => row.reduce((sum, value) => sum + value * value, 0);
  const total = inputs.reduce((sum, row, i) => sum + squared(row) * squared(weights[i]!) * squared(results[i]!), 0);
  return total / (2 * outputs);
}

test('the points of the tiled form let errors of the products grow least', () => {
  expect(amplification(cookToom([0, 0.5, -1, 2]))).toBeCloseTo(4.0, 1);
  const ours = amplification(fast);
  expect(ours).toBeCloseTo(2.8, 1);
  for (const near of [0.3, 0.45])
    for (const far of [1.1, 1.45]) expect(amplification(cookToom([near, -near, far, -far]))).toBeGreaterThan(ours);
});
