import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodePng, readPngText, writePng } from './png';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'png-'));
});
afterEach(() => rm(folder, { recursive: true }));

const gradient = (width: number, height: number, channels: number) =>
  Uint8Array.from({ length: width * height * channels }, (_, index) => (index * 7 + (index >> 5) * 13) & 0xff);

test('another decoder reads back every pixel of an RGB picture', async () => {
  const pixels = gradient(37, 23, 3);
  const { data, info } = await sharp(await encodePng(pixels, 37, 23))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 37, height: 23, channels: 3 });
  expect(Buffer.compare(data, Buffer.from(pixels))).toBe(0);
});

test('another decoder reads back every pixel of a grey picture', async () => {
  const pixels = gradient(9, 40, 1);
  const data = await sharp(await encodePng(pixels, 9, 40))
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  expect(Buffer.compare(data, Buffer.from(pixels))).toBe(0);
});

test('the file keeps its keywords and values, whatever alphabet they are in', async () => {
  const text = { seed: '42', step: '1000', prompt: 'robe à fleurs', name: '連衣裙' };
  await writePng(join(folder, 'look.png'), gradient(8, 8, 3), 8, 8, text);
  const file = await readFile(join(folder, 'look.png'));
  expect(readPngText(file)).toEqual(text);
  expect((await sharp(file).metadata()).width).toBe(8);
});

test('a wrong number of bytes is refused', async () => {
  await expect(encodePng(new Uint8Array(10), 4, 4)).rejects.toThrow('4 x 4 pixels');
});
