import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sayInEnglish } from '../../contract/said';
import type { TrainConfig, TrainOverrides, TrainPreset, TrainProgress } from '../../contract/training';
import { decodeSafetensors } from '../../storage/safetensors';
import { RunFolder } from '../../storage/run-folder';
import { reporting, smallConfig, writeSmallDataset } from '../../testing/small-training';
import { expectEnoughMemory, machineMemoryMiB } from './memory-check';
import { PauseSwitch } from './pause-switch';
import { trainRun } from './train-run';

let parent: string;
let datasetFolder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'train-'));
  datasetFolder = await writeSmallDataset(join(parent, 'dataset'));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const runFolder = (name: string) => join(parent, name);
function train(
  name: string,
  config: TrainConfig,
  { resume = false, reports = reporting(), pauses = new PauseSwitch() } = {},
) {
  return trainRun({ runFolder: runFolder(name), datasetFolder, config, resume }, reports.context, pauses);
}
/** Equal exactly when all bits are. */
const hashOf = (values: ArrayBufferView): string =>
  createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex');
/** Arrays, position and random numbers of a checkpoint; not the time it took. */
async function contentOf(name: string, step: number) {
  const { tensors, metadata } = await new RunFolder(runFolder(name)).readCheckpoint(step);
  return {
    arrays: Object.fromEntries([...tensors].map(([key, { values }]) => [key, hashOf(values)])),
    random: metadata['random'],
    taken: metadata['taken'],
    adaptation: metadata['adaptation'],
  };
}
async function metricsOf(name: string): Promise<TrainProgress[]> {
  const text = await readFile(join(runFolder(name), 'metrics.jsonl'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TrainProgress);
}
const losses = (rows: TrainProgress[]) =>
  rows.map(({ step, lossD, lossG, dReal, dFake }) => [step, lossD, lossG, dReal, dFake]);

test('a run leaves its configuration, every step, checkpoints, grids and the generator in its folder', async () => {
  const result = await train('run', smallConfig());

  expect(result).toEqual({ step: 10, device: 'cpu', state: 'finished' });
  const rows = await metricsOf('run');
  expect(rows.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(rows[9]).toMatchObject({ epoch: 5, sample: 'step-000010.png', checkpoint: 'step-00000010.safetensors' });
  expect(JSON.parse(await readFile(join(runFolder('run'), 'config.json'), 'utf8'))).toEqual(smallConfig());
  expect(await readdir(join(runFolder('run'), 'checkpoints'))).toEqual([
    'step-00000005.safetensors',
    'step-00000010.safetensors',
  ]);
  const grid = await sharp(join(runFolder('run'), 'samples', 'step-000010.png')).metadata();
  expect([grid.width, grid.height]).toEqual([134, 134]);
});

test.each<[TrainPreset, TrainOverrides]>([
  ['article', {}],
  ['better', { discriminatorNorm: 'spectral', loss: 'hinge' }],
  // Two steps are a pass: stopped as the augmentation begins, and one step after it.
  ['better', { augmentAfter: 2.5 }],
  ['better', { augmentAfter: 2 }],
])('ten steps equal five, a stop and five more, bit for bit (%s %o)', async (preset, overrides) => {
  const config = smallConfig({ checkpointEvery: 100, ...overrides }, preset);
  await train('whole', config);
  const reports = reporting();
  const stopAtFive = { ...reports.context, report: (row: TrainProgress) => row.step === 5 && reports.stop.abort() };
  const params = { runFolder: runFolder('parts'), datasetFolder, config, resume: false };
  const first = await trainRun(params, stopAtFive, new PauseSwitch());
  expect(first).toMatchObject({ step: 5, state: 'stopped' });

  await train('parts', config, { resume: true });

  expect(await contentOf('parts', 10)).toEqual(await contentOf('whole', 10));
  expect(losses(await metricsOf('parts'))).toEqual(losses(await metricsOf('whole')));
});

test.each([0, 4])(
  'augmentation begins after its passes, not before, and says so (in parts of %i)',
  async (microBatch) => {
    // Two steps are a pass, so that the fifth is the first one after two passes.
    const config = smallConfig({ augmentAfter: 2, microBatch }, 'better');
    const plain = smallConfig({ augment: [], microBatch }, 'better');
    await train('plain', plain);
    await train('whole', smallConfig({ microBatch }, 'better'));
    const reports = reporting();

    await train('late', config, { reports });

    const [late, without, always] = await Promise.all(['late', 'plain', 'whole'].map(metricsOf));
    expect(losses(late!).slice(0, 4)).toEqual(losses(without!).slice(0, 4));
    expect(losses(always!)[0]).not.toEqual(losses(without!)[0]);
    // The same real pictures, seen otherwise: the first random number of a step that differs is the augmentation's.
    expect(late![4]!.dReal).not.toBe(without![4]!.dReal);
    const told = reports.steps.filter(({ notes }) => notes !== undefined);
    expect(told.map(({ step, notes }) => [step, notes!.map(sayInEnglish)])).toEqual([
      [5, [expect.stringMatching(/seen 2 times.*moved at random/)]],
    ]);
  },
);

/** So small that a look, every 25 steps, comes soon. */
const adaptive: TrainOverrides = {
  ...{ batch: 64, generatorWidth: 4, discriminatorWidth: 4, checkpointEvery: 30, sampleEvery: 0 },
  ...{ augment: ['translation'], augmentTarget: 0.05 },
};
const shares = (rows: TrainProgress[]) => rows.map(({ augmentShare }) => augmentShare);

test('pictures are augmented once the discriminator knows photos from others, which a resume goes on from', async () => {
  datasetFolder = await writeSmallDataset(join(parent, 'told apart'), 20, 'other');
  const config = smallConfig({ ...adaptive, steps: 52 }, 'better');
  await train('whole', config);
  const rows = await metricsOf('whole');
  expect(shares(rows)).toEqual([...Array(24).fill(0), ...Array(25).fill(0.1), ...Array(3).fill(0.2)]);
  await train('parts', { ...config, steps: 30 });

  await train('parts', config, { resume: true });

  expect(await contentOf('parts', 52)).toEqual(await contentOf('whole', 52));
  expect(shares(await metricsOf('parts'))).toEqual(shares(rows));
});

test('without photos that are held out no picture is augmented', async () => {
  datasetFolder = await writeSmallDataset(join(parent, 'tiny'), 4, 'other');

  await train('run', smallConfig({ ...adaptive, steps: 26 }, 'better'));

  expect((await metricsOf('run')).at(-1)?.augmentShare).toBe(0);
});

test('another seed gives another run', async () => {
  await train('one', smallConfig({ steps: 1 }));
  await train('two', smallConfig({ steps: 1, seed: 43 }));

  expect(losses(await metricsOf('one'))).not.toEqual(losses(await metricsOf('two')));
});

test('a damaged checkpoint is set aside with a note and the one before it is taken', async () => {
  await train('whole', smallConfig({ steps: 15 }));
  await train('hurt', smallConfig({ steps: 10 }));
  const path = join(runFolder('hurt'), 'checkpoints', 'step-00000010.safetensors');
  await truncate(path, 100_000);
  const reports = reporting();

  await train('hurt', smallConfig({ steps: 15 }), { resume: true, reports });

  expect(reports.steps[0]).toMatchObject({ step: 6, notes: [{ key: 'checkpoint.passedOver' }] });
  expect(sayInEnglish(reports.steps[0]!.notes![0]!)).toMatch(/step-00000010.*The checkpoint before it was taken/s);
  expect(losses(await metricsOf('hurt'))).toEqual(losses(await metricsOf('whole')));
  expect(await readdir(join(runFolder('hurt'), 'checkpoints'))).toContain('step-00000010.safetensors.damaged');
});

test('a run interrupted before its first checkpoint starts again and repeats no step', async () => {
  await mkdir(runFolder('run'));
  await writeFile(join(runFolder('run'), 'metrics.jsonl'), '{"step":1,"lossD":1}\n{"step":2,"lo');

  await train('run', smallConfig({ steps: 3 }), { resume: true });

  expect((await metricsOf('run')).map(({ step }) => step)).toEqual([1, 2, 3]);
});

test('a folder that holds a run is not trained over', async () => {
  await train('run', smallConfig({ steps: 5 }));

  await expect(train('run', smallConfig())).rejects.toMatchObject({ code: 'conflict' });
});

test('a run cannot go on with another width', async () => {
  await train('run', smallConfig({ steps: 5 }));
  const config = smallConfig({ generatorWidth: 16 });

  await expect(train('run', config, { resume: true })).rejects.toMatchObject({
    code: 'invalid-params',
    message: expect.stringContaining('generatorWidth'),
  });
});

test('a pause holds the training with a checkpoint until it is continued', async () => {
  const reports = reporting();
  const pauses = new PauseSwitch();
  const context = {
    ...reports.context,
    report: (row: TrainProgress) => (reports.steps.push(row), row.step === 3 && pauses.pause()),
  };
  const params = { runFolder: runFolder('run'), datasetFolder, config: smallConfig(), resume: false };
  const running = trainRun(params, context, pauses);
  await expect.poll(() => new RunFolder(runFolder('run')).checkpointSteps(), { timeout: 20_000 }).toEqual([3]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(reports.steps).toHaveLength(3);

  pauses.continue();

  expect(await running).toMatchObject({ step: 10, state: 'finished' });
});

test('a paused run can be stopped', async () => {
  const reports = reporting();
  const pauses = new PauseSwitch();
  pauses.pause();
  const running = train('run', smallConfig(), { reports, pauses });
  setTimeout(() => reports.stop.abort(), 200);

  expect(await running).toMatchObject({ step: 0, state: 'stopped' });
});

test('a loss that is no longer finite stops the run, says so and keeps the last good checkpoint', async () => {
  await train('run', smallConfig({ steps: 5 }));
  const broken = smallConfig({ learningRate: 0.1, beta1: 0.5, steps: 400, checkpointEvery: 1000, sampleEvery: 0 });
  const path = join(runFolder('run'), 'checkpoints', 'step-00000005.safetensors');
  await poison(path);

  await expect(train('run', broken, { resume: true })).rejects.toMatchObject({
    code: 'loss-not-finite',
    message: expect.stringContaining('step 5'),
  });
  expect(await new RunFolder(runFolder('run')).checkpointSteps()).toEqual([5]);
  expect((await metricsOf('run')).map(({ step }) => step)).toEqual([1, 2, 3, 4, 5]);
});

/** Makes one weight so large that the next step overflows. */
async function poison(path: string): Promise<void> {
  const { encodeSafetensors } = await import('../../storage/safetensors');
  const { tensors, metadata } = decodeSafetensors(await readFile(path), path);
  (tensors.get('discriminator.main.0.weight')?.values as Float32Array).fill(3e38);
  await writeFile(path, Buffer.concat(encodeSafetensors(tensors, metadata)));
}

test('a training that the machine has no memory for is refused before it starts, with the remedy', () => {
  expect(() => expectEnoughMemory(smallConfig(), 'cpu', 2000)).not.toThrow();
  expect(() => expectEnoughMemory(smallConfig({ batch: 64 }), 'cpu', 150)).toThrow('smaller batch');
  expect(machineMemoryMiB()).toBeGreaterThan(500);
});

test('a dataset smaller than a batch goes round', async () => {
  datasetFolder = await writeSmallDataset(join(parent, 'tiny'), 3);

  await train('run', smallConfig({ steps: 2 }));

  expect((await metricsOf('run'))[1]?.epoch).toBeCloseTo(16 / 3);
});

test('pixels that changed since they were frozen are refused', async () => {
  const file = await open(join(datasetFolder, 'pixels.u8'), 'r+');
  await file.write(Uint8Array.of(1, 2, 3), 0, 3, 500);
  await file.close();

  await expect(train('run', smallConfig())).rejects.toMatchObject({ code: 'dataset-damaged' });
});

test('the exported state_dict has the names and shapes of the tutorial', async () => {
  await train('run', smallConfig({ steps: 5 }));
  const path = join(runFolder('run'), 'generator.safetensors');
  const { tensors } = decodeSafetensors(await readFile(path), path);
  const sequence = [0, 3, 6, 9].flatMap((index) => [
    `main.${index}.weight`,
    `main.${index + 1}.weight`,
    `main.${index + 1}.bias`,
    `main.${index + 1}.running_mean`,
    `main.${index + 1}.running_var`,
    `main.${index + 1}.num_batches_tracked`,
  ]);
  expect([...tensors.keys()].sort()).toEqual([...sequence, 'main.12.weight'].sort());
  expect(tensors.get('main.0.weight')?.shape).toEqual([16, 64, 4, 4]);
});
