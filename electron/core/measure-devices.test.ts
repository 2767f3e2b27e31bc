import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Placement } from '../contract/devices';
import { trainConfig } from '../ml/gan/presets';
import { workloadOf } from '../ml/gan/step-cost';
import { Graph } from '../ml/graph/graph';
import { builtWorkers, testStudio } from '../testing/studio';
import { temporaryFolder } from '../testing/temporary-folder';
import { describeMachine, readDeviceRecords } from './device-records';
import { measureDevices, type MeasureProgress } from './measure-devices';
import { StudioState } from './studio-state';
import type { WorkerHost } from './worker-host';

const tiny = {
  generatorWidth: 8,
  discriminatorWidth: 8,
  latentDim: 16,
  batch: 8,
  steps: 10,
  sampleCount: 4,
  threads: 1,
} as const;
const config = trainConfig('article', tiny);

/** What a placement's process does in place of trying the real device. */
type Behaviour = 'crash' | 'hang' | 'nonsense' | 'emulation';

/** The real worker processes, but one device is a bad one: the processor computes in its name, or nobody. */
function withBadDevice(behaviour: Behaviour): WorkerHost {
  const host = builtWorkers();
  return {
    start: (name) => {
      const worker = host.start(name);
      let isBad = false;
      return {
        ...worker,
        post: (frame) => {
          const { params } = frame as { params?: { placement?: Placement } };
          if (params?.placement?.device !== 'webgpu') return worker.post(frame);
          isBad = true;
          if (behaviour === 'crash') return worker.kill();
          if (behaviour === 'hang') return;
          worker.post({ ...(frame as object), params: { ...params, placement: { engine: 'onnx', device: 'cpu' } } });
        },
        onFrame: (listener) =>
          worker.onFrame((frame) => {
            const { kind, result } = frame as { kind: string; result: { values: { lossG: number } } };
            if (isBad && kind === 'done' && behaviour === 'nonsense') result.values.lossG *= 1.02;
            listener(frame);
          }),
      };
    },
  };
}

async function measure(behaviour: Behaviour, leastMs = 60_000) {
  const userFolder = temporaryFolder();
  const state = new StudioState({
    shell: { name: 'test' },
    workers: withBadDevice(behaviour),
    resources: '',
    userFolder,
    version: '0.0.0',
    log: () => undefined,
  });
  onTestFinished(() => state.workers.close());
  const progress: MeasureProgress[] = [];
  const context = { signal: new AbortController().signal, report: (step: MeasureProgress) => void progress.push(step) };
  const record = await measureDevices(state, config, context, { referenceMs: 60_000, leastMs, timesReference: 0 });
  const find = (device: string) => record.placements.find((tried) => tried.device === device);
  return { record, progress, userFolder, cpu: find('cpu'), webgpu: find('webgpu') };
}

test('what works is measured and remembered, a device that crashes is survived and told', async () => {
  const { record, progress, userFolder, cpu, webgpu } = await measure('crash');

  expect(cpu).toMatchObject({ engine: 'onnx', ok: true, imagesPerSecond: expect.any(Number) });
  expect(webgpu).toMatchObject({ ok: false, imagesPerSecond: null, detail: 'it crashed while making a step' });
  expect(progress[0]).toMatchObject({ done: 0, trying: { engine: 'onnx', device: 'cpu' } });
  expect(progress.at(-1)).toMatchObject({ done: progress.at(-1)?.total, trying: null });
  expect(await readDeviceRecords(userFolder, describeMachine('0.0.0'))).toEqual([record]);
});

test('a device that hangs is given up after a while', async () => {
  expect((await measure('hang', 3000)).webgpu).toMatchObject({
    ok: false,
    detail: 'it did not finish two steps within 3 seconds',
  });
});

test('a device that computes something else than the processor is refused', async () => {
  expect((await measure('nonsense')).webgpu).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/^it computes lossG as \d\.\d+ where the processor finds/),
  });
});

test('a device that agrees is told with its speed', async () => {
  const { webgpu } = await measure('emulation');

  expect(webgpu).toMatchObject({ ok: true, imagesPerSecond: expect.any(Number) });
});

test('a plan is a guess at first, and after a measurement it is what was measured', async () => {
  const { client } = testStudio({ workers: withBadDevice('crash') });
  const params = { preset: 'article', overrides: tiny } as const;

  const guess = await client.run('runs.plan', params);
  expect(guess).toMatchObject({ engine: 'onnx', device: 'cpu', form: 'tiled', measured: false, alternatives: [] });
  expect(guess.config).toEqual(config);

  const { placements, measuredAt } = await client.run('devices.measure', params);
  const plan = await client.run('runs.plan', params);
  expect(plan).toMatchObject({ measured: true, alternatives: placements, steps: 10, fits: true, microBatch: 8 });
  expect(plan.imagesPerSecond).toBe(placements[0]?.imagesPerSecond);
  expect(plan.reason).toContain('Not the graphics card (WebGPU): it crashed while making a step.');
  expect(plan.totalMs).toBeGreaterThan((10 * 8 * 1000) / plan.imagesPerSecond);

  // The second time it is remembered; a redo measures again.
  expect((await client.run('devices.measure', params)).measuredAt).toBe(measuredAt);
  expect((await client.run('devices.measure', { ...params, redo: true })).measuredAt).not.toBe(measuredAt);
});

test('a plan is arithmetic: nobody waits for a graph that is written down, or for a process', async () => {
  const writing = vi.spyOn(Graph.prototype, 'node');
  const started: string[] = [];
  const host = builtWorkers();
  const workers: WorkerHost = { start: (name) => (started.push(name), host.start(name)) };

  const plan = await testStudio({ workers }).client.run('runs.plan', { preset: 'better', overrides: { batch: 96 } });

  expect(plan.memoryMiB).toBeGreaterThan(1000);
  expect(writing).not.toHaveBeenCalled();
  expect(started).toEqual([]);
});

test('what was measured on another machine, or cannot be read, counts for nothing', async () => {
  const { userFolder } = await measure('emulation');
  const file = join(userFolder, 'devices.json');

  expect(await readDeviceRecords(userFolder, 'another machine')).toEqual([]);
  expect((await readDeviceRecords(userFolder, describeMachine('0.0.0')))[0]?.workload).toBe(workloadOf(config));
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 40));
  expect(await readDeviceRecords(userFolder, describeMachine('0.0.0'))).toEqual([]);
});
