import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawSample } from '../../../resources/samples/draw-sample';
import type { CallContext } from '../../contract/method';
import { imagesWorker, type DatasetItem } from '../../contract/workers';
import { nearCorrelation, sketchCorrelation } from '../../ml/duplicates/fingerprint';
import { DatasetReader } from '../../storage/dataset-folder';
import { renderSample } from './draw-samples';
import { createImagesHandlers } from './handlers';

const images = createImagesHandlers();
const context = <P>(
  report: (progress: P) => unknown = () => undefined,
  signal = new AbortController().signal,
): CallContext<P> => ({
  signal,
  report: (progress) => void report(progress),
});

let folder: string;
let photos: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'images-worker-'));
  photos = [];
  for (let index = 0; index < 6; index += 1) {
    const path = join(folder, `photo-${index}.jpg`);
    await writeFile(path, await renderSample(drawSample(5, index)));
    photos.push(path);
  }
});
afterAll(() => rm(folder, { recursive: true }));

const item = (path: string, index: number): DatasetItem => ({
  path,
  bbox: [100, 100, 300, 600],
  imageId: index + 1,
  annotationId: `a-${index}`,
  split: index % 3 ? 'train' : 'validation',
});
const pack = (name: string, items: DatasetItem[], more = {}) => ({
  folder: join(folder, 'datasets', name),
  name,
  category: 'outfit',
  size: 64,
  framing: 'pad' as const,
  margin: 0.04,
  minimumSize: 64,
  statistics: null,
  items,
  ...more,
});

test('read answers what the contract says and leaves a thumbnail', async () => {
  const answer = await images.read(
    { path: photos[0]!, thumbnails: join(folder, 'thumbnails'), pixelLimit: 1e8 },
    context(),
  );
  expect(imagesWorker.read.result.parse(answer)).toMatchObject({ format: 'jpeg', height: 960, note: null });
  expect(existsSync(join(folder, 'thumbnails', answer.sha256.slice(0, 2), `${answer.sha256}.webp`))).toBe(true);
});

test('thirty reads at once all succeed, damaged ones among them fail alone', async () => {
  const broken = join(folder, 'broken.jpg');
  await writeFile(broken, (await readFile(photos[0]!)).subarray(0, 9000));
  const paths = Array.from({ length: 30 }, (_, index) => (index % 5 === 4 ? broken : photos[index % 6]!));
  const answers = await Promise.allSettled(
    paths.map(
      (path) => images.read({ path, thumbnails: join(folder, 'many'), pixelLimit: 1e8 }, context()) as Promise<unknown>,
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(
    paths.map((path) => (path === broken ? 'rejected' : 'fulfilled')),
  );
});

test('preview and crop answer bytes that own their memory', async () => {
  const preview = await images.preview({ path: photos[1]!, longestSide: 200 }, context());
  expect(imagesWorker.preview.result.parse(preview)).toMatchObject({ height: 200 });
  expect(preview.bytes.buffer.byteLength).toBe(preview.bytes.byteLength);
  const crop = await images.crop(
    { path: photos[1]!, bbox: [10, 20, 100, 200], margin: 0, square: null, format: 'jpeg' },
    context(),
  );
  expect(crop).toMatchObject({ width: 100, height: 200 });
});

test.each(['png', 'jpeg', 'webp'] as const)('a square crop as %s is what the network sees', async (format) => {
  const square = { size: 64, framing: 'cover' as const };
  const crop = await images.crop(
    { path: photos[2]!, bbox: [50, 50, 200, 500], margin: 0.1, square, format },
    context(),
  );
  expect(await sharp(crop.bytes).metadata()).toMatchObject({ format, width: 64, height: 64 });
});

describe('packing a dataset', () => {
  test('keeps the order of the items, packs what a crop shows and draws a contact sheet', async () => {
    const reports: { done: number; failed: number }[] = [];
    const params = pack('looks', photos.map(item));
    const { problems } = await images.packDataset(
      params,
      context((progress: { done: number; failed: number }) => reports.push(progress)),
    );
    expect(problems).toEqual([]);
    expect(reports.map(({ done }) => done)).toEqual([1, 2, 3, 4, 5, 6]);
    const reader = await DatasetReader.open(params.folder);
    await reader.verify();
    expect(reader.manifest.items.map(({ path, split }) => [path, split])).toEqual(
      params.items.map(({ path, split }) => [path, split]),
    );
    const square = { size: 64, framing: 'pad' as const };
    const { bytes } = await images.crop(
      { path: photos[4]!, bbox: [100, 100, 300, 600], margin: 0.04, square, format: 'png' },
      context(),
    );
    expect(Buffer.compare(await sharp(bytes).raw().toBuffer(), Buffer.from(await reader.read([4])))).toBe(0);
    const tile = await images.datasetTile({ folder: params.folder, index: 4 }, context());
    expect(Buffer.compare(Buffer.from(tile.bytes), Buffer.from(bytes))).toBe(0);
    await reader.close();
    expect(await sharp(join(params.folder, 'contact-sheet.png')).metadata()).toMatchObject({ format: 'png' });
  });

  test('the same items give the same content hash', async () => {
    const hashes: string[] = [];
    for (const name of ['one', 'two']) {
      const params = pack(name, photos.map(item));
      await images.packDataset(params, context());
      const reader = await DatasetReader.open(params.folder);
      hashes.push(reader.manifest.contentHash);
      await reader.close();
    }
    expect(hashes[0]).toBe(hashes[1]);
  });

  test('leaves out and reports what cannot be read, is gone, is too small or lies outside', async () => {
    const html = join(folder, 'saved.jpg');
    await writeFile(html, '<html></html>');
    const items = [
      item(html, 0),
      item(photos[0]!, 1),
      item(join(folder, 'gone.jpg'), 2),
      { ...item(photos[1]!, 3), bbox: [0, 0, 30, 300] as [number, number, number, number] },
      { ...item(photos[2]!, 4), bbox: [5000, 5000, 100, 100] as [number, number, number, number] },
    ];
    const params = pack('mixed', items);
    const { problems } = await images.packDataset(params, context());
    expect(problems.map(({ code }) => code)).toEqual([
      'image-unreadable',
      'image-missing',
      'too-small',
      'invalid-params',
    ]);
    const reader = await DatasetReader.open(params.folder);
    expect(reader.manifest.items.map(({ annotationId }) => annotationId)).toEqual(['a-1']);
    await reader.close();
  });

  test('a folder of pictures is packed whole', async () => {
    const items = photos.map((path): DatasetItem => ({
      path,
      bbox: null,
      imageId: null,
      annotationId: null,
      split: 'train',
    }));
    const params = pack('folder', items, { framing: 'cover', margin: 0, minimumSize: 0 });
    await images.packDataset(params, context());
    const reader = await DatasetReader.open(params.folder);
    expect(reader.manifest.count).toBe(6);
    await reader.close();
  });

  test('stopped, or without a usable picture, it leaves nothing behind', async () => {
    const stop = new AbortController();
    const aborted = pack('stopped', photos.map(item));
    const running = images.packDataset(
      aborted,
      context(() => stop.abort(), stop.signal),
    );
    await expect(running).rejects.toMatchObject({ code: 'aborted' });
    await expect(
      images.packDataset(pack('none', [item(join(folder, 'gone.jpg'), 0)]), context()),
    ).rejects.toMatchObject({
      code: 'nothing-to-do',
      message: expect.stringContaining('gone.jpg') as string,
    });
    const left = readdirSync(join(folder, 'datasets'));
    expect(left.filter((name) => /stopped|none/.test(name))).toEqual([]);
  });
});

describe('the side-by-side picture', () => {
  test('shows real and generated cells of one size, whatever size they were stored in', async () => {
    const params = pack('compared', photos.map(item));
    await images.packDataset(params, context());
    const looks = join(folder, 'looks');
    await mkdir(looks);
    const files: string[] = [];
    for (let index = 0; index < 4; index += 1) {
      const file = join(looks, `${index}.png`);
      await writeFile(
        file,
        await sharp({ create: { width: 64, height: 64, channels: 3, background: '#00ff00' } })
          .png()
          .toBuffer(),
      );
      files.push(file);
    }
    const file = join(folder, 'comparison.png');
    await images.drawComparison(
      {
        real: { dataset: params.folder, indices: [0, 1, 2, 3] },
        generated: { files },
        side: 2,
        file,
        caption: 'Été, run 1',
      },
      context(),
    );
    const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
    const green = (from: number, to: number) => {
      let count = 0;
      for (let y = 0; y < info.height; y += 1) {
        for (let x = from; x < to; x += 1) {
          const at = (y * info.width + x) * info.channels;
          if (data[at]! < 40 && data[at + 1]! > 220 && data[at + 2]! < 40) count += 1;
        }
      }
      return count;
    };
    const half = Math.floor(info.width / 2);
    expect(green(0, half)).toBe(0);
    expect(green(half, info.width)).toBeGreaterThan(info.width * info.height * 0.3);
  });

  test('needs pictures on both sides', async () => {
    const none = { files: [] };
    await expect(
      images.drawComparison(
        { real: none, generated: none, side: 8, file: join(folder, 'x.png'), caption: '' },
        context(),
      ),
    ).rejects.toMatchObject({ code: 'nothing-to-do' });
  });
});

describe('the sample collection', () => {
  test('is drawn with progress, in order, and goes on where it was stopped', async () => {
    const target = join(folder, 'samples');
    const stop = new AbortController();
    const first = images.drawSamples(
      { folder: target, count: 6, seed: 3 },
      context(({ done }: { done: number }) => done === 2 && stop.abort(), stop.signal),
    );
    await expect(first).rejects.toMatchObject({ code: 'aborted' });
    const before = readdirSync(target).length;
    expect(before).toBeGreaterThanOrEqual(2);
    expect(before).toBeLessThan(6);
    const reports: number[] = [];
    const { files } = await images.drawSamples(
      { folder: target, count: 6, seed: 3 },
      context(({ done }: { done: number }) => reports.push(done)),
    );
    expect(reports).toEqual([1, 2, 3, 4, 5, 6]);
    expect(readdirSync(target).sort()).toEqual(files.map((file) => file.slice(target.length + 1)));
    expect(await sharp(files[0]).metadata()).toMatchObject({ format: 'jpeg' });
  });
});

test('a crop is examined: blur makes it less sharp, and a copy of it looks alike', async () => {
  const blurred = join(folder, 'blurred.png');
  await sharp(photos[2]!).blur(8).png().toFile(blurred);
  const examine = (path: string) => images.examineCrop({ path, bbox: [100, 100, 300, 600], margin: 0 }, context());
  const [whole, soft, other] = [await examine(photos[2]!), await examine(blurred), await examine(photos[3]!)];
  expect(imagesWorker.examineCrop.result.parse(whole)).toMatchObject({ width: 300, height: 600 });
  expect(soft.sharpness).toBeLessThan(0.2 * whole.sharpness);
  expect(sketchCorrelation(whole.fingerprint, soft.fingerprint)).toBeGreaterThan(nearCorrelation);
  expect(sketchCorrelation(whole.fingerprint, other.fingerprint)).toBeLessThan(nearCorrelation);
});
