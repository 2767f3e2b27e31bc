import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TrainConfig } from '../../../contract/training';
import { reporting, smallConfig, writeSmallDataset } from '../../../testing/small-training';
import { PauseSwitch } from '../pause-switch';
import { trainRun } from '../train-run';
import { isTensorFlowInstalled } from './load-tensorflow';

let parent: string;
let datasetFolder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'train-'));
  datasetFolder = await writeSmallDataset(join(parent, 'dataset'));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const train = (config: TrainConfig, resume = false) =>
  trainRun({ runFolder: join(parent, 'run'), datasetFolder, config, resume }, reporting().context, new PauseSwitch());

test.skipIf(isTensorFlowInstalled())('a run that asks for TensorFlow where it is not says how to get it', async () => {
  await expect(train(smallConfig({ engine: 'tensorflow' }))).rejects.toMatchObject({
    code: 'device-unavailable',
    message: expect.stringContaining('npm run tensorflow'),
  });
});

test.skipIf(!isTensorFlowInstalled())('a run begun in TensorFlow goes on in the ONNX engine', async () => {
  const begun = smallConfig({ engine: 'tensorflow', steps: 5 }, 'better');
  expect(await train(begun)).toMatchObject({ step: 5, state: 'finished' });

  expect(await train({ ...begun, engine: 'onnx', steps: 10 }, true)).toMatchObject({ step: 10, state: 'finished' });

  const rows = (await readFile(join(parent, 'run', 'metrics.jsonl'), 'utf8')).trim().split('\n');
  expect(rows).toHaveLength(10);
  expect(rows.every((row) => Number.isFinite((JSON.parse(row) as { lossG: number }).lossG))).toBe(true);
});
