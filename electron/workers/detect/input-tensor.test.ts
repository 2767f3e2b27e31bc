import { expect, test } from 'vitest';
import { tinyManifest } from '../../testing/tiny-detector';
import { InputTensor } from './input-tensor';

const input = { ...tinyManifest.input, width: 2, height: 1 };
const pixels = Uint8Array.from([255, 51, 0, 102, 153, 204]);
const close = (values: Float32Array, expected: number[]) => {
  expect(values).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) expect(values[index]).toBeCloseTo(value, 5);
};

test('planes or interleaved pixels, red or blue first', () => {
  close(new InputTensor(input).fill(pixels), [1, 0.4, 0.2, 0.6, 0, 0.8]);
  close(new InputTensor({ ...input, channels: 'bgr' }).fill(pixels), [0, 0.8, 0.2, 0.6, 1, 0.4]);
  const nhwc = new InputTensor({ ...input, layout: 'nhwc' });
  expect(nhwc.dims).toEqual([1, 1, 2, 3]);
  close(nhwc.fill(pixels), [1, 0.2, 0, 0.4, 0.6, 0.8]);
  close(new InputTensor({ ...input, layout: 'nhwc', channels: 'bgr' }).fill(pixels), [0, 0.2, 1, 0.8, 0.6, 0.4]);
});

test('scale, mean and deviation are applied in the order of the model’s channels', () => {
  const bgr = new InputTensor({ ...input, channels: 'bgr', scale: 255, mean: [10, 20, 30], std: [1, 2, 5] });
  close(bgr.fill(pixels), [-10, 194, 15.5, 66.5, 45, 14.4]);
});
