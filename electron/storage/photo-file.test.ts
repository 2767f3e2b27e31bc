import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAndHashPhoto, openPhoto } from './photo-file';
import { writeThumbnail } from './pixels';

const limit = 100e6;
let folder: string;
let textured: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photos-'));
  // Smooth shapes with some noise: compressible as a photo is, and damage anywhere in the data shows.
  const noise = await sharp({
    create: {
      width: 600,
      height: 400,
      channels: 3,
      background: '#777',
      noise: { type: 'gaussian', mean: 128, sigma: 24 },
    },
  })
    .png()
    .toBuffer();
  textured = await sharp(noise).blur(1.2).png().toBuffer();
});
afterAll(() => rm(folder, { recursive: true }));

const write = async (name: string, content: string | Uint8Array) => {
  await writeFile(join(folder, name), content);
  return join(folder, name);
};
const encode = (format: 'jpeg' | 'png' | 'webp' | 'avif' | 'gif' | 'tiff') =>
  sharp(textured).toFormat(format).toBuffer();
/** What import does: header, hash, whole decode, thumbnail. */
const read = async (path: string, pixelLimit = limit) => {
  const { photo, sha256 } = await openAndHashPhoto(path, pixelLimit);
  await writeThumbnail(photo, join(folder, 'thumbnails'), sha256, 32);
  return { ...photo, sha256 };
};

describe('every format is read by its content', () => {
  test.each(['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const)('%s', async (format) => {
    const content = await encode(format);
    const photo = await read(await write(`a.${format}`, content));
    expect(photo).toMatchObject({ format, width: 600, height: 400, bytes: content.length, note: null });
    expect(photo.sha256).toBe(createHash('sha256').update(content).digest('hex'));
  });

  test('a good picture under a wrong name is read, with a remark', async () => {
    const photo = await read(await write('really-a-png.JPG', await encode('png')));
    expect(photo).toMatchObject({ format: 'png', note: expect.stringContaining('PNG') as string });
  });

  test('a name without an ending needs no remark', async () => {
    expect((await read(await write('scan', await encode('tiff')))).note).toBeNull();
  });
});

describe('odd but good files', () => {
  test('a CMYK JPEG', async () => {
    const content = await sharp(textured).toColourspace('cmyk').jpeg().toBuffer();
    expect((await sharp(content).metadata()).space).toBe('cmyk');
    expect(await read(await write('cmyk.jpg', content))).toMatchObject({ width: 600, height: 400 });
  });

  test('a 16-bit PNG', async () => {
    const content = await sharp(textured).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(content).metadata()).depth).toBe('ushort');
    expect(await read(await write('deep.png', content))).toMatchObject({ width: 600, height: 400 });
  });

  test('a greyscale JPEG and a palette PNG', async () => {
    expect(await read(await write('grey.jpg', await sharp(textured).greyscale().jpeg().toBuffer()))).toMatchObject({
      width: 600,
    });
    expect(
      await read(await write('palette.png', await sharp(textured).png({ palette: true }).toBuffer())),
    ).toMatchObject({ width: 600 });
  });

  test('an animated GIF gives its first frame', async () => {
    const frame = (color: string) => ({ create: { width: 40, height: 30, channels: 3 as const, background: color } });
    const frames = await Promise.all(['#ff0000', '#0000ff'].map((color) => sharp(frame(color)).png().toBuffer()));
    const content = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(content).metadata()).pages).toBe(2);
    const path = await write('moving.gif', content);
    expect(await read(path)).toMatchObject({ width: 40, height: 30 });
    const pixel = await (await openPhoto(path, limit)).decode().raw().toBuffer();
    expect([pixel[0], pixel[2]]).toEqual([255, 0]);
  });

  test('a transparent PNG lies on white', async () => {
    const clear = await sharp({
      create: { width: 20, height: 20, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer();
    const photo = await openPhoto(await write('clear.png', clear), limit);
    const { data, info } = await photo.decode().raw().toBuffer({ resolveWithObject: true });
    expect(info.channels).toBe(3);
    expect(new Set(data)).toEqual(new Set([255]));
  });

  test('bytes after the end and one pixel', async () => {
    expect(
      await read(await write('tail.jpg', Buffer.concat([await encode('jpeg'), Buffer.from('camera notes')]))),
    ).toMatchObject({ width: 600 });
    const dot = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#abc' } })
      .png()
      .toBuffer();
    expect(await read(await write('dot.png', dot))).toMatchObject({ width: 1, height: 1 });
  });
});

describe('what cannot be used is refused with the file, the reason and a remedy', () => {
  const refuses = async (path: string, code: string, ...says: (string | RegExp)[]) => {
    const error = await read(path).then(
      () => undefined,
      (thrown: unknown) => thrown as Error & { code: string },
    );
    expect(error?.code).toBe(code);
    for (const text of [path, ...says]) expect(error?.message).toMatch(text);
  };

  test.each(['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const)(
    '%s cut off at a third, two thirds and nine tenths',
    async (format) => {
      const content = await encode(format);
      for (const share of [0.34, 0.67, 0.9]) {
        await refuses(
          await write(`cut-${share}.${format}`, content.subarray(0, content.length * share)),
          'image-unreadable',
        );
      }
    },
  );

  test.each(['jpeg', 'png'] as const)('%s with a hole of zeros in it', async (format) => {
    const content = await encode(format);
    content.fill(0, Math.floor(content.length * 0.6), Math.floor(content.length * 0.6) + 800);
    await refuses(await write(`hole.${format}`, content), 'image-unreadable', /damaged/);
  });

  test('an empty file, a folder and a file that is not there', async () => {
    await refuses(await write('empty.jpg', ''), 'image-unreadable', 'It is empty');
    await mkdir(join(folder, 'folder.jpg'));
    await refuses(join(folder, 'folder.jpg'), 'image-unreadable', 'It is not a file');
    await refuses(join(folder, 'gone.jpg'), 'image-missing');
  });

  test.each([
    ['text.jpg', 'Meet me at noon.', 'It holds text'],
    ['page.jpg', '\n<!DOCTYPE html><html><body>404</body></html>', 'web page'],
    [
      'drawing.png',
      '<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
      'SVG',
    ],
    ['paper.jpg', '%PDF-1.7\n', 'PDF'],
    ['archive.png', 'PK\x03\x04rest', 'ZIP'],
    ['phone.jpg', '\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'HEIC'],
    ['noise.webp', '\x01\x02\x03\x90\x81\x00\x07', 'nothing that is known'],
  ])('%s', async (name, content, says) => {
    await refuses(await write(name, Buffer.from(content, 'latin1')), 'image-unreadable', says);
  });

  test('a header that announces 30000 x 30000 pixels, before anything is decoded', async () => {
    const content = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#000' } })
      .png()
      .toBuffer();
    content.writeUInt32BE(30000, 16);
    content.writeUInt32BE(30000, 20);
    // The header's own checksum has to hold, or it would be refused for that.
    content.writeUInt32BE(crc32(content.subarray(12, 29)), 29);
    await refuses(
      await write('bomb.png', content),
      'image-too-large',
      '900 megapixels',
      '100 megapixels',
      'Raise the pixel limit',
    );
  });

  test('a picture above a smaller limit', async () => {
    await expect(read(await write('fine.png', await encode('png')), 100_000)).rejects.toMatchObject({
      code: 'image-too-large',
    });
  });

  test('a compression bomb within the pixel limit is only a plain picture', async () => {
    const plain = await sharp({ create: { width: 6000, height: 6000, channels: 3, background: '#123456' } })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(plain.length).toBeLessThan(2_000_000);
    expect(await read(await write('plain.png', plain))).toMatchObject({ width: 6000, height: 6000 });
  });
});

test('the thumbnail is upright, WebP, 320 pixels long and lies below the first two digits of the hash', async () => {
  const content = await sharp(textured)
    .resize(800, 400, { fit: 'fill' })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const { sha256, width, height } = await read(await write('turned.jpg', content));
  expect([width, height]).toEqual([400, 800]);
  const thumbnail = await readFile(join(folder, 'thumbnails', sha256.slice(0, 2), `${sha256}.webp`));
  expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'webp', width: 160, height: 320 });
});

test('a small picture is not blown up for its thumbnail', async () => {
  const { sha256 } = await read(await write('small.png', await sharp(textured).resize(90).png().toBuffer()));
  const thumbnail = await readFile(join(folder, 'thumbnails', sha256.slice(0, 2), `${sha256}.webp`));
  expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 90, height: 60 });
});

test('a folder that cannot hold the thumbnail is reported, naming it', async () => {
  const photo = await openPhoto(await write('any.png', await encode('png')), limit);
  const blocked = await write('not-a-folder', 'x');
  await expect(writeThumbnail(photo, blocked, 'ab12', 32)).rejects.toThrow(/not-a-folder/);
});
