import { appendFile, mkdtemp, open, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TrainProgress } from '../contract/training';
import { addQuality, pinCheckpoint, unpinCheckpoint } from './quality-log';
import { MetricsLog, RunFolder } from './run-folder';
import { qualityPoint } from '../testing/quality-points';

let folder: string;
let run: RunFolder;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-'));
  run = new RunFolder(folder);
  await run.prepare();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const checkpoint = (step: number) =>
  run.writeCheckpoint(step, {
    tensors: new Map([['x', { shape: [1], values: Float32Array.of(step) }]]),
    metadata: { step: String(step) },
  });
const valueOf = ({ tensors }: { tensors: Map<string, { values: ArrayLike<unknown> }> }) => tensors.get('x')?.values[0];
const line = (step: number) => ({ step }) as TrainProgress;

test('the newest whole checkpoint is taken and a damaged newer one is named', async () => {
  for (const step of [10, 20, 30]) await checkpoint(step);
  const path = run.file('checkpoints', run.checkpointName(30));
  const file = await open(path, 'r+');
  await file.write(Uint8Array.of(77), 0, 1, (await file.stat()).size - 2);
  await file.close();

  const found = await run.readNewestCheckpoint(valueOf);

  expect(found).toMatchObject({ step: 20, value: 20 });
  expect(found?.notes).toMatchObject([{ key: 'checkpoint.passedOver', values: { damage: { values: { path } } } }]);
});

test('without a checkpoint there is none; with damaged ones only, that is an error', async () => {
  expect(await run.readNewestCheckpoint(valueOf)).toBeNull();
  await writeFile(run.file('checkpoints', run.checkpointName(5)), 'x');

  await expect(run.readNewestCheckpoint(valueOf)).rejects.toMatchObject({ code: 'checkpoint-damaged' });
});

test('thinning keeps the best checkpoint, and one that is being measured', async () => {
  for (const step of [50, 100, 150, 200, 250, 300, 350]) await checkpoint(step);
  await addQuality(folder, qualityPoint(50, 0.5));
  await addQuality(folder, qualityPoint(100, 0.3));
  await addQuality(folder, qualityPoint(150, 0.4));
  await pinCheckpoint(folder, 200);

  await run.thinCheckpoints(350, 0);
  expect(await run.checkpointSteps()).toEqual([350, 300, 250, 200, 100]);

  await unpinCheckpoint(folder);
  await addQuality(folder, qualityPoint(300, 0.2));
  await run.thinCheckpoints(350, 0);
  expect(await run.checkpointSteps()).toEqual([350, 300, 250]);
});

test('the best checkpoint is the nearest to the photos of those that are there', async () => {
  expect(await run.bestCheckpoint()).toBeNull();
  for (const step of [50, 100]) await checkpoint(step);
  expect(await run.bestCheckpoint()).toBeNull();
  for (const [step, distance] of [
    [20, 0.1],
    [50, 0.3],
    [100, 0.3],
  ] as const)
    await addQuality(folder, qualityPoint(step, distance));

  expect(await run.bestCheckpoint()).toBe(50);
});

test('a checkpoint that was measured early, from few photos, is never the best', async () => {
  for (const step of [50, 100]) await checkpoint(step);
  await addQuality(folder, qualityPoint(50, 0.1, { early: true, count: 128 }));
  expect(await run.bestCheckpoint()).toBeNull();

  await addQuality(folder, qualityPoint(100, 0.4));
  expect(await run.bestCheckpoint()).toBe(100);
});

test('thinning keeps the newest three and every hundredth', async () => {
  for (const step of [50, 100, 150, 200, 250, 300, 350]) await checkpoint(step);

  await run.thinCheckpoints(350, 100);

  expect(await run.checkpointSteps()).toEqual([350, 300, 250, 200, 100]);
});

test('files that are no checkpoints are neither read nor removed', async () => {
  await writeFile(run.file('checkpoints', '.step-00000009.safetensors.a1.partial'), 'x');
  await checkpoint(4);

  expect(await run.checkpointSteps()).toEqual([4]);
});

test('opening the metrics at a step drops later lines and one that was cut off', async () => {
  const log = await MetricsLog.open(run.metricsFile, 0);
  for (const step of [1, 2, 3, 4]) await log.append(line(step));
  await log.close();
  await appendFile(run.metricsFile, '{"step":5,"lo');

  const again = await MetricsLog.open(run.metricsFile, 3);
  await again.append(line(4));
  await again.flush();
  await again.close();

  const steps = (await readFile(run.metricsFile, 'utf8'))
    .trim()
    .split('\n')
    .map((text) => (JSON.parse(text) as TrainProgress).step);
  expect(steps).toEqual([1, 2, 3, 4]);
});

test('a checkpoint is written without leaving a temporary file', async () => {
  await checkpoint(1);

  expect(await readdir(run.file('checkpoints'))).toEqual(['step-00000001.safetensors']);
});
