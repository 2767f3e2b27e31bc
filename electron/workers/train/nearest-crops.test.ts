import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DatasetWriter, readDatasetManifest } from '../../storage/dataset-folder';
import { seenPictures } from '../../storage/feature-files';
import { ModelManifest } from '../../contract/model-manifest';
import { Random } from '../../ml/rng';
import { blurred } from '../../testing/spoiled-pictures';
import { lastingFolder } from '../../testing/temporary-folder';
import { NearestCrops } from './nearest-crops';
import { mirrorPictures } from './real-features';
import manifest from '../../../resources/models/garment.json';

const photos = '../shared/data/gan/outfit';
const size = 64;
const [trainCount, heldOutCount, unseenCount] = [160, 60, 40];
const resources = join(__dirname, '..', '..', '..', 'resources', 'models');
const model = { folder: resources, manifest: ModelManifest.parse(manifest) };

describe.skipIf(!existsSync(photos))(`on real outfit crops (skipped without ${photos})`, () => {
  const folder = lastingFolder();
  let nearest: NearestCrops;
  let train: Uint8Array[];
  let unseen: Uint8Array[];
  const reports: { done: number; total: number }[] = [];
  const prepare = () =>
    NearestCrops.prepare(
      { datasetFolder: join(folder, 'dataset'), model, cacheFolder: join(folder, 'features') },
      { signal: new AbortController().signal, report: (progress) => void reports.push(progress) },
    );

  beforeAll(async () => {
    const files = readdirSync(photos).filter((name) => name.endsWith('.jpg'));
    const order = Uint32Array.from(files, (_, index) => index);
    Random.fromSeed(1).shuffle(order);
    const writer = await DatasetWriter.create(join(folder, 'dataset'), {
      name: 'outfits',
      createdAt: '2026-01-01T00:00:00.000Z',
      imageSize: size,
      category: 'outfit',
      framing: 'pad',
    });
    const pictures: Uint8Array[] = [];
    for (const [place, index] of [...order.slice(0, trainCount + heldOutCount + unseenCount)].entries()) {
      const path = join(photos, files[index]!);
      const pixels = await sharp(path)
        .resize(size, size, { fit: 'contain', background: 'white' })
        .removeAlpha()
        .raw()
        .toBuffer();
      pictures.push(new Uint8Array(pixels));
      const split = place < trainCount ? 'train' : 'validation';
      if (place < trainCount + heldOutCount)
        await writer.add(pixels, { split, path, imageId: null, annotationId: null, bbox: null });
    }
    await writer.finish();
    train = pictures.slice(0, trainCount);
    unseen = pictures.slice(trainCount + heldOutCount);
    nearest = await prepare();
  }, 240_000);
  afterAll(() => nearest.release());

  test('a training picture is found itself, and called a copy', async () => {
    for (const index of [3, 77, 140]) {
      const { rows, originality, percentile } = await nearest.of(train[index]!, 3);
      expect(rows[0]).toMatchObject({ index, mirrored: false });
      expect(rows[0]!.relativeDistance).toBeLessThan(0.01);
      expect(rows).toHaveLength(3);
      expect(originality).toBe('copy');
      expect(percentile).toBeLessThan(1);
    }
  });

  test('so is its mirror image, and a blurred one', async () => {
    const turned = await nearest.of(mirrorPictures(train[50]!, size), 1);
    expect(turned.rows[0]).toMatchObject({ index: 50, mirrored: true });
    expect(turned.originality).toBe('copy');
    const soft = await nearest.of(blurred(train[50]!, size, 1), 1);
    expect(soft.rows[0]!.index).toBe(50);
    expect(soft.originality).toBe('copy');
  });

  test('photos that were never trained on are seldom called copies', async () => {
    const verdicts = [];
    for (const picture of unseen) verdicts.push((await nearest.of(picture, 1)).originality);
    expect(verdicts.filter((verdict) => verdict === 'copy').length).toBeLessThanOrEqual(2);
    expect(verdicts.filter((verdict) => verdict === 'original').length).toBeGreaterThan(unseenCount * 0.7);
  });

  test('features are computed once, kept, and give the same answer', async () => {
    const before = await nearest.of(unseen[0]!, 3);
    expect(reports.at(-1)).toEqual({ done: trainCount * 2 + heldOutCount, total: trainCount * 2 + heldOutCount });
    reports.length = 0;
    const again = await prepare();
    expect(reports).toEqual([]);
    expect(await again.of(unseen[0]!, 3)).toEqual(before);
    await again.release();
    const manifest = await readDatasetManifest(join(folder, 'dataset'));
    expect(await seenPictures(join(folder, 'features'), manifest)).toBe(Infinity);
  });
});

test('mirroring twice gives the same picture', () => {
  const pixels = Uint8Array.from({ length: 2 * 4 * 4 * 3 }, (_, at) => (at * 37) % 251);
  const mirrored = mirrorPictures(pixels, 4);
  expect([...mirrored.subarray(0, 3)]).toEqual([...pixels.subarray(9, 12)]);
  expect(mirrorPictures(mirrored, 4)).toEqual(pixels);
});
