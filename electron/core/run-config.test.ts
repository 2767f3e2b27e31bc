import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeSmallDataset } from '../testing/small-training';
import { testStudio } from '../testing/studio';
import { temporaryFolder } from '../testing/temporary-folder';

test('a training that asks for no device goes where the settings say, and one that asks goes where it says', async () => {
  const { client } = testStudio();
  expect((await client.run('runs.plan', {})).config.device).toBe('auto');
  await client.run('settings.set', { device: 'webgpu' });
  expect((await client.run('runs.plan', {})).config.device).toBe('webgpu');
  expect((await client.run('runs.plan', { overrides: { device: 'cpu' } })).config.device).toBe('cpu');
});

test('a plan for a dataset waits for no other dataset to be read', async () => {
  const { client, log } = testStudio();
  const folder = join(temporaryFolder(), 'project');
  await client.run('projects.create', { folder });
  for (const name of ['asked for', 'another']) await writeSmallDataset(join(folder, 'datasets', name));
  writeFileSync(join(folder, 'datasets', 'another', 'manifest.json'), 'damaged');

  expect((await client.run('runs.plan', { dataset: 'asked for' })).config.imageSize).toBe(64);
  expect(log).toEqual([]);
  await expect(client.run('runs.plan', { dataset: 'unknown' })).rejects.toMatchObject({ code: 'not-found' });
  expect(log).toEqual([expect.stringContaining('another')]);
});
