import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { detection } from '../testing/factories';
import { testStudio } from '../testing/studio';
import { temporaryFolder } from '../testing/temporary-folder';
import { tinyManifest, writeTinyDetector } from '../testing/tiny-detector';
import { doubtOf } from './detect-images';

test('an image without a whole look is the most doubtful, one with a clear outfit the least', () => {
  const clear = doubtOf([detection({ score: 0.98 })], 0.4);
  const wavering = doubtOf([detection({ score: 0.98 }), detection({ category: 'upper', score: 0.42 })], 0.4);
  expect(doubtOf([], 0.4)).toBe(1);
  expect(doubtOf([detection({ category: 'upper', score: 0.9 })], 0.4)).toBe(1);
  expect(clear).toBeLessThan(wavering);
  expect(wavering).toBeLessThan(1);
});

/** A project with pictures that the tiny detector sees something in, and the path of its manifest. */
async function prepare(count: number) {
  const photos = temporaryFolder();
  for (let i = 0; i < count; i += 1) {
    const background = { r: 200, g: 30 + i, b: 30 };
    await sharp({ create: { width: 200, height: 300, channels: 3, background } })
      .png()
      .toFile(join(photos, `photo-${i}.png`));
  }
  const models = temporaryFolder();
  await writeTinyDetector(models);
  const manifest = join(models, `${tinyManifest.name}.json`);
  writeFileSync(manifest, JSON.stringify(tinyManifest));
  const folder = join(temporaryFolder(), 'p');
  const { client } = testStudio();
  await client.run('projects.create', { folder });
  await client.run('images.import', { paths: [photos] });
  return { client, manifest, photos };
}

test('each image is detected once by a model; stopping keeps what is done and the next run takes the rest', async () => {
  const { client, manifest } = await prepare(12);
  const stop = new AbortController();
  const stopped = client.run(
    'detections.run',
    { model: manifest },
    { signal: stop.signal, onProgress: ({ done }) => void (done > 0 && stop.abort()) },
  );
  await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
  const { total } = await client.run('images.query', { filter: { state: 'detected' } });
  expect(total).toBeGreaterThan(0);
  expect(await client.run('detections.run', { model: manifest })).toMatchObject({ images: 12 - total, problems: [] });
  expect(await client.run('detections.run', { model: manifest })).toMatchObject({ images: 0 });
  expect(await client.run('detections.run', { model: manifest, redo: true })).toMatchObject({ images: 12 });
});

test('a photo that has gone is marked missing, the others are detected, and reviewed ones are left alone', async () => {
  const { client, manifest, photos } = await prepare(3);
  rmSync(join(photos, 'photo-1.png'));
  const { problems } = await client.run('detections.run', { model: manifest });
  expect(problems).toMatchObject([{ path: join(photos, 'photo-1.png'), code: 'image-missing' }]);
  const { items } = await client.run('images.query', { sort: 'name' });
  expect(items.map(({ missing, state }) => ({ missing, state }))).toEqual([
    { missing: false, state: 'detected' },
    { missing: true, state: 'new' },
    { missing: false, state: 'detected' },
  ]);
  await client.run('annotations.accept', { imageId: items[0]!.id, revision: 0 });
  const again = await client.run('detections.run', { model: manifest, redo: true });
  expect(again.images).toBe(1);
});

test('a detector that cannot be loaded ends the job at once, with the reason', async () => {
  const { client, manifest } = await prepare(2);
  writeFileSync(join(manifest, '..', tinyManifest.file), 'not a model');
  await expect(client.run('detections.run', { model: manifest })).rejects.toMatchObject({ code: 'model-invalid' });
});
