import { beforeEach, expect, test, vi } from 'vitest';
import { eventually } from '../testing/eventually';
import { createScriptedConnection } from '../testing/scripted-client';
import { inventPhotos } from '../testing/scripted-images';
import type { ScriptedStudio } from '../testing/scripted-studio';
import { LibraryActions } from './library-actions.svelte';
import { LibraryState } from './library.svelte';
import { StudioState } from './studio.svelte';

vi.stubGlobal('navigator', { userAgent: 'test' });
vi.stubGlobal('location', { hash: '' });

let server: ScriptedStudio;
let studio: StudioState;
let library: LibraryState;
let actions: LibraryActions;
const excluded = () => server.images.filter((image) => image.excluded).map((image) => image.id);

beforeEach(async () => {
  const connection = createScriptedConnection({ photos: inventPhotos(500) });
  server = connection.studio;
  studio = new StudioState(connection);
  library = new LibraryState(studio);
  actions = new LibraryActions(studio, library);
  await library.readFacets();
  await eventually(() => expect(library.images.loaded).toBe(true));
});

test('excluding many offers a way back, which undoes exactly what was done', async () => {
  server.image(3).excluded = true;
  library.selection = new Set([2, 3, 4]);
  await actions.exclude(true);
  expect(excluded()).toEqual([2, 3, 4]);
  const [notice] = studio.notices.list;
  expect(notice).toMatchObject({ title: '2 photos excluded' });
  notice!.action!.run();
  await eventually(() => expect(excluded()).toEqual([3]));
  await eventually(() => expect(actions.undo).toBeNull());
});

test('a tag is added to those that lack it, and undo takes it from those alone', async () => {
  const had = server.images.filter((image) => image.tags.includes('runway')).map((image) => image.id);
  library.selection = new Set([...had.slice(0, 2), 1, 2]);
  await actions.tag(['runway']);
  expect(server.image(1).tags).toEqual(['runway']);
  expect(library.facets?.tags).toEqual([{ tag: 'runway', count: had.length + 2 }]);
  await actions.undo?.();
  expect(library.facets?.tags).toEqual([{ tag: 'runway', count: had.length }]);
  expect(studio.notices.list).toEqual([]);
});

test('what is done to the chosen photo is seen in its details at once, and taken back where it fails', async () => {
  library.choose(4, 'only');
  await eventually(() => expect(library.details?.id).toBe(library.images.at(4)!.id));
  const excluding = actions.exclude(true);
  expect([library.details!.excluded, library.images.at(4)!.excluded]).toEqual([true, true]);
  await excluding;

  library.clearFilter();
  library.setFilter({ excluded: undefined });
  await eventually(() => expect(library.images.at(6)).toBeDefined());
  library.choose(6, 'only');
  await eventually(() => expect(library.details?.id).toBe(library.images.at(6)!.id));
  const tagging = actions.tag(['runway', 'spring']);
  expect(library.details!.tags).toEqual(expect.arrayContaining(['runway', 'spring']));
  await tagging;
  const before = library.details!.tags;
  const failing = actions.tag(['y'.repeat(200)]);
  expect(library.details!.tags).toHaveLength(before.length + 1);
  await failing;
  expect(library.details!.tags).toEqual(before);
  expect(studio.notices.list.filter(({ kind }) => kind === 'error')).toHaveLength(1);
});

test('keeping the best of each leaves no near copies, and undo brings them back', async () => {
  const before = library.facets!.duplicates;
  expect(before).toBeGreaterThan(0);
  library.setFilter({ duplicates: true });
  expect(library.sort).toBe('group');
  await actions.keepBest();
  expect(library.facets?.duplicates).toBe(0);
  expect(library.filter).toEqual({ excluded: false });
  expect(library.sort).toBe('added');
  await actions.undo?.();
  expect(library.facets?.duplicates).toBe(before);
});

test('a range over pages that are not held, and all photos, can be chosen', async () => {
  library.choose(0, 'only');
  library.images.show(450, 470);
  await eventually(() => expect(library.images.at(460)).toBeDefined());
  library.choose(460, 'range');
  await eventually(() => expect(library.selection.size).toBe(461));
  await library.chooseAll();
  expect(library.selection.size).toBe(500);
});

test('photos that moved are found where a person says, and a wrong place changes nothing', async () => {
  const folder = library.facets!.missingFolders[0]!.folder;
  expect(await actions.relocate(folder, '/home/you/Desktop')).toBe(false);
  expect(library.facets!.missing).toBeGreaterThan(0);
  expect(await actions.relocate(folder, '/media/disk/Runway')).toBe(true);
  expect(library.facets).toMatchObject({ missing: 0, missingFolders: [] });
});
