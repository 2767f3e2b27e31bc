import { expect, test } from 'vitest';
import { Random } from '../../rng';
import { cookToom } from './cook-toom';

test.each([[[0, -1]], [[0, 0.5, -1, 2]], [[0, 1, -1, 2, -2, 0.5]]])(
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
