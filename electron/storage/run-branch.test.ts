import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { qualityPoint } from '../testing/quality-points';
import { addQuality, readQuality } from './quality-log';
import { copyPast } from './run-branch';
import { RunFolder } from './run-folder';

let parent: string;
let from: RunFolder;
let to: RunFolder;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'branch-'));
  from = new RunFolder(join(parent, 'run-1'));
  to = new RunFolder(join(parent, 'run-2'));
  for (const run of [from, to]) await run.prepare();
  for (const step of [200, 400, 600]) {
    await from.writeCheckpoint(step, {
      tensors: new Map([['x', { shape: [1], values: Float32Array.of(step) }]]),
      metadata: { step: String(step) },
    });
    await addQuality(from.path, qualityPoint(step, 1 / step));
    await writeFile(from.file('samples', from.sampleName(step)), `grid ${step}`);
  }
  const lines = Array.from({ length: 600 }, (_, index) => `${JSON.stringify({ step: index + 1, lossD: 1 })}\n`);
  await writeFile(from.metricsFile, `${lines.join('')}{"step":601,"lo`);
});
afterEach(() => rm(parent, { recursive: true, force: true }));

test('the new run has the other one’s past up to the checkpoint, and nothing after it', async () => {
  await copyPast(from, to, 400);

  expect(await to.checkpointSteps()).toEqual([400]);
  expect((await to.readCheckpoint(400)).metadata['step']).toBe('400');
  expect((await readQuality(to.path)).map(({ step }) => step)).toEqual([200, 400]);
  expect(await readdir(to.file('samples'))).toEqual(['step-000200.png', 'step-000400.png']);
  const steps = (await readFile(to.metricsFile, 'utf8')).trim().split('\n');
  expect(steps).toHaveLength(400);
  expect(steps.at(-1)).toContain('"step":400,');
  expect(await to.bestCheckpoint()).toBe(400);
});

test('the other run stays as it is', async () => {
  const before = await readdir(from.path, { recursive: true });
  await copyPast(from, to, 200);

  expect(await readdir(from.path, { recursive: true })).toEqual(before);
  expect(await from.checkpointSteps()).toEqual([600, 400, 200]);
});

test('a checkpoint that is gone is named, and the new run cannot go on', async () => {
  await expect(copyPast(from, to, 300)).rejects.toMatchObject({ code: 'not-found' });
  expect(await to.checkpointSteps()).toEqual([]);
});
