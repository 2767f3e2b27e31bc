import { expect, test } from 'vitest';
import { featureInput } from './feature-input';

const plain = { channels: 'rgb', scale: 255, mean: [0, 0, 0], std: [1, 1, 1] } as const;
const mutable = (convention: typeof plain) => ({
  ...convention,
  mean: [...convention.mean] as [number, number, number],
  std: [...convention.std] as [number, number, number],
});

test('pictures of the same size only change their layout', () => {
  const pixels = Uint8Array.from({ length: 2 * 2 * 2 * 3 }, (_, at) => at);

  const planes = featureInput(pixels, 2, 2, mutable(plain));

  expect([...planes]).toEqual([0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11, 12, 15, 18, 21, 13, 16, 19, 22, 14, 17, 20, 23]);
});

test('doubling is bilinear with pixel centres aligned', () => {
  const pixels = new Uint8Array(2 * 2 * 3);
  pixels[3] = 100;
  pixels[9] = 100;

  // Red: columns 0 and 100.
  expect([...featureInput(pixels, 2, 4, mutable(plain)).subarray(0, 4)]).toEqual([0, 25, 75, 100]);
});

test('channel order, scale, mean and deviation are the manifest’s', () => {
  const pixels = Uint8Array.of(51, 102, 255);

  const values = featureInput(pixels, 1, 1, { channels: 'bgr', scale: 1, mean: [0.5, 0, 0.2], std: [0.5, 1, 0.1] });

  [1, 0.4, 0].forEach((value, channel) => expect(values[channel]).toBeCloseTo(value, 6));
});
