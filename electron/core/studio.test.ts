import { copyFileSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Events } from '../contract/api';
import { Random } from '../ml/rng';
import { readDatasetManifest } from '../storage/dataset-folder';
import { thumbnailPath } from '../storage/thumbnail-path';
import { annotation } from '../testing/factories';
import { testStudio } from '../testing/studio';
import { temporaryFolder } from '../testing/temporary-folder';
import { createForkHost } from './fork-host';
import type { WorkerHost } from './worker-host';

/** A folder of small photos, each with a content of its own. */
async function photoFolder(count: number): Promise<string> {
  const folder = temporaryFolder();
  for (let i = 0; i < count; i += 1) {
    const background = { r: (i * 37) % 256, g: (i * 91) % 256, b: 120 };
    await sharp({ create: { width: 120, height: 180, channels: 3, background } })
      .jpeg()
      .toFile(join(folder, `photo-${String(i).padStart(3, '0')}.jpg`));
  }
  return folder;
}

const projectFolder = () => join(temporaryFolder(), 'My Collection');

test('importing reports every damaged file, takes the rest, and the second time takes only what is new', async () => {
  const photos = await photoFolder(6);
  writeFileSync(join(photos, 'empty.jpg'), '');
  writeFileSync(join(photos, 'page.png'), '<html>not found</html>');
  copyFileSync(join(photos, 'photo-000.jpg'), join(photos, 'cut.jpg'));
  truncateSync(join(photos, 'cut.jpg'), 300);
  copyFileSync(join(photos, 'photo-001.jpg'), join(photos, 'same again.jpg'));
  const { client } = testStudio();
  await client.run('projects.create', { folder: projectFolder() });

  const first = await client.run('images.import', { paths: [photos] });
  expect(first).toMatchObject({ added: 6, duplicates: 1, known: 0 });
  expect(first.problems.map(({ path }) => path.slice(photos.length + 1))).toEqual(['cut.jpg', 'empty.jpg', 'page.png']);
  for (const { path, message } of first.problems) expect(message).toContain(path);

  await sharp({ create: { width: 90, height: 90, channels: 3, background: 'red' } })
    .png()
    .toFile(join(photos, 'new.png'));
  const second = await client.run('images.import', { paths: [photos] });
  expect(second).toMatchObject({ added: 1, duplicates: 0, known: 7 });
});

test('a photo that kills the images worker is reported and the others are imported', async () => {
  const photos = await photoFolder(8);
  const { client } = testStudio({ workers: deadlyFor('photo-003.jpg') });
  await client.run('projects.create', { folder: projectFolder() });
  const result = await client.run('images.import', { paths: [photos] });
  expect(result.added).toBe(7);
  expect(result.problems).toMatchObject([{ path: join(photos, 'photo-003.jpg'), code: 'worker-crashed' }]);
});

test('stopping an import keeps what was saved, and the next one goes on from there', async () => {
  const photos = await photoFolder(60);
  const { client } = testStudio();
  await client.run('projects.create', { folder: projectFolder() });
  const stop = new AbortController();
  const running = client.run(
    'images.import',
    { paths: [photos] },
    { signal: stop.signal, onProgress: ({ done, phase }) => void (phase === 'reading' && done > 0 && stop.abort()) },
  );
  await expect(running).rejects.toMatchObject({ code: 'aborted' });
  const kept = (await client.run('images.query', {})).total;
  const rest = await client.run('images.import', { paths: [photos] });
  expect(rest.known).toBe(kept);
  expect(rest.added).toBe(60 - kept);
});

test('thumbnails are served, made again when they were deleted or cut off, and nothing outside the project is', async () => {
  const photos = await photoFolder(1);
  const folder = projectFolder();
  const { client, studio } = testStudio();
  await client.run('projects.create', { folder });
  await client.run('images.import', { paths: [photos] });
  const image = (await client.run('images.query', {})).items[0]!;
  const isWebp = (bytes: Uint8Array) => Buffer.from(bytes.subarray(8, 12)).toString() === 'WEBP';
  expect(isWebp((await studio.pixels(`thumbnail/${image.sha256}`)).bytes)).toBe(true);
  truncateSync(thumbnailPath(join(folder, 'thumbnails'), image.sha256), 0);
  expect(isWebp((await studio.pixels(`thumbnail/${image.sha256}`)).bytes)).toBe(true);
  rmSync(join(folder, 'thumbnails'), { recursive: true });
  expect(isWebp((await studio.pixels(`thumbnail/${image.sha256}`)).bytes)).toBe(true);
  for (const path of [
    'run/../../secret.png',
    'dataset/..%2f..%2fetc/x.png',
    'run/run-1/..%2f..%2f..%2fproject.sqlite',
    'nonsense/x',
  ]) {
    await expect(studio.pixels(path)).rejects.toMatchObject({ code: 'not-found' });
  }
});

test('two boxes of one photo are two crops, and a frozen dataset keeps the crops of a photo on one side', async () => {
  const photos = await photoFolder(12);
  const { client } = testStudio();
  await client.run('projects.create', { folder: projectFolder() });
  await client.run('images.import', { paths: [photos] });
  for (const { id } of (await client.run('images.query', {})).items) {
    const boxes = [
      annotation({ category: 'full', bbox: [0, 0, 60, 180] }),
      annotation({ category: 'full', bbox: [60, 0, 60, 180] }),
    ];
    await client.run('annotations.replace', { imageId: id, revision: 0, boxes });
    await client.run('annotations.accept', { imageId: id, revision: 1 });
  }
  const out = temporaryFolder();
  const options = { category: 'full', minimumSize: 32 } as const;
  writeFileSync(join(out, '.photo-full.png.0123456789ab.partial'), 'an export that was killed left this');
  const crops = await client.run('crops.export', { ...options, folder: out, format: 'png' });
  expect(crops.files).toHaveLength(24);
  expect(readdirSync(out)).toHaveLength(24);

  const dataset = await client.run('datasets.freeze', { ...options, validationShare: 0.4 });
  expect(dataset).toMatchObject({ name: 'looks-1', count: 24, imageSize: 64 });
  expect(dataset.train % 2).toBe(0);
  expect(dataset.validation).toBeGreaterThan(0);
  const again = await client.run('datasets.freeze', { ...options, validationShare: 0.4 });
  expect(again).toMatchObject({ name: 'looks-2', contentHash: dataset.contentHash });
  await expect(client.run('datasets.freeze', { ...options, name: 'looks-1' })).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('a caller that sends nonsense gets one clear error, and listeners hear what changes', async () => {
  const { client } = testStudio();
  const heard: Events['project'][] = [];
  client.on('project', (project) => void heard.push(project));
  await expect(client.run('images.query', {})).rejects.toMatchObject({ code: 'no-project' });
  await expect(client.run('images.query', { limit: -5 })).rejects.toMatchObject({ code: 'invalid-params' });
  await expect(client.run('nonsense' as 'system.info', {})).rejects.toMatchObject({ code: 'unknown-method' });
  await expect(client.run('toString' as 'system.info', {})).rejects.toMatchObject({ code: 'unknown-method' });
  const folder = projectFolder();
  await client.run('projects.create', { folder, name: 'Spring' });
  expect(heard.at(-1)).toMatchObject({ name: 'Spring', folder });
  expect(await client.run('projects.recent', {})).toMatchObject([{ name: 'Spring', folder }]);
});

test('a project whose disk was pulled out can be left for another one', async () => {
  const folder = projectFolder();
  const { client } = testStudio();
  await client.run('projects.create', { folder });
  rmSync(folder, { recursive: true });
  const other = projectFolder();
  expect(await client.run('projects.create', { folder: other })).toMatchObject({ folder: other });
});

test('the jobs that ended in a project are not listed in the next one', async () => {
  const photos = await photoFolder(1);
  const { client } = testStudio();
  await client.run('projects.create', { folder: projectFolder() });
  await client.run('images.import', { paths: [photos] });
  expect(await client.run('jobs.list', {})).toHaveLength(1);
  await client.run('projects.create', { folder: projectFolder() });
  expect(await client.run('jobs.list', {})).toEqual([]);
  await client.run('images.import', { paths: [photos] });
  expect(await client.run('jobs.list', {})).toMatchObject([{ method: 'images.import', state: 'finished' }]);
});

test('a folder of pictures can be a dataset without any project before it', async () => {
  const photos = await photoFolder(5);
  mkdirSync(join(photos, 'more'));
  const { client } = testStudio();
  await client.run('projects.create', { folder: projectFolder() });
  const dataset = await client.run('datasets.freeze', { folder: photos, name: 'plain', validationShare: 0 });
  expect(dataset).toMatchObject({ name: 'plain', count: 5, validation: 0 });
});

test('two crops of one photo in sibling folders are on one side of the split', { timeout: 180_000 }, async () => {
  const [photos, folder] = [temporaryFolder(), projectFolder()];
  const random = Random.fromSeed(4);
  for (const kind of ['outfit', 'dress']) {
    mkdirSync(join(photos, kind));
    // No two are alike: nothing but their names says that they belong together.
    for (let photo = 0; photo < 24; photo++) {
      const noise = Uint8Array.from({ length: 32 * 32 * 3 }, () => random.integer(256));
      await sharp(noise, { raw: { width: 32, height: 32, channels: 3 } }).toFile(join(photos, kind, `${photo}.png`));
    }
  }
  const { client } = testStudio();
  await client.run('projects.create', { folder });

  const dataset = await client.run('datasets.freeze', { folder: photos, name: 'crops', validationShare: 0.4 });

  expect(dataset).toMatchObject({ count: 48, statistics: { photos: 24, nearDuplicates: 0 } });
  expect(Math.min(dataset.train, dataset.validation)).toBeGreaterThan(5);
  const sides = new Map<string, Set<string>>();
  for (const { path, split } of (await readDatasetManifest(join(folder, 'datasets', 'crops'))).items)
    sides.set(basename(path), (sides.get(basename(path)) ?? new Set()).add(split));
  expect([...sides].filter(([, splits]) => splits.size > 1)).toEqual([]);
});

/** Real workers, but the one that is asked for this file dies as native code would. */
function deadlyFor(name: string): WorkerHost {
  const real = createForkHost({
    folder: join(__dirname, '..', '..', 'out', 'main'),
    env: process.env,
    log: () => undefined,
  });
  return {
    start(worker) {
      const process = real.start(worker);
      return {
        ...process,
        post: (frame) => (JSON.stringify(frame).includes(name) ? process.kill() : process.post(frame)),
      };
    },
  };
}
