import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cropRegion } from './crop-region';
import { openPhoto } from './photo-file';
import { cropPhoto, padToSquare, previewPhoto, squarePhoto } from './pixels';

const limit = 100e6;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pixels-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A grey picture with one red block. */
async function withBlock(
  name: string,
  width: number,
  height: number,
  block: { left: number; top: number; width: number; height: number },
  orientation?: number,
) {
  const red = await sharp({ create: { width: block.width, height: block.height, channels: 3, background: '#ff0000' } })
    .png()
    .toBuffer();
  let image = sharp({ create: { width, height, channels: 3, background: '#808080' } }).composite([
    { input: red, left: block.left, top: block.top },
  ]);
  if (orientation) image = image.withMetadata({ orientation });
  const path = join(folder, name);
  await writeFile(path, await image.png().toBuffer());
  return openPhoto(path, limit);
}

const colorsOf = async (bytes: Uint8Array) => {
  const raw = await sharp(bytes).raw().toBuffer();
  const colors = new Set<string>();
  for (let at = 0; at < raw.length; at += 3) colors.add([...raw.subarray(at, at + 3)].join());
  return [...colors];
};

describe('a box is in pixels of the upright image, for all eight orientations of EXIF', () => {
  const [width, height] = [60, 40];
  const block = { left: 6, top: 4, width: 12, height: 8 };
  // Where a stored pixel appears when the picture is shown upright (EXIF 2.3, tag 274).
  const upright: Record<number, (x: number, y: number) => [number, number]> = {
    1: (x, y) => [x, y],
    2: (x, y) => [width - 1 - x, y],
    3: (x, y) => [width - 1 - x, height - 1 - y],
    4: (x, y) => [x, height - 1 - y],
    5: (x, y) => [y, x],
    6: (x, y) => [height - 1 - y, x],
    7: (x, y) => [height - 1 - y, width - 1 - x],
    8: (x, y) => [y, width - 1 - x],
  };
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('orientation %i', async (orientation) => {
    const photo = await withBlock(`turn-${orientation}.png`, width, height, block, orientation);
    expect([photo.width, photo.height]).toEqual(orientation < 5 ? [60, 40] : [40, 60]);
    const corners = [
      upright[orientation]!(block.left, block.top),
      upright[orientation]!(block.left + block.width - 1, block.top + block.height - 1),
    ];
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    const [x, y] = [Math.min(...xs), Math.min(...ys)];
    const bbox: [number, number, number, number] = [x, y, Math.max(...xs) - x + 1, Math.max(...ys) - y + 1];
    const crop = await cropPhoto(photo, bbox, 0, 'png');
    expect([crop.width, crop.height]).toEqual([bbox[2], bbox[3]]);
    expect(await colorsOf(crop.bytes)).toEqual(['255,0,0']);
    // One pixel more on every side is no longer all red: the box fits exactly.
    const wider = await cropPhoto(photo, [x - 1, y - 1, bbox[2] + 2, bbox[3] + 2], 0, 'png');
    expect((await colorsOf(wider.bytes)).length).toBeGreaterThan(1);
    const { pixels } = await squarePhoto(photo, bbox, 0, { size: 8, framing: 'cover' });
    expect([...pixels.subarray(0, 3)]).toEqual([255, 0, 0]);
  });
});

describe('the region of a crop', () => {
  test('the margin is a fraction of the box and stops at the edges of the image', () => {
    expect(cropRegion([100, 200, 50, 100], 0.1, 1000, 1000)).toEqual({ left: 95, top: 190, width: 60, height: 120 });
    expect(cropRegion([2, 3, 50, 100], 0.1, 55, 100)).toEqual({ left: 0, top: 0, width: 55, height: 100 });
  });
  test('it takes in every pixel that the box touches', () => {
    expect(cropRegion([10.4, 10.6, 5.2, 5.3], 0, 100, 100)).toEqual({ left: 10, top: 10, width: 6, height: 6 });
  });
  test('a box outside the image is refused', () => {
    expect(() => cropRegion([120, 0, 10, 10], 0, 100, 100)).toThrow('outside the image of 100 x 100');
  });
});

describe('the square that the network sees', () => {
  test('pad keeps the whole crop in its proportions and fills with the colour of the edge beside it', async () => {
    const photo = await withBlock('tall.png', 40, 80, { left: 10, top: 20, width: 20, height: 40 });
    const { pixels } = await squarePhoto(photo, null, 0, { size: 64, framing: 'pad' });
    const at = (x: number, y: number) => [...pixels.subarray((y * 64 + x) * 3, (y * 64 + x) * 3 + 3)];
    expect(at(0, 0)).toEqual([128, 128, 128]);
    expect(at(63, 40)).toEqual([128, 128, 128]);
    expect(at(32, 32)).toEqual([255, 0, 0]);
  });

  test('each border takes the mean of its own edge', () => {
    // A black and a white pixel side by side: the band below is their mean.
    const wide = padToSquare(Uint8Array.of(0, 0, 0, 255, 255, 255), 2, 1, 2);
    expect([...wide]).toEqual([0, 0, 0, 255, 255, 255, 128, 128, 128, 128, 128, 128]);
    const tall = padToSquare(Uint8Array.of(10, 20, 30, 30, 40, 50), 1, 2, 2);
    expect([...tall]).toEqual([10, 20, 30, 20, 30, 40, 30, 40, 50, 20, 30, 40]);
  });

  test('cover takes the middle across and the upper part of a tall crop', async () => {
    const photo = await withBlock('cover.png', 40, 120, { left: 0, top: 20, width: 40, height: 40 });
    const { pixels } = await squarePhoto(photo, null, 0, { size: 16, framing: 'cover' });
    expect([...new Set(pixels)].sort()).toEqual([0, 255]);
  });

  test('a single column of pixels still becomes a square', async () => {
    const photo = await withBlock('column.png', 40, 80, { left: 0, top: 0, width: 1, height: 80 });
    const { pixels } = await squarePhoto(photo, [0, 0, 1, 80], 0, { size: 32, framing: 'pad' });
    expect(pixels.length).toBe(32 * 32 * 3);
    expect([...pixels.subarray(0, 3)]).toEqual([255, 0, 0]);
  });
});

test('a preview is upright and no larger than asked', async () => {
  const photo = await withBlock('large.png', 900, 600, { left: 0, top: 0, width: 9, height: 9 }, 6);
  const preview = await previewPhoto(photo, 300);
  expect([preview.width, preview.height]).toEqual([200, 300]);
  expect((await sharp(preview.bytes).metadata()).format).toBe('webp');
  expect(await previewPhoto(photo, 4000)).toMatchObject({ width: 600, height: 900 });
});

test('a JPEG crop keeps the full resolution', async () => {
  const photo = await withBlock('jpeg.png', 900, 600, { left: 100, top: 100, width: 300, height: 200 });
  const crop = await cropPhoto(photo, [100, 100, 300, 200], 0.1, 'jpeg');
  expect(crop).toMatchObject({ width: 360, height: 240 });
  expect(await sharp(crop.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 360, height: 240 });
});

const photos = '../shared/data/detection/images';
test.skipIf(!existsSync(photos))('real photographs give squares that are not flat (needs ../shared/data)', async () => {
  for (const name of readdirSync(photos).slice(0, 5)) {
    const photo = await openPhoto(join(photos, name), limit);
    const { pixels } = await squarePhoto(photo, null, 0, { size: 64, framing: 'pad' });
    const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    const spread = Math.sqrt(pixels.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels.length);
    expect(spread).toBeGreaterThan(15);
  }
});
