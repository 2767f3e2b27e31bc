import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { groupNearDuplicates } from './duplicate-groups';
import { fingerprintPicture, hashOf, nearCorrelation, nearHashDistance, sketchCorrelation } from './fingerprint';

const photos = join(__dirname, '../../../../shared/data/detection/images');
const fingerprint = async (input: string | Buffer) =>
  fingerprintPicture(
    await sharp(input).resize(32, 32, { fit: 'fill' }).removeAlpha().toColourspace('srgb').raw().toBuffer(),
  );
const differingBits = (a: Uint8Array, b: Uint8Array) =>
  hashOf(a).reduce((bits, half, at) => {
    const different = (half ^ (hashOf(b)[at] as number)) >>> 0;
    return bits + [...different.toString(2)].filter((bit) => bit === '1').length;
  }, 0);
const near = (a: Uint8Array, b: Uint8Array) =>
  differingBits(a, b) <= nearHashDistance && sketchCorrelation(a, b) >= nearCorrelation;

test('a picture of another number of bytes is refused', () => {
  expect(() => fingerprintPicture(new Uint8Array(100))).toThrow(/3072/);
});

test('plain surfaces are the same where their colour is', () => {
  const plain = (value: number) => fingerprintPicture(new Uint8Array(32 * 32 * 3).fill(value));
  expect(groupNearDuplicates([plain(200), plain(40), plain(201)])).toEqual([0, 1, 0]);
});

describe.skipIf(!existsSync(photos))('on the photos of ../shared/data/detection', () => {
  const names = existsSync(photos) ? readdirSync(photos).filter((name) => name.endsWith('.jpg')) : [];

  test('a photo that was saved again, made smaller, brighter or slightly cropped is near itself', async () => {
    for (const name of names.filter((_, index) => index % 90 === 0)) {
      const path = join(photos, name);
      const { width, height } = await sharp(path).metadata();
      const inset = { left: 6, top: 6, width: width - 12, height: height - 12 };
      const takes = [
        sharp(path).jpeg({ quality: 40 }),
        sharp(path).resize(180).webp(),
        sharp(path).modulate({ brightness: 1.15 }).jpeg(),
        sharp(path).extract(inset).jpeg(),
      ];
      const original = await fingerprint(path);
      for (const [take, picture] of takes.entries())
        expect({ name, take, near: near(original, await fingerprint(await picture.toBuffer())) }).toEqual({
          name,
          take,
          near: true,
        });
    }
  });

  test('the five pairs that are two copies of one shot are found among all photos, and nothing else', async () => {
    const fingerprints = await Promise.all(names.map((name) => fingerprint(join(photos, name))));
    const pairs = groupNearDuplicates(fingerprints).flatMap((first, at) =>
      first === at ? [] : [[names[first]?.slice(4, 8), names[at]?.slice(4, 8)]],
    );
    expect(pairs.sort()).toEqual([
      ['0078', '0984'],
      ['0183', '0730'],
      ['0594', '0722'],
      ['0692', '0732'],
      ['0907', '0990'],
    ]);
  });
});
