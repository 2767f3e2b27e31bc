import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder';
import { writeSmallDataset } from '../testing/small-training';
import { readDatasetManifest } from './dataset-folder';
import { featureFile, seenPictures } from './feature-files';

const network = 'ab'.repeat(32);

test('what was seen of a dataset is read from the names of its files, and other datasets are left out', async () => {
  const parent = temporaryFolder();
  const manifest = await readDatasetManifest(await writeSmallDataset(join(parent, 'dataset')));
  const folder = join(parent, 'features');
  expect(await seenPictures(folder, manifest)).toBe(0);

  await mkdir(folder);
  // The same pixels with another split: its features are in other rows.
  const items = manifest.items.map((item) => ({ ...item, split: 'train' as const }));
  await writeFile(featureFile(folder, { ...manifest, items }, network), '');
  expect(await seenPictures(folder, manifest)).toBe(0);

  for (const first of [8, 16]) await writeFile(featureFile(folder, manifest, network, first), '');
  expect(await seenPictures(folder, manifest)).toBe(16);

  await writeFile(featureFile(folder, manifest, network), '');
  expect(await seenPictures(folder, manifest)).toBe(Infinity);
});
