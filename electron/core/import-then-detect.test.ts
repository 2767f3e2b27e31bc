import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { testStudio } from '../testing/studio';
import { temporaryFolder } from '../testing/temporary-folder';

async function twoPhotos(): Promise<string> {
  const folder = temporaryFolder();
  for (const background of ['teal', 'maroon'])
    await sharp({ create: { width: 120, height: 180, channels: 3, background } })
      .jpeg()
      .toFile(join(folder, `${background}.jpg`));
  return folder;
}

test('detection begins when the photos are in, though the window that asked for it is gone', async () => {
  const { studio, client } = testStudio();
  await client.run('projects.create', { folder: join(temporaryFolder(), 'My Collection') });
  const window = studio.client();
  const paths = [await twoPhotos()];
  const imported = window.run('images.import', { paths, detect: true }).catch((error: unknown) => error);
  await expect
    .poll(async () => (await client.run('jobs.list', {})).map(({ method }) => method))
    .toContain('images.import');
  window.close();
  await imported;

  const detection = async () => (await client.run('jobs.list', {})).find(({ method }) => method === 'detections.run');
  await expect.poll(async () => (await detection())?.state, { timeout: 50_000, interval: 100 }).toBe('finished');
  expect((await client.run('projects.current', {}))?.counts).toMatchObject({ images: 2, new: 0, detected: 2 });
});

test('an import that brings nothing new, or does not ask for it, begins no detection', async () => {
  const { client } = testStudio();
  await client.run('projects.create', { folder: join(temporaryFolder(), 'My Collection') });
  const paths = [await twoPhotos()];
  await client.run('images.import', { paths });
  await client.run('images.import', { paths, detect: true });
  expect((await client.run('jobs.list', {})).map(({ method }) => method)).toEqual(['images.import', 'images.import']);
});
