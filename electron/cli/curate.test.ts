import { copyFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { runCommandLine } from '../testing/command-line';
import { lastingFolder } from '../testing/temporary-folder';

const shared = lastingFolder();
const [samples, project] = [join(shared, 'samples'), join(shared, 'project')];
const run = (...args: string[]) => runCommandLine(args, { userFolder: join(shared, 'user') });

beforeAll(async () => {
  await run('samples', samples, '--count', '6', '--seed', '4');
  const [first = ''] = readdirSync(samples).sort();
  await sharp(join(samples, first)).resize(300).png().toFile(join(samples, 'small copy.png'));
  copyFileSync(join(samples, first), join(samples, 'same again.jpg'));
  writeFileSync(join(samples, 'broken.jpg'), 'no picture');
  const { records } = await run('import', project, samples, '--json');
  expect(records.at(-1)).toMatchObject({ added: 7, duplicates: 1, nearDuplicates: 1, failed: 1 });
}, 120_000);

test('tags are added to what is named, counted, and taken away', async () => {
  const added = await run('tag', project, '--add', 'drawn', 'first', '--text', 'small copy', '--json');
  expect(added.records).toEqual([
    { tag: 'drawn', count: 1 },
    { tag: 'first', count: 1 },
  ]);
  const all = await run('tag', project, '--add', 'drawn', '--folder', samples, '--json');
  expect(all.records[0]).toEqual({ tag: 'drawn', count: 7 });
  expect((await run('tag', project, '--remove', 'drawn', 'first')).stdout).toContain('There are no tags.');
});

test('near copies are listed by group, and all but the best can be excluded', async () => {
  const { records } = await run('copies', project, '--json', '--keep-best');
  expect(records).toHaveLength(3);
  expect(records[0]!['group']).toBe(records[1]!['group']);
  const left = records[2]!['excluded'];
  expect(left).toEqual([records.find(({ path }) => String(path).includes('small copy'))!['id']]);
  expect((await run('copies', project, '--again')).stdout).toContain('No photo is a near copy');
});

test('a dataset says what is wrong with it, and leaves flaws out when it is asked to', async () => {
  const frozen = await run('dataset', project, '--from', samples, '--name', 'plain');
  expect(frozen.stdout).toContain('8 pictures are few');
  expect(frozen.stdout).toMatch(/2 near copies/);
  expect(frozen.stdout).toContain('Dataset plain: 8 pictures');
});

test('a folder that moved is missing until it is said where it is', async () => {
  const moved = join(shared, 'elsewhere');
  renameSync(samples, moved);
  expect((await run('problems', project)).stdout).toMatch(/7 photos from .*samples missing/);
  expect((await run('relocate', project, samples, moved, '--json')).records).toEqual([{ images: 7, found: 7 }]);
  const after = await run('problems', project, '--json', '--forget');
  expect(after.records).toMatchObject([{ problem: { path: join(samples, 'broken.jpg') } }]);
  expect((await run('relocate', project, samples, moved)).code).toBe(1);
  rmSync(moved, { recursive: true });
});
