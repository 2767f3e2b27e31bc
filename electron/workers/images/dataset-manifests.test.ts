import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DatasetWriter } from '../../storage/dataset-folder';
import { temporaryFolder } from '../../testing/temporary-folder';
import { DatasetManifests } from './dataset-manifests';

const createdAt = '2026-11-24T09:00:00.000Z';

async function freeze(name = 'looks-1'): Promise<string> {
  const folder = join(temporaryFolder(), name);
  const header = { name, createdAt, imageSize: 64, category: 'outfit', framing: 'pad', statistics: null } as const;
  const writer = await DatasetWriter.create(folder, header);
  const item = { path: '/photos/a.jpg', bbox: null, imageId: null, annotationId: null, split: 'train' } as const;
  await writer.add(new Uint8Array(64 * 64 * 3), item);
  await writer.finish();
  return folder;
}

test('many who ask at once for one dataset get one manifest, which is read once', async () => {
  const folder = await freeze();
  const manifests = new DatasetManifests();
  const found = await Promise.all(Array.from({ length: 20 }, () => manifests.read(folder)));
  expect(new Set([...found, await manifests.read(folder)]).size).toBe(1);
});

test('a manifest whose file has changed is read again', async () => {
  const folder = await freeze();
  const manifests = new DatasetManifests();
  const before = await manifests.read(folder);
  const file = join(folder, 'manifest.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace('"looks-1"', '"looks-9"'));
  await utimes(file, new Date(), new Date(Date.now() + 5000));
  expect([before.name, (await manifests.read(folder)).name]).toEqual(['looks-1', 'looks-9']);
});

test('a manifest that could not be read is tried again', async () => {
  const folder = await freeze();
  const file = join(folder, 'manifest.json');
  const good = await readFile(file, 'utf8');
  const long = new Date();
  await writeFile(file, '{');
  await utimes(file, long, long);
  const manifests = new DatasetManifests();
  await expect(manifests.read(folder)).rejects.toMatchObject({ code: 'dataset-damaged' });
  await writeFile(file, good);
  await utimes(file, long, long);
  expect((await manifests.read(folder)).name).toBe('looks-1');
});
