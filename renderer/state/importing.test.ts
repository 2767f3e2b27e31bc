import { beforeEach, expect, test, vi } from 'vitest';
import { eventually } from '../testing/eventually';
import { createScriptedConnection } from '../testing/scripted-client';
import { inventPhotos } from '../testing/scripted-images';
import { ImportState } from './importing.svelte';
import { StudioState } from './studio.svelte';

vi.stubGlobal('navigator', { userAgent: 'test' });
vi.stubGlobal('location', { hash: '' });

let studio: StudioState;

beforeEach(async () => {
  studio = new StudioState(createScriptedConnection({ photos: inventPhotos(40), tickMs: 5 }));
  await studio.load();
});

test('the check counts what is new without copies of it, and problems are seen before anything happens', async () => {
  const wizard = new ImportState(studio, ['/home/you/Runway']);
  await wizard.check();
  expect(wizard.scan).toMatchObject({ duplicates: 3, unsupported: { heic: 12 } });
  expect(wizard.fresh).toBe(wizard.scan!.files - 3);
  expect(studio.jobs.list).toEqual([]);
});

test('the detector begins when the photos are in, unless that was not wanted', async () => {
  const began = () => studio.jobs.list.some((job) => job.method === 'detections.run');
  const wizard = new ImportState(studio, ['/x']);
  wizard.detectAfter = false;
  await wizard.start();
  expect(wizard.step).toBe('done');
  expect(began()).toBe(false);
  wizard.detectAfter = true;
  await wizard.start();
  await eventually(() => expect(began()).toBe(true));
});

test('a window that was reloaded finds the import going on, and its report at the end', async () => {
  void new ImportState(studio, ['/x']).start();
  await eventually(() => expect(studio.jobs.running('images.import')).toBeDefined());
  const reloaded = new ImportState(studio, []);
  const letGo = reloaded.follow();
  expect(letGo).not.toBeNull();
  expect(reloaded.step).toBe('go');
  await eventually(() => expect(reloaded.step).toBe('done'));
  expect(reloaded.result).toMatchObject({ added: 40, nearDuplicates: 4 });
  expect(reloaded.result?.problems).toHaveLength(2);
  letGo?.();
  expect(reloaded.follow()).toBeNull();
});

test('a stopped import says what it had added, whoever stopped it and whoever began it', async () => {
  const wizard = new ImportState(studio, ['/x']);
  const began = wizard.start();
  await eventually(() => expect(wizard.progress?.added).toBeGreaterThan(0));
  wizard.cancel();
  await began;
  expect(wizard.step).toBe('choose');
  expect(wizard.stopped).toBe(wizard.progress!.added);

  void new ImportState(studio, ['/x']).start();
  await eventually(() => expect(studio.jobs.progressOf('images.import')?.added).toBeGreaterThan(0));
  const reloaded = new ImportState(studio, []);
  reloaded.follow();
  reloaded.cancel();
  await eventually(() => expect(reloaded.step).toBe('choose'));
  expect(reloaded.stopped).toBeGreaterThan(0);
  expect(studio.notices.list).toEqual([]);
});
