import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { DeviceRecord, Placement, TriedPlacement } from '../contract/devices';
import { StudioError } from '../contract/errors';
import type { TrainConfig, TrainDevice, TrainOverrides } from '../contract/training';
import { trainConfig } from '../ml/gan/presets';
import { flopPerPicture, workloadOf } from '../ml/gan/step-cost';
import { writeSmallDataset } from '../testing/small-training';
import { builtWorkers, testStudio } from '../testing/studio';
import { temporaryFolder } from '../testing/temporary-folder';
import { describeMachine, readDeviceRecords, saveDeviceRecord } from './device-records';
import { placeElsewhere, placeRun } from './place-run';
import { StudioState } from './studio-state';
import type { WorkerHost } from './worker-host';

const tiny = {
  generatorWidth: 8,
  discriminatorWidth: 8,
  latentDim: 16,
  batch: 8,
  steps: 4,
  sampleCount: 4,
  threads: 1,
} satisfies TrainOverrides;
const config = trainConfig('article', tiny);
const cpu: Placement = { engine: 'onnx', device: 'cpu' };
/** A device that this system cannot have: whatever runs there fails for real. */
const absent: TrainDevice = process.platform === 'win32' ? 'coreml' : 'dml';
const onnxAbsent: Placement = { engine: 'onnx', device: absent };
const tensorflowAbsent: Placement = { engine: 'tensorflow', device: absent };
const webgpu: Placement = { engine: 'onnx', device: 'webgpu' };

const works = (placement: Placement, imagesPerSecond: number): TriedPlacement => ({
  ...placement,
  ok: true,
  imagesPerSecond,
  memoryMiB: 300,
  detail: `${imagesPerSecond} images/s`,
});

function recordOf(placements: TriedPlacement[], measured: TrainConfig = config): DeviceRecord {
  return {
    machine: describeMachine('0.0.0'),
    workload: workloadOf(measured),
    flopPerPicture: flopPerPicture(measured),
    measuredAt: '2026-11-24T12:00:00.000Z',
    placements,
  };
}

/** A studio's state in a folder of its own that remembers these measurements, and the processes that it starts. */
async function setUp(records: readonly DeviceRecord[] = []) {
  const userFolder = temporaryFolder();
  for (const record of records) await saveDeviceRecord(userFolder, record);
  const started: string[] = [];
  const host = builtWorkers();
  const state = new StudioState({
    shell: { name: 'test' },
    workers: { start: (name) => (started.push(name), host.start(name)) },
    resources: '',
    userFolder,
    version: '0.0.0',
    log: () => undefined,
  });
  onTestFinished(() => state.workers.close());
  const place = (wanted: Partial<TrainConfig>, before: Placement | null = null, steps = 4) =>
    placeRun(state, { ...config, ...wanted }, before, steps, new AbortController().signal);
  return { state, place, started, userFolder };
}

test('what the settings name is taken, whatever is faster', async () => {
  const { place } = await setUp([recordOf([works(cpu, 100), works(webgpu, 900)])]);

  expect((await place({ engine: 'onnx', device: 'cpu' })).placement).toEqual(cpu);
  expect((await place({ device: 'cpu' })).placement).toEqual(cpu);
  expect((await place({})).placement).toEqual(webgpu);
});

test('a run stays where it trained before, so that it goes on exactly, until that works no more', async () => {
  const { place, state } = await setUp([recordOf([works(cpu, 100), works(webgpu, 900)])]);

  expect((await place({}, cpu)).placement).toEqual(cpu);
  expect((await place({}, webgpu)).placement).toEqual(webgpu);
  // Settings that were changed since then count more.
  expect((await place({ device: 'cpu' }, webgpu)).placement).toEqual(cpu);

  await placeElsewhere(state, config, [webgpu], new StudioError('device-unavailable', 'the driver is gone.'));
  expect((await place({}, webgpu)).placement).toEqual(cpu);
});

test('nobody knows this machine: a short run begins on the processor at once', async () => {
  const { place, started } = await setUp();

  expect((await place({}, null, 4)).placement).toEqual(cpu);
  // Nor is there anything to compare for one that may only run here.
  expect((await place({ engine: 'onnx', device: 'cpu' }, null, 1e6)).placement).toEqual(cpu);
  expect(started).toEqual([]);
});

test('nobody knows this machine: before a long run every device is tried, as a job that a window shows', async () => {
  const { place, started, state, userFolder } = await setUp();

  const { placement } = await place({}, null, 1e6);

  expect(state.jobs.list()).toMatchObject([{ method: 'devices.measure', state: 'finished' }]);
  expect(started.length).toBeGreaterThan(1);
  const [record] = await readDeviceRecords(userFolder, describeMachine('0.0.0'));
  expect(record?.placements).toContainEqual(expect.objectContaining({ ...cpu, ok: true }));
  expect(record?.placements).toContainEqual(expect.objectContaining({ ...placement, ok: true }));
});

test('after a failure comes the fastest that has not failed, in the end the processor, and then nobody', async () => {
  const { state } = await setUp([recordOf([works(cpu, 100), works(onnxAbsent, 900), works(webgpu, 500)])]);
  const error = new StudioError('device-unavailable', 'It is not there.');
  const elsewhere = async (failed: Placement[], wanted: Partial<TrainConfig> = {}) =>
    (await placeElsewhere(state, { ...config, ...wanted }, failed, error))?.placement ?? null;

  expect(await elsewhere([onnxAbsent], { engine: 'onnx', device: absent })).toBeNull();
  expect(await elsewhere([onnxAbsent])).toEqual(webgpu);
  expect(await elsewhere([onnxAbsent, webgpu])).toEqual(cpu);
  expect(await elsewhere([onnxAbsent, webgpu, cpu])).toBeNull();
});

/** A studio with a dataset, whose machine seems to train best where nothing can. */
async function startSomewhere(placements: TriedPlacement[], workers: WorkerHost = builtWorkers()) {
  const userFolder = temporaryFolder();
  await saveDeviceRecord(userFolder, recordOf(placements));
  const { client } = testStudio({ userFolder, workers });
  const folder = join(temporaryFolder(), 'project');
  await client.run('projects.create', { folder });
  await writeSmallDataset(join(folder, 'datasets', 'small'));
  const run = await client.run('runs.start', { preset: 'article', overrides: tiny });
  return { run, userFolder, client };
}

test('a run whose engine and device cannot start trains on the next that can, and says why', async () => {
  const { run, userFolder, client } = await startSomewhere([
    works(cpu, 100),
    works(onnxAbsent, 900),
    works(tensorflowAbsent, 800),
  ]);

  expect(run).toMatchObject({ state: 'finished', step: 4, engine: 'onnx', device: 'cpu' });
  expect(run.reason).toMatch(/^It trains on the processor, since TensorFlow \([\w ,]+\) failed: \S/);
  const { placements } = (await readDeviceRecords(userFolder, describeMachine('0.0.0')))[0] as DeviceRecord;
  expect(placements.map(({ engine, device, ok }) => ({ engine, device, ok }))).toEqual([
    { ...cpu, ok: true },
    { ...onnxAbsent, ok: false },
    { ...tensorflowAbsent, ok: false },
  ]);
  // The next run does not try again what has failed.
  const next = await client.run('runs.start', { preset: 'article', overrides: tiny });
  expect(next).toMatchObject({ state: 'finished', device: 'cpu', reason: expect.stringContaining('Fastest') });
});

test('a device whose driver takes the process along is left for another one too', async () => {
  const host = builtWorkers();
  const workers: WorkerHost = {
    start: (name) => {
      const worker = host.start(name);
      const isOnAbsent = (frame: unknown) =>
        (frame as { params?: { config?: { device: string } } }).params?.config?.device === absent;
      return { ...worker, post: (frame) => (isOnAbsent(frame) ? worker.kill() : worker.post(frame)) };
    },
  };

  const { run } = await startSomewhere([works(cpu, 100), works(onnxAbsent, 900)], workers);

  expect(run).toMatchObject({ state: 'finished', step: 4, device: 'cpu' });
});

test('a run that may train nowhere else fails, and says why', async () => {
  const { client } = testStudio();
  const folder = join(temporaryFolder(), 'project');
  await client.run('projects.create', { folder });
  await writeSmallDataset(join(folder, 'datasets', 'small'));
  const overrides = { ...tiny, engine: 'onnx', device: absent } as const;

  await expect(client.run('runs.start', { preset: 'article', overrides })).rejects.toMatchObject({
    code: 'device-unavailable',
  });

  expect((await client.run('runs.list', {}))[0]).toMatchObject({ state: 'failed', message: expect.any(String) });
});
