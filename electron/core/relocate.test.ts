import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { testStudio } from '../testing/studio';
import { temporaryFolder } from '../testing/temporary-folder';

async function prepare() {
  const root = temporaryFolder();
  const photos = join(root, 'photos');
  for (const [place, folder] of ['spring', 'spring', 'summer/day 1'].entries()) {
    mkdirSync(join(photos, folder), { recursive: true });
    await sharp({
      create: { width: 100 + place, height: 150, channels: 3, background: { r: place * 80, g: 40, b: 90 } },
    })
      .png()
      .toFile(join(photos, folder, `${place}.png`));
  }
  const { client } = testStudio();
  await client.run('projects.create', { folder: join(temporaryFolder(), 'p') });
  await client.run('images.import', { paths: [photos] });
  const paths = async () => (await client.run('images.query', {})).items.map(({ path }) => path);
  return { client, root, photos, paths };
}

test('photos that moved are missing, said from which folder, and are found again where a person says', async () => {
  const { client, root, photos, paths } = await prepare();
  const moved = join(root, 'disk', 'photos');
  mkdirSync(join(root, 'disk'));
  renameSync(photos, moved);
  expect(await client.run('images.checkFiles', {})).toEqual({ checked: 3, missing: 3 });
  expect(await client.run('images.facets', {})).toMatchObject({
    missing: 3,
    missingFolders: [{ folder: photos, count: 3 }],
  });
  await expect(client.run('images.relocate', { from: photos, to: root })).rejects.toMatchObject({ code: 'not-found' });
  expect((await client.run('images.facets', {})).missing).toBe(3);
  expect(await client.run('images.relocate', { from: photos, to: moved })).toEqual({ images: 3, found: 3 });
  for (const path of await paths()) expect(existsSync(path)).toBe(true);
  expect((await client.run('images.facets', {})).missing).toBe(0);
  expect(await client.run('images.import', { paths: [moved] })).toMatchObject({ added: 0, known: 3 });
});

test('a part of a source that moved is re-rooted alone, and folders follow', async () => {
  const { client, root, photos, paths } = await prepare();
  const archive = join(root, 'archive');
  renameSync(join(photos, 'spring'), archive);
  await client.run('images.checkFiles', {});
  expect((await client.run('images.facets', {})).missingFolders).toEqual([
    { folder: join(photos, 'spring'), count: 2 },
  ]);
  expect(await client.run('images.relocate', { from: join(photos, 'spring'), to: archive })).toEqual({
    images: 2,
    found: 2,
  });
  for (const path of await paths()) expect(existsSync(path)).toBe(true);
  expect((await client.run('images.facets', {})).folders).toEqual([
    { folder: archive, count: 2 },
    { folder: join(photos, 'summer/day 1'), count: 1 },
  ]);
});

test('a folder that was imported a second time from its new place can still be joined with the old one', async () => {
  const { client, root, photos } = await prepare();
  const moved = join(root, 'moved');
  renameSync(photos, moved);
  writeFileSync(join(moved, 'broken.jpg'), 'no photo');
  const again = await client.run('images.import', { paths: [moved] });
  expect(again).toMatchObject({ added: 0, duplicates: 3 });
  expect(await client.run('images.relocate', { from: photos, to: moved })).toEqual({ images: 3, found: 3 });
  expect((await client.run('images.facets', {})).missing).toBe(0);
});

test('what an import could not use is listed until it can be read or is forgotten', async () => {
  const { client, photos } = await prepare();
  const broken = join(photos, 'broken.png');
  writeFileSync(broken, 'no photo');
  writeFileSync(join(photos, 'empty.jpg'), '');
  await client.run('images.import', { paths: [photos] });
  expect(await client.run('images.problems', {})).toMatchObject({
    total: 2,
    problems: [{ path: broken, code: 'image-unreadable' }, { path: join(photos, 'empty.jpg') }],
  });
  await sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } })
    .png()
    .toFile(broken);
  await client.run('images.import', { paths: [photos] });
  expect((await client.run('images.problems', {})).problems.map(({ path }) => path)).toEqual([
    join(photos, 'empty.jpg'),
  ]);
  await client.run('images.forgetProblems', {});
  expect((await client.run('images.facets', {})).problems).toBe(0);
});

test('a scan tells of copies, empty files and kinds that are not read, and lets its examples be seen', async () => {
  const { client, photos } = await prepare();
  const fresh = temporaryFolder();
  const draw = (name: string, background: string) =>
    sharp({ create: { width: 90, height: 60, channels: 3, background } })
      .png()
      .toFile(join(fresh, name));
  await draw('a.png', 'red');
  await draw('b.png', 'lime');
  copyFileSync(join(fresh, 'a.png'), join(fresh, 'a again.png'));
  copyFileSync(join(photos, 'spring/0.png'), join(fresh, 'known content.png'));
  writeFileSync(join(fresh, 'empty.jpg'), '');
  writeFileSync(join(fresh, 'phone.HEIC'), 'x');
  const scan = await client.run('images.scan', { paths: [fresh] });
  expect(scan).toMatchObject({ files: 5, known: 0, duplicates: 2, unsupported: { heic: 1 } });
  expect(scan.problems).toMatchObject([{ path: join(fresh, 'empty.jpg') }]);
  expect(scan.examples).toHaveLength(5);
  const imported = await client.run('images.import', { paths: [fresh] });
  expect(imported).toMatchObject({ added: 2, duplicates: scan.duplicates });
  rmSync(fresh, { recursive: true });
});

test('the examples of the last scan can be looked at, and no other file', async () => {
  const { photos } = await prepare();
  const { client, studio } = testStudio();
  await client.run('projects.create', { folder: join(temporaryFolder(), 'q') });
  const { examples } = await client.run('images.scan', { paths: [photos] });
  const { type, bytes } = await studio.pixels(examples[0]!.pixels);
  expect([type, Buffer.from(bytes.subarray(8, 12)).toString()]).toEqual(['image/webp', 'WEBP']);
  await client.run('images.scan', { paths: [photos] });
  await expect(studio.pixels(examples[0]!.pixels)).rejects.toMatchObject({ code: 'not-found' });
  await expect(studio.pixels('scanned/2/99')).rejects.toMatchObject({ code: 'not-found' });
});
