import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu';
import type { TensorFlow } from './load-tensorflow';

const names = { kernelName: 'Conv2DBackpropFilter', backendName: 'cpu' } as const;

/**
 * Gives the plain back end another kernel for a convolution's weight gradient: 4x4, stride 2, padding 1, all that the
 * networks have. Its own fetches each value through a function call, which takes most of a step.
 */
export function installPlainWeightGradient(tf: TensorFlow): void {
  tf.unregisterKernel(names.kernelName, names.backendName);
  tf.registerKernel({
    ...names,
    kernelFunc: ({ inputs, backend }) => {
      const { x, dy } = inputs as { x: TensorInfo; dy: TensorInfo };
      const plain = backend as MathBackendCPU;
      const valuesOf = ({ dataId }: TensorInfo): Float32Array => plain.data.get(dataId).values as Float32Array;
      const [batch, bigSide, , big] = x.shape as [number, number, number, number];
      const small = dy.shape[3] as number;
      const gradient = weightGradient(valuesOf(x), valuesOf(dy), { batch, bigSide, big, small });
      return plain.makeTensorInfo([4, 4, big, small], 'float32', gradient);
    },
  });
}

interface Sizes {
  batch: number;
  bigSide: number;
  big: number;
  small: number;
}

/**
 * @param x  [batch, bigSide, bigSide, big]
 * @param dy [batch, bigSide / 2, bigSide / 2, small]
 * @returns [4, 4, big, small], summed in double precision
 */
function weightGradient(x: Float32Array, dy: Float32Array, { batch, bigSide, big, small }: Sizes): Float32Array {
  const smallSide = bigSide / 2;
  const sums = new Float64Array(16 * big * small);
  for (let position = 0; position < batch * smallSide * smallSide; position++) {
    const picture = Math.floor(position / smallSide ** 2);
    const row = Math.floor(position / smallSide) % smallSide;
    const column = position % smallSide;
    for (let tap = 0; tap < 16; tap++) {
      const y = 2 * row - 1 + (tap >> 2);
      const left = 2 * column - 1 + (tap & 3);
      if (y < 0 || y >= bigSide || left < 0 || left >= bigSide) continue;
      const from = ((picture * bigSide + y) * bigSide + left) * big;
      for (let c = 0; c < big; c++) {
        const value = x[from + c] as number;
        const into = (tap * big + c) * small;
        for (let k = 0; k < small; k++) sums[into + k]! += value * (dy[position * small + k] as number);
      }
    }
  }
  return Float32Array.from(sums);
}
