import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { TrainProgress } from '../contract/training';
import { trainConfig } from '../ml/gan/presets';
import { qualityPoint } from '../testing/quality-points';
import { RunWatch, type WatchedRun } from './run-watch';

const minute = 60_000;

/** A step of a training that makes one a second and a checkpoint a minute. */
const step = (number: number, changes: Partial<TrainProgress> = {}): TrainProgress => ({
  step: number,
  totalSteps: 3600,
  epoch: number / 10,
  lossD: 0.9,
  lossG: 1.8,
  dReal: 0.68,
  dFake: 0.32,
  dFakeAfter: 0.3,
  imagesPerSecond: 64,
  elapsedMs: number * 1000,
  etaMs: (3600 - number) * 1000,
  memoryMiB: 900,
  ...(number % 60 === 0 ? { checkpoint: `step-${number}` } : {}),
  ...changes,
});

function watch(changes: Partial<WatchedRun> = {}) {
  const measured: number[] = [];
  const log: string[] = [];
  const run: WatchedRun = {
    id: 'run-1',
    config: trainConfig('better'),
    rows: [],
    quality: [],
    costs: { few: 4000, sample: 8000, all: 8000 },
    measure: async (at) => {
      measured.push(at);
      return { point: qualityPoint(at, 0.5 - measured.length / 100), photosMs: 1000 };
    },
    checkpoints: () => Promise.resolve([]),
    log: (line) => log.push(line),
    ...changes,
  };
  return { watch: new RunWatch(run), measured, log };
}

/** Steps 1 to `last`, each heard before the next is made. */
async function train(watched: RunWatch, last: number, first = 1) {
  let seen: ReturnType<RunWatch['follow']> | undefined;
  for (let number = first; number <= last; number++) {
    seen = watched.follow(step(number));
    if (number % 60 === 0) await wait(0);
  }
  return seen;
}

test('an hour of training is measured now and then, within its share, and once more at the end', async () => {
  const { watch: watched, measured } = watch();

  const last = await train(watched, 3600);
  await watched.finish();

  expect(measured.length).toBeGreaterThan(8);
  expect(measured.at(-1)).toBe(3600);
  expect(new Set(measured).size).toBe(measured.length);
  expect(measured.length * 6000).toBeLessThanOrEqual(Math.ceil(0.03 * 60 * minute));
  expect(last).toMatchObject({ runId: 'run-1', findings: [{ kind: expect.any(String) }] });
  expect(last?.findings.length).toBeGreaterThan(0);
});

test('a window that missed the step of a checkpoint hears of it with the next one', async () => {
  const { watch: watched } = watch();
  expect(watched.follow(step(599)).checkpointStep).toBeNull();
  watched.follow({ ...step(600), checkpoint: 'step-600.safetensors' });
  expect(watched.follow(step(601)).checkpointStep).toBe(600);
});

test('a checkpoint that was measured before a resume is not measured again', async () => {
  const known = qualityPoint(600, 0.4, { costMs: 1000 });
  const { watch: watched, measured } = watch({ quality: [known], rows: [step(600)] });

  expect(watched.follow(step(601)).measuredStep).toBe(600);
  await train(watched, 1200, 602);

  expect(measured.length).toBeGreaterThan(0);
  expect(measured).not.toContain(600);
});

test('a run that goes on remembers how dear its measurements were', async () => {
  const known = qualityPoint(600, 0.4, { costMs: 17_000 });
  const { watch: watched, measured } = watch({
    quality: [known],
    rows: [step(600)],
    costs: { few: 20_000, sample: 20_000, all: 8000 },
  });

  await train(watched, 1080, 601);
  expect(measured).toEqual([]);
  await train(watched, 1140, 1081);
  expect(measured).toEqual([1140]);
});

test('steps that are made again replace what was known of them, measurements included', async () => {
  const quality = [qualityPoint(300, 0.4), qualityPoint(600, 0.3)];
  const { watch: watched } = watch({ quality, rows: [step(300), step(600)], measure: null });

  expect(watched.follow(step(301)).measuredStep).toBe(300);
});

test('a measurement that fails is logged and tried again once; the training hears nothing of it', async () => {
  let attempts = 0;
  const { watch: watched, log } = watch({
    measure: () => {
      attempts++;
      return Promise.reject(new Error('the photos are gone'));
    },
  });

  await train(watched, 3600);
  await watched.finish();

  expect(attempts).toBe(2);
  expect(log).toEqual([expect.stringContaining('the photos are gone'), expect.any(String)]);
});

test('a run that ends takes its measurement along', async () => {
  let stopped = false;
  const { watch: watched, log } = watch({
    measure: (_, _photos, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          stopped = true;
          reject(new Error('stopped'));
        });
      }),
  });

  const last = await train(watched, 1800);
  expect(last?.measuring).not.toBeNull();
  await watched.end();

  expect(stopped).toBe(true);
  expect(log).toEqual([]);
});

test('without a detector nothing is measured, and the coach speaks all the same', async () => {
  const { watch: watched } = watch({ measure: null });

  const last = await train(watched, 1800);
  await watched.finish();

  expect(last).toMatchObject({ measuring: null, measuredStep: null, findings: [{ kind: 'healthy' }] });
});

test('with many photos a first figure is made, then distances, each by its own cost', async () => {
  const made: string[] = [];
  const { watch: watched } = watch({
    costs: { few: 3500, sample: 10_500, all: 180_000 },
    measure: async (at, photos) => {
      made.push(photos);
      const early = photos === 'few' ? { early: true as const, count: 128 } : {};
      return {
        point: qualityPoint(at, 0.5, { costMs: 5000, closeShare: null, copyingScore: null, ...early }),
        photosMs: 0,
      };
    },
  });

  const seen = await train(watched, 180);
  expect(made).toEqual(['few']);
  expect(seen?.measuredStep).toBe(60);
  await train(watched, 3600, 181);

  expect(made.slice(1).every((photos) => photos === 'sample')).toBe(true);
  expect(made.length).toBeGreaterThan(8);
});
