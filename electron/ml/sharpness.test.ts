import sharp from 'sharp';
import { expect, test } from 'vitest';
import { varianceOfLaplacian } from './sharpness';

test('a checkerboard is sharp, a plain surface and a gradient are not', () => {
  const picture = (value: (x: number, y: number) => number) =>
    Uint8Array.from({ length: 64 }, (_, at) => value(at % 8, Math.floor(at / 8)));
  // Inner fields of a board of 0 and 100: the Laplacian is -400 or 400.
  expect(
    varianceOfLaplacian(
      picture((x, y) => ((x + y) % 2) * 100),
      8,
      8,
    ),
  ).toBe(160_000);
  expect(
    varianceOfLaplacian(
      picture(() => 80),
      8,
      8,
    ),
  ).toBe(0);
  expect(
    varianceOfLaplacian(
      picture((x, y) => 10 * x + 5 * y),
      8,
      8,
    ),
  ).toBe(0);
});

test('blur makes it smaller, the more the wider', async () => {
  const noise = await sharp({
    create: {
      width: 96,
      height: 96,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .png()
    .toBuffer();
  const at = async (sigma: number) =>
    varianceOfLaplacian(await sharp(noise).blur(sigma).grayscale().raw().toBuffer(), 96, 96);
  const [little, more, most] = [await at(0.5), await at(1), await at(2)];
  expect(more).toBeLessThan(little * 0.5);
  expect(most).toBeLessThan(more * 0.5);
});

test('a picture below 3 x 3 pixels is refused', () => {
  expect(() => varianceOfLaplacian(new Uint8Array(4), 2, 2)).toThrow(/2 x 2/);
});
