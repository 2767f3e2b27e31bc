import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testProject } from '../testing/factories';
import { temporaryFolder } from '../testing/temporary-folder';
import { scanFolders } from './scan-folders';

const never = new AbortController().signal;

function folderWith(...names: string[]): string {
  const folder = temporaryFolder();
  for (const name of names) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), 'x');
  }
  return folder;
}

test('pictures are found at every depth, in a fixed order, by any case of their extension', async () => {
  const folder = folderWith('b.JPG', 'a/deep/c.webp', 'a/b.png', 'notes.txt', '.hidden.jpg', '.trash/d.jpg');
  const { files, problems } = await scanFolders([folder], never);
  expect(files.map(({ path }) => path.slice(folder.length + 1))).toEqual(['a/b.png', 'a/deep/c.webp', 'b.JPG']);
  expect(problems).toEqual([]);
});

test('a file that is named is taken whatever its name, and once only', async () => {
  const folder = folderWith('photo', 'b.jpg');
  const { files } = await scanFolders([join(folder, 'photo'), folder, join(folder, 'b.jpg')], never);
  expect(files.map(({ path }) => path.slice(folder.length + 1))).toEqual(['photo', 'b.jpg']);
});

test('a path that is not there is reported, the others are read', async () => {
  const folder = folderWith('b.jpg');
  const { files, problems } = await scanFolders([join(folder, 'gone'), folder], never);
  expect(files).toHaveLength(1);
  expect(problems).toMatchObject([{ code: 'not-found', path: join(folder, 'gone') }]);
});

test('links to folders are not followed, so that a loop ends', async () => {
  const folder = folderWith('b.jpg');
  symlinkSync(folder, join(folder, 'loop'));
  const { files } = await scanFolders([folder], never);
  expect(files).toHaveLength(1);
});

test("a project's own pictures are not photos to import", async () => {
  const project = testProject();
  mkdirSync(project.path('thumbnails', 'ab'), { recursive: true });
  writeFileSync(project.path('thumbnails', 'ab', 'x.webp'), 'x');
  writeFileSync(project.path('photo.jpg'), 'x');
  const { files } = await scanFolders([project.folder], never);
  expect(files.map(({ path }) => path)).toEqual([project.path('photo.jpg')]);
});
