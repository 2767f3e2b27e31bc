import type { Tensor4D } from '@tensorflow/tfjs-core';
import { nowhere, type AugmentConfig, type AugmentedPass } from '../../../ml/gan/augment';
import type { TensorFlow } from './load-tensorflow';

/** Random numbers of a step, by the names of drawAugmentation. */
export type Drawn = ReadonlyMap<string, Float32Array | Int32Array>;

/** Translation by at most this part of the side; the cut-out's side as a part of the picture's. */
const translationShare = 1 / 8;
const cutoutShare = 1 / 2;

/**
 * DiffAugment: the same kinds of random changes on all that the discriminator sees.
 *
 * @param image [batch, side, side, 3], -1 to 1
 * @see Zhao et al., arXiv:2006.10738, and its reference implementation DiffAugment_pytorch.py
 */
export function augment(
  tf: TensorFlow,
  { augment: kinds, batch, imageSize: side }: AugmentConfig,
  pass: AugmentedPass,
  drawn: Drawn,
  image: Tensor4D,
): Tensor4D {
  const take = (name: string): Float32Array | Int32Array => {
    const values = drawn.get(`augment.${pass}.${name}`);
    if (!values) throw new Error(`Expected random numbers for ${name} of the pass ${pass} but received none.`);
    return values;
  };
  const perPicture = (name: string): Tensor4D => tf.tensor4d(take(name) as Float32Array, [batch, 1, 1, 1], 'float32');
  let x = image;
  if (kinds.includes('color')) {
    x = tf.add(x, tf.sub(perPicture('brightness'), 0.5));
    const grey = tf.mean(x, [3], true);
    x = tf.add(tf.mul(tf.sub(x, grey), tf.mul(perPicture('saturation'), 2)), grey);
    const average = tf.mean(x, [1, 2, 3], true);
    x = tf.add(tf.mul(tf.sub(x, average), tf.add(perPicture('contrast'), 0.5)), average);
  }
  if (kinds.includes('translation')) {
    // Rows, then columns as the rows of the transposed picture: TensorFlow.js's plain back end has no broadcasting here.
    for (const name of ['shiftY', 'shiftX']) {
      const matrices = tf.tensor3d(shifts(take(name), side), [batch, side, side]);
      const moved: Tensor4D = tf.reshape(tf.matMul(matrices, tf.reshape(x, [batch, side, side * 3])), x.shape);
      x = tf.transpose<Tensor4D>(moved, [0, 2, 1, 3]);
    }
  }
  if (kinds.includes('cutout'))
    x = tf.mul(x, tf.tensor4d(outsideCut(take('cutY'), take('cutX'), side), [batch, side, side, 1]));
  return x;
}

/** For each picture a matrix that takes row y of the product from row y + shift; what enters is grey (0). */
function shifts(drawn: Float32Array | Int32Array, side: number): Float32Array {
  const limit = Math.round(side * translationShare);
  const matrices = new Float32Array(drawn.length * side * side);
  drawn.forEach((choice, picture) => {
    for (let y = 0; y < side; y++) {
      const from = y + choice - limit;
      if (from >= 0 && from < side) matrices[(picture * side + y) * side + from] = 1;
    }
  });
  return matrices;
}

/** For each picture 0 inside its cut-out, a square around the drawn place, and 1 outside. */
function outsideCut(drawnY: Float32Array | Int32Array, drawnX: Float32Array | Int32Array, side: number): Float32Array {
  const length = Math.round(side * cutoutShare);
  const mask = new Float32Array(drawnY.length * side * side).fill(1);
  drawnY.forEach((placeY, picture) => {
    if (placeY === nowhere(side)) return;
    const left = Math.max(0, (drawnX[picture] as number) - length / 2);
    const right = Math.min(side, (drawnX[picture] as number) + length / 2);
    for (let y = Math.max(0, placeY - length / 2); y < Math.min(side, placeY + length / 2); y++) {
      const row = (picture * side + y) * side;
      mask.fill(0, row + left, row + Math.max(left, right));
    }
  });
  return mask;
}
