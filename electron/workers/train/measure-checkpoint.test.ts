import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ModelManifest } from '../../contract/model-manifest';
import { QualityPoint } from '../../contract/quality';
import { RunFolder } from '../../storage/run-folder';
import { reporting, smallConfig, writeSmallDataset } from '../../testing/small-training';
import { measureCheckpoint, type MeasureParams } from './measure-checkpoint';
import { PauseSwitch } from './pause-switch';
import { trainRun } from './train-run';

const models = join('resources', 'models');
let parent: string;
let params: MeasureParams;
const measure = (changes: Partial<MeasureParams> = {}) =>
  measureCheckpoint({ ...params, ...changes }, { signal: new AbortController().signal, report: () => undefined });

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'measure-'));
  const manifest = ModelManifest.parse(JSON.parse(await readFile(join(models, 'garment.json'), 'utf8')));
  params = {
    runFolder: join(parent, 'run'),
    step: 10,
    photos: 'all',
    datasetFolder: await writeSmallDataset(join(parent, 'dataset'), 200),
    model: { folder: models, manifest },
    cacheFolder: join(parent, 'features'),
  };
  const { runFolder, datasetFolder } = params;
  await trainRun(
    { runFolder, datasetFolder, config: smallConfig(), resume: false },
    reporting().context,
    new PauseSwitch(),
  );
});
afterAll(() => rm(parent, { recursive: true, force: true }));

test('a checkpoint has a distance, of as many looks as photos, and the same one when it is measured again', async () => {
  const first = await measure();

  expect(QualityPoint.parse(first.point)).toMatchObject({ step: 10, count: 160 });
  expect(first.point.frechet).toBeGreaterThan(first.point.floor!);
  expect(first.point.closeShare).not.toBeNull();
  expect(first.point).not.toHaveProperty('early');
  expect(await readdir(params.cacheFolder)).toHaveLength(1);

  const again = await measure();
  expect({ ...again.point, costMs: 0 }).toEqual({ ...first.point, costMs: 0 });
  expect(again.photosMs).toBeLessThan(first.photosMs);
});

test('a sample of the photos has the distances of all, and no originality', async () => {
  const cacheFolder = join(parent, 'sampled');

  const { point: all } = await measure();
  const { point: sample } = await measure({ photos: 'sample', cacheFolder });

  expect({ ...sample, costMs: 0 }).toEqual({ ...all, closeShare: null, copyingScore: null, costMs: 0 });
});

test('a first figure from few photos is marked, and what it has seen is not looked at again', async () => {
  const cacheFolder = join(parent, 'few');
  const looked: number[] = [];
  const context = {
    signal: new AbortController().signal,
    report: ({ done, total }: { done: number; total: number }) => void (done === total && looked.push(total)),
  };

  const { point } = await measureCheckpoint({ ...params, photos: 'few', cacheFolder }, context);
  const { point: again } = await measureCheckpoint({ ...params, photos: 'few', cacheFolder }, context);

  expect(QualityPoint.parse(point)).toMatchObject({ early: true, count: 128, closeShare: null });
  expect({ ...again, costMs: 0 }).toEqual({ ...point, costMs: 0 });
  expect(looked).toEqual([128]);

  const { point: sample } = await measureCheckpoint({ ...params, photos: 'sample', cacheFolder }, context);
  expect(sample).toMatchObject({ count: 160 });
  expect(looked).toEqual([128, 32]);
  expect(await readdir(cacheFolder)).toEqual([expect.stringMatching(/-first-160\.safetensors$/)]);
  const whole = await measure({ photos: 'sample' });
  expect({ ...sample, costMs: 0 }).toEqual({ ...whole.point, costMs: 0 });
});

test('it writes nothing into the run, and reads a checkpoint that is not the newest', async () => {
  const before = await readdir(params.runFolder, { recursive: true });

  expect((await measure({ step: 5 })).point.step).toBe(5);

  expect(await readdir(params.runFolder, { recursive: true })).toEqual(before);
  expect(await new RunFolder(params.runFolder).bestCheckpoint()).toBeNull();
});

test('a checkpoint that is gone is named', async () => {
  await expect(measure({ step: 7 })).rejects.toMatchObject({ code: 'not-found' });
});
