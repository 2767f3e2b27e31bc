import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { trainConfig } from '../ml/gan/presets';
import { testStudio } from '../testing/studio';
import { temporaryFolder } from '../testing/temporary-folder';
import { Project } from './project';
import { createRun } from './runs';

async function photos(count: number): Promise<string> {
  const folder = temporaryFolder();
  for (let index = 0; index < count; index++)
    await sharp({ create: { width: 60, height: 90, channels: 3, background: { r: index * 40, g: 90, b: 20 } } })
      .jpeg()
      .toFile(join(folder, `${index}.jpg`));
  return folder;
}

/** A run as a training leaves it, with a sample grid after each of these steps. */
function addRun(folder: string, steps: readonly number[]): string {
  const project = Project.open(folder, { create: false, holder: 'test', log: () => undefined });
  const id = createRun(project, 'looks-1', trainConfig('article', { sampleCount: 16 }));
  const samples = project.path('runs', id, 'samples');
  mkdirSync(samples, { recursive: true });
  for (const step of steps) writeFileSync(join(samples, `step-${String(step).padStart(6, '0')}.png`), `grid ${step}`);
  project.close();
  return id;
}

test('a project that was closed is listed with its counts, some of its photos, and the looks of the run that went furthest', async () => {
  const { client, studio } = testStudio();
  const folder = join(temporaryFolder(), 'Spring');
  await client.run('projects.create', { folder });
  await client.run('images.import', { paths: [await photos(3)] });
  await client.run('projects.close', {});
  addRun(folder, [20, 400]);
  addRun(folder, [20]);
  await client.run('projects.open', { folder });
  await client.run('projects.close', {});

  const [recent] = await client.run('projects.recent', {});

  expect(recent).toMatchObject({ name: 'Spring', isThere: true, counts: { images: 3, new: 3, runs: 2 } });
  expect(recent!.photos).toHaveLength(3);
  for (const path of recent!.photos) expect((await studio.pixels(path)).type).toBe('image/webp');
  expect(recent!.looks).toMatchObject({ columns: 4, count: 16, side: 64, gap: 2 });
  expect(Buffer.from((await studio.pixels(recent!.looks!.pixels)).bytes).toString()).toBe('grid 400');
});

test('a project whose folder has gone is said to be away, shows nothing, and can be taken off the list', async () => {
  const { client, studio } = testStudio();
  const folder = join(temporaryFolder(), 'Spring');
  await client.run('projects.create', { folder });
  await client.run('images.import', { paths: [await photos(1)] });
  await client.run('projects.close', {});
  renameSync(folder, `${folder} elsewhere`);

  const [recent] = await client.run('projects.recent', {});

  expect(recent).toMatchObject({ name: 'Spring', isThere: false });
  await expect(studio.pixels(recent!.photos[0]!)).rejects.toMatchObject({ code: 'not-found' });
  await client.run('projects.forget', { folder });
  expect(await client.run('projects.recent', {})).toEqual([]);
});

test('a list that an earlier release wrote still opens', async () => {
  const userFolder = temporaryFolder();
  const listed = { name: 'Old', folder: '/nowhere/Old', openedAt: '2026-01-01T00:00:00Z' };
  writeFileSync(join(userFolder, 'recent.json'), JSON.stringify([listed]));
  const { client, studio } = testStudio({ userFolder });
  expect(await client.run('projects.recent', {})).toEqual([
    { ...listed, isThere: false, counts: null, photos: [], looks: null },
  ]);
  await expect(studio.pixels('recent/0123456789abcdef/photo/0')).rejects.toMatchObject({ code: 'not-found' });
});
