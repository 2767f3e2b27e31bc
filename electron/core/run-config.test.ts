import { expect, test } from 'vitest';
import { testStudio } from '../testing/studio';

test('a training that asks for no device goes where the settings say, and one that asks goes where it says', async () => {
  const { client } = testStudio();
  expect((await client.run('runs.plan', {})).config.device).toBe('auto');
  await client.run('settings.set', { device: 'webgpu' });
  expect((await client.run('runs.plan', {})).config.device).toBe('webgpu');
  expect((await client.run('runs.plan', { overrides: { device: 'cpu' } })).config.device).toBe('cpu');
});
