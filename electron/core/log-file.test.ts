import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLogFile } from './log-file';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-file-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('old lines make room, the newest are always there', async () => {
  const file = join(folder, 'logs/studio.log');
  const log = openLogFile(file, { longestBytes: 400, kept: 2 });
  for (let index = 0; index < 100; index++) log(`line ${index}`);
  expect((await readdir(join(folder, 'logs'))).sort()).toEqual(['studio.log', 'studio.log.1', 'studio.log.2']);
  const newest = await readFile(file, 'utf8');
  expect(newest).toContain('line 99');
  expect(newest.length).toBeLessThanOrEqual(400);
  const all = newest + (await readFile(`${file}.1`, 'utf8')) + (await readFile(`${file}.2`, 'utf8'));
  expect(all).not.toContain('line 0\n');
});

test('a log goes on in the file that an earlier start left', async () => {
  const file = join(folder, 'studio.log');
  openLogFile(file)('first');
  openLogFile(file)('second');
  expect(await readFile(file, 'utf8')).toMatch(/first\n.*second\n$/);
});

test('a log that cannot be written does not stop the work', async () => {
  await writeFile(join(folder, 'file'), '');
  expect(() => openLogFile(join(folder, 'file/studio.log'))('lost')).not.toThrow();
});
