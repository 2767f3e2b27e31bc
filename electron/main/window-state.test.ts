import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readWindowState, writeWindowState } from './window-state';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
let file: string;
beforeEach(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'window-state-')), 'window.json');
});
afterEach(() => rm(join(file, '..'), { recursive: true, force: true }));

test('a window comes back where it was', () => {
  const state = { bounds: { x: 40, y: 50, width: 1400, height: 900 }, maximized: true };
  writeWindowState(file, state);
  expect(readWindowState(file, [screen])).toEqual(state);
});

test('a window whose screen is gone is not put where nobody sees it', () => {
  const bounds = { x: 2500, y: 50, width: 1400, height: 900 };
  writeWindowState(file, { bounds, maximized: false });
  expect(readWindowState(file, [screen])).toBeNull();
  expect(readWindowState(file, [screen, { x: 1920, y: 0, width: 1920, height: 1080 }])?.bounds).toEqual(bounds);
});

test('a damaged or missing file is as if there were none', async () => {
  expect(readWindowState(file, [screen])).toBeNull();
  await writeFile(file, '{"bounds":');
  expect(readWindowState(file, [screen])).toBeNull();
  await writeFile(file, '{"bounds":{"x":1e99,"y":0,"width":0,"height":5},"maximized":1}');
  expect(readWindowState(file, [screen])).toBeNull();
});
