import { mkdtemp, readFile, readdir, rm, writeFile, chmod, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileError, publishFolder, writeFileAtomic } from './atomic';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atomic-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('pieces follow each other in the file and no temporary file stays behind', async () => {
  await writeFileAtomic(join(folder, 'a.bin'), [Uint8Array.of(1, 2), Uint8Array.of(3)]);

  expect([...(await readFile(join(folder, 'a.bin')))]).toEqual([1, 2, 3]);
  expect(await readdir(folder)).toEqual(['a.bin']);
});

test('a write that fails leaves the old content and nothing else', async () => {
  const path = join(folder, 'a.txt');
  await writeFile(path, 'old');
  const failing = (function* () {
    yield Uint8Array.of(1);
    throw new Error('no more');
  })() as unknown as Uint8Array[];

  await expect(writeFileAtomic(path, failing)).rejects.toThrow('no more');

  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['a.txt']);
});

test('a missing folder is reported with the name of the file that was wanted', async () => {
  const path = join(folder, 'missing', 'a.txt');

  await expect(writeFileAtomic(path, 'x')).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining(path),
  });
});

test('a full disk is reported as such, naming the file', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

  expect(fileError('/photos/a.bin', full)).toMatchObject({
    code: 'disk-full',
    message: expect.stringContaining('/photos/a.bin'),
  });
});

test('a folder that exists with content is never replaced', async () => {
  await mkdir(join(folder, 'set'));
  await writeFile(join(folder, 'set', 'precious'), 'x');

  await mkdir(join(folder, 'new'));

  await expect(publishFolder(join(folder, 'new'), join(folder, 'set'))).rejects.toMatchObject({ code: 'conflict' });
  expect(await readdir(join(folder, 'set'))).toEqual(['precious']);
});

test.skipIf(process.getuid?.() === 0)('a folder without permission is reported as not permitted', async () => {
  await chmod(folder, 0o500);

  await expect(writeFileAtomic(join(folder, 'a'), 'x')).rejects.toMatchObject({ code: 'not-permitted' });
});
