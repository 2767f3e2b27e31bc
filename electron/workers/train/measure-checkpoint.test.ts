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
    datasetFolder: await writeSmallDataset(join(parent, 'dataset'), 100),
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

  expect(QualityPoint.parse(first.point)).toMatchObject({ step: 10, count: 80 });
  expect(first.point.frechet).toBeGreaterThan(first.point.floor!);
  expect(first.point.closeShare).not.toBeNull();
  expect(await readdir(params.cacheFolder)).toHaveLength(1);

  const again = await measure();
  expect({ ...again.point, costMs: 0 }).toEqual({ ...first.point, costMs: 0 });
  expect(again.photosMs).toBeLessThan(first.photosMs);
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
