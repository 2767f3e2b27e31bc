import { appendFile, mkdtemp, open, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DatasetReader, DatasetWriter, readDatasetManifest } from './dataset-folder';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'dataset-'));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const picture = (value: number) => new Uint8Array(64 * 64 * 3).fill(value);
const item = (split: 'train' | 'validation', path: string) => ({
  split,
  path,
  imageId: null,
  annotationId: null,
  bbox: null,
});

async function freeze(values: number[]): Promise<string> {
  const folder = join(parent, 'spring');
  const writer = await DatasetWriter.create(folder, {
    name: 'spring',
    createdAt: '2026-01-01T00:00:00.000Z',
    imageSize: 64,
    category: 'outfit',
    framing: 'pad',
  });
  for (const [index, value] of values.entries())
    await writer.add(picture(value), item(index % 3 === 2 ? 'validation' : 'train', `${index}.jpg`));
  await writer.finish();
  return folder;
}

test('pictures come back as they were frozen, in any order', async () => {
  const dataset = await DatasetReader.open(await freeze([10, 20, 30, 40]));

  await dataset.verify();
  const pixels = await dataset.read([3, 0, 3]);

  expect([pixels[0], pixels[64 * 64 * 3], pixels.at(-1)]).toEqual([40, 10, 40]);
  expect(dataset.indices('train')).toEqual([0, 1, 3]);
  expect(dataset.indices('validation')).toEqual([2]);
  await dataset.close();
});

test('the dataset appears only when it is finished', async () => {
  const writer = await DatasetWriter.create(join(parent, 'spring'), {
    name: 'spring',
    createdAt: '2026-01-01T00:00:00.000Z',
    imageSize: 64,
    category: 'outfit',
    framing: 'pad',
  });
  await writer.add(picture(1), item('train', 'a.jpg'));
  await expect(readDatasetManifest(join(parent, 'spring'))).rejects.toMatchObject({ code: 'not-found' });

  await writer.abandon();

  expect(await readdir(parent)).toEqual([]);
});

test('an empty dataset is refused and leaves nothing behind', async () => {
  await expect(freeze([])).rejects.toMatchObject({ code: 'nothing-to-do' });
  expect(await readdir(parent)).toEqual([]);
});

test('a second dataset of the same name is refused and the first one stays', async () => {
  const folder = await freeze([10]);
  const before = await readFile(join(folder, 'manifest.json'), 'utf8');

  await expect(freeze([20])).rejects.toMatchObject({ code: 'conflict' });

  expect(await readFile(join(folder, 'manifest.json'), 'utf8')).toBe(before);
  expect(await readdir(parent)).toEqual(['spring']);
});

test('pixels of a wrong size are refused, naming the picture', async () => {
  const writer = await DatasetWriter.create(join(parent, 'spring'), {
    name: 'spring',
    createdAt: '2026-01-01T00:00:00.000Z',
    imageSize: 64,
    category: 'outfit',
    framing: 'pad',
  });

  await expect(writer.add(new Uint8Array(5), item('train', 'odd.jpg'))).rejects.toThrow('odd.jpg');
  await writer.abandon();
});

test('a file of pixels that has grown or shrunk is found at opening', async () => {
  const folder = await freeze([10, 20]);
  await appendFile(join(folder, 'pixels.u8'), 'x');

  await expect(DatasetReader.open(folder)).rejects.toMatchObject({
    code: 'dataset-damaged',
    message: expect.stringContaining('pixels.u8'),
  });
});

test('a single changed byte is found by verifying', async () => {
  const folder = await freeze([10, 20]);
  const file = await open(join(folder, 'pixels.u8'), 'r+');
  await file.write(Uint8Array.of(99), 0, 1, 7000);
  await file.close();
  const dataset = await DatasetReader.open(folder);

  await expect(dataset.verify()).rejects.toMatchObject({ code: 'dataset-damaged' });
  await dataset.close();
});

test.each(['', '{', '{"version":2}'])('a manifest that reads %j is called damaged', async (text) => {
  const folder = await freeze([10]);
  await writeFile(join(folder, 'manifest.json'), text);

  await expect(DatasetReader.open(folder)).rejects.toMatchObject({ code: 'dataset-damaged' });
});
