import { beforeEach, expect, test, vi } from 'vitest';
import { eventually } from '../testing/eventually';
import { createScriptedConnection } from '../testing/scripted-client';
import { inventPhotos } from '../testing/scripted-images';
import { DatasetsState } from './datasets.svelte';
import { StudioState } from './studio.svelte';

vi.stubGlobal('navigator', { userAgent: 'test' });
vi.stubGlobal('location', { hash: '' });

let studio: StudioState;
let datasets: DatasetsState;

beforeEach(async () => {
  const connection = createScriptedConnection({ photos: inventPhotos(80), tickMs: 1 });
  studio = new StudioState(connection);
  await studio.client.run('annotations.acceptAll', { minScore: 0.2 });
  datasets = new DatasetsState(studio);
  await datasets.load();
  await eventually(() => expect(datasets.preview?.unexamined).toBe(0));
});

test('crops are looked at by themselves, and what is wrong with them becomes warnings', () => {
  expect(datasets.preview?.warnings.map(({ kind }) => kind)).toEqual(['few', 'duplicates', 'blurred']);
});

test('a crop that is clicked is left out at once, keeps its place, and comes back by another click', async () => {
  const [first] = datasets.preview!.tiles;
  const { count } = datasets.preview!;
  const going = datasets.toggle(first!);
  expect(datasets.preview!.tiles[0]).toMatchObject({ annotationId: first!.annotationId, leftOut: true });
  await going;
  expect(datasets.preview).toMatchObject({ count: count - 1, leftOut: 1 });
  await datasets.toggle(datasets.preview!.tiles[0]!);
  expect(datasets.preview).toMatchObject({ count, leftOut: 0 });
});

test('the remedy of a warning leaves its crops out, and undo takes them in again', async () => {
  const { count, flaws } = datasets.preview!;
  await datasets.leaveOut('blurred');
  expect(datasets.preview).toMatchObject({ count: count - flaws.blurred, flaws: { blurred: 0 } });
  studio.notices.list[0]!.action!.run();
  await eventually(() => expect(datasets.preview?.count).toBe(count));
});

test('a flaw can be looked at alone, and when it is gone the whole sheet is back', async () => {
  datasets.show('blurred');
  await eventually(() => expect(datasets.preview?.tiles.every((tile) => tile.flaws.includes('blurred'))).toBe(true));
  await datasets.leaveOut('blurred');
  await eventually(() => expect(datasets.shown).toBe('all'));
});
