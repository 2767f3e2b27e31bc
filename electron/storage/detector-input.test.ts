import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDetectorInput, type DetectorInput } from './detector-input';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'detector-input-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const red = '#ff0000';
const blue = '#0000ff';

/** Left half red, right half blue. */
function halves(width: number, height: number): Sharp {
  const half = { width: Math.floor(width / 2), height, channels: 3 as const, background: red };
  return sharp({ create: { width, height, channels: 3, background: blue } }).composite([
    { input: { create: half }, left: 0, top: 0 },
  ]);
}

async function save(name: string, image: Sharp): Promise<string> {
  const path = join(folder, name);
  await image.toFile(path);
  return path;
}

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const whole = { left: 0, top: 0, width: 32, height: 16 };
const read = (path: string, place = whole, pixelLimit = 1e8) =>
  readDetectorInput(path, { width: 32, height: 16, padding: 114, pixelLimit, place: () => place });

const at = ({ pixels }: DetectorInput, x: number, y: number) => [...pixels.subarray((y * 32 + x) * 3).subarray(0, 3)];

test('a photo fills its place and the rest of the input is grey', async () => {
  const path = await save('halves.png', halves(64, 64));
  const input = await read(path, { left: 8, top: 0, width: 16, height: 16 });
  expect(input).toMatchObject({ imageWidth: 64, imageHeight: 64 });
  expect(input.pixels).toHaveLength(32 * 16 * 3);
  expect([at(input, 9, 8), at(input, 22, 8)]).toEqual([
    [255, 0, 0],
    [0, 0, 255],
  ]);
  expect([at(input, 0, 0), at(input, 7, 15), at(input, 24, 0), at(input, 31, 15)]).toEqual(
    Array(4).fill([114, 114, 114]),
  );
});

test('a photo that lies on its side is turned upright, and its size with it', async () => {
  // Orientation 6: the camera was turned to the left, so the left of the file is the top of the picture.
  const path = await save('turned.png', halves(64, 32).withMetadata({ orientation: 6 }));
  let size: number[] = [];
  const input = await readDetectorInput(path, {
    width: 32,
    height: 16,
    padding: 114,
    pixelLimit: 1e8,
    place: (...imageSize) => {
      size = imageSize;
      return whole;
    },
  });
  expect(size).toEqual([32, 64]);
  expect(input).toMatchObject({ imageWidth: 32, imageHeight: 64 });
  expect([at(input, 16, 2), at(input, 16, 13)]).toEqual([
    [255, 0, 0],
    [0, 0, 255],
  ]);
});

test('a large JPEG that is shrunk while it is decoded looks like itself', async () => {
  const input = await read(await save('large.jpg', halves(3200, 1600).jpeg()));
  expect(input).toMatchObject({ imageWidth: 3200, imageHeight: 1600 });
  for (const [x, colour] of [
    [5, [254, 0, 0]],
    [26, [0, 0, 254]],
  ] as const)
    for (const [channel, value] of at(input, x, 8).entries())
      expect(Math.abs(value - colour[channel]!)).toBeLessThan(4);
});

test.each([
  ['grey.png', () => halves(64, 32).greyscale().png()],
  ['sixteen-bit.png', () => halves(64, 32).toColourspace('rgb16').png()],
  ['cmyk.jpg', () => halves(64, 32).toColourspace('cmyk').jpeg()],
  ['photo.webp', () => halves(64, 32).webp()],
  ['photo.avif', () => halves(64, 32).avif()],
  ['photo.gif', () => halves(64, 32).gif()],
  ['photo.tiff', () => halves(64, 32).tiff()],
  ['see-through.png', () => halves(64, 32).ensureAlpha(0.5).png()],
])('%s becomes three channels of eight bits', async (name, make) => {
  const input = await read(await save(name, make()));
  expect(input.pixels).toHaveLength(32 * 16 * 3);
  const [left, right] = [at(input, 4, 8), at(input, 28, 8)];
  if (name === 'grey.png') expect(left[0]).toBeGreaterThan(right[0]! + 20);
  else expect([left[0]! > left[2]! + 80, right[2]! > right[0]! + 80]).toEqual([true, true]);
});

test('a truncated JPEG is unreadable, and the message names it', async () => {
  const bytes = await readFile(await save('long.jpg', halves(640, 640).jpeg()));
  const path = await write('truncated.jpg', bytes.subarray(0, bytes.length / 2));
  await expect(read(path)).rejects.toMatchObject({
    code: 'image-unreadable',
    message: expect.stringContaining('truncated.jpg cannot be read as a photo'),
  });
});

test.each([
  ['empty.jpg', '', 'empty'],
  ['text.jpg', 'This is not a photo.', 'It holds text'],
  ['drawing.jpg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', 'It holds an SVG drawing'],
])('%s is unreadable', async (name, content, why) => {
  await expect(read(await write(name, content))).rejects.toMatchObject({
    code: 'image-unreadable',
    message: expect.stringMatching(new RegExp(`${name}.*${why}`)),
  });
});

test('a folder is no photo, and a file that is gone is told apart', async () => {
  await expect(read(folder)).rejects.toMatchObject({ code: 'image-unreadable' });
  const gone = join(folder, 'gone.jpg');
  await expect(read(gone)).rejects.toMatchObject({ code: 'image-missing', message: expect.stringContaining(gone) });
});

test('a photo above the pixel limit is refused before it is decoded', async () => {
  const path = await save('wide.png', halves(400, 100));
  await expect(read(path, whole, 39_999)).rejects.toMatchObject({
    code: 'image-too-large',
    message: expect.stringContaining('400 x 100'),
  });
  await expect(read(path, whole, 40_000)).resolves.toMatchObject({ imageWidth: 400 });
});
