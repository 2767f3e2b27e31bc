import { expect, test, vi } from 'vitest';
import { eventually } from '../testing/eventually';
import { createScriptedConnection } from '../testing/scripted-client';
import { StudioState } from './studio.svelte';

vi.stubGlobal('navigator', { userAgent: 'test' });
vi.stubGlobal('location', { hash: '' });

test('a closed project leaves nothing in the window: no ended job, no way back, no address', async () => {
  const { client, studio: server, ...shell } = createScriptedConnection({ tickMs: 1 });
  const studio = new StudioState({ client, ...shell });
  await studio.load();
  await client.run('detections.run', {});
  studio.go('train', 'run-1');
  studio.notices.info('3 photos excluded', '', { label: 'Undo', run: () => undefined });
  studio.notices.error('The photo could not be read', 'Copy it again.', null, '');
  await eventually(() => expect(studio.jobs.list.map(({ state }) => state)).toEqual(['finished']));

  await client.run('projects.close', {});

  await eventually(() => expect(studio.project).toBeNull());
  expect(studio.jobs.list).toEqual([]);
  expect(studio.notices.list.map(({ kind }) => kind)).toEqual(['error']);
  expect(studio.place).toEqual({ room: 'library', item: null });
  expect(location.hash).toBe('#/library');
  expect(server.project).toBeNull();
});

test('new counts of the open project leave the window where it is', async () => {
  const { studio: server, ...connection } = createScriptedConnection({ tickMs: 1 });
  const studio = new StudioState(connection);
  await studio.load();
  studio.go('train', 'run-1');
  server.changed();
  await eventually(() => expect(studio.project).not.toBeNull());
  expect(studio.place).toEqual({ room: 'train', item: 'run-1' });
});
