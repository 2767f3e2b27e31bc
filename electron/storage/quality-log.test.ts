import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { comparable } from '../contract/quality';
import { qualityPoint } from '../testing/quality-points';
import { addQuality, dropQualityAfter, pinCheckpoint, readPin, readQuality, unpinCheckpoint } from './quality-log';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quality-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('points are read in order of their steps, and a step that is measured again is there once', async () => {
  for (const [step, distance] of [
    [400, 0.4],
    [200, 0.6],
    [400, 0.3],
  ] as const)
    await addQuality(folder, qualityPoint(step, distance));

  expect(await readQuality(folder)).toEqual([qualityPoint(200, 0.6), qualityPoint(400, 0.3)]);
  expect((await readFile(join(folder, 'quality.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(2);
});

test('a run that was never measured has no points, and lines that make no sense are passed over', async () => {
  expect(await readQuality(folder)).toEqual([]);
  await addQuality(folder, qualityPoint(200, 0.6));
  await appendFile(join(folder, 'quality.jsonl'), '{"step":400,"frech');

  expect(await readQuality(folder)).toEqual([qualityPoint(200, 0.6)]);
  await addQuality(folder, qualityPoint(600, 0.5));
  expect((await readQuality(folder)).map(({ step }) => step)).toEqual([200, 600]);
});

test('an early point keeps its mark, and a line of before there were early points is read as it is', async () => {
  const older =
    '{"step":450,"count":212,"frechet":3.8,"floor":0.34,"kernel":67.4,"kernelError":1.2,"precision":0,"recall":0,"closeShare":0,"copyingScore":4.8,"costMs":2620}';
  await appendFile(join(folder, 'quality.jsonl'), `${older}\n`);
  await addQuality(folder, qualityPoint(200, 0.9, { early: true, count: 128 }));

  const points = await readQuality(folder);
  expect(points).toEqual([qualityPoint(200, 0.9, { early: true, count: 128 }), JSON.parse(older)]);
  expect(comparable(points).map(({ step }) => step)).toEqual([450]);
});

test('a run that goes on from an earlier checkpoint forgets what was measured after it', async () => {
  for (const step of [200, 400, 600]) await addQuality(folder, qualityPoint(step, 0.5));

  await dropQualityAfter(folder, 400);

  expect((await readQuality(folder)).map(({ step }) => step)).toEqual([200, 400]);
});

test('the checkpoint that is being measured is pinned until it is not', async () => {
  expect(await readPin(folder)).toBeNull();
  await pinCheckpoint(folder, 400);
  expect(await readPin(folder)).toBe(400);
  await unpinCheckpoint(folder);
  expect(await readPin(folder)).toBeNull();
});
