import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder';
import { allMetrics, lastMetrics, readMetrics } from './metrics';

function metricsOf(steps: number): string {
  const file = join(temporaryFolder(), 'metrics.jsonl');
  const line = (step: number) =>
    JSON.stringify({ step, lossD: 1, lossG: step, dReal: 0.5, dFake: 0.5, imagesPerSecond: 9 });
  writeFileSync(file, Array.from({ length: steps }, (_unused, i) => `${line(i + 1)}\n`).join(''));
  return file;
}

test('metrics after a step, all of them where there is room', async () => {
  const { step, lossG } = await readMetrics(metricsOf(10), 7, 100);
  expect(step).toEqual([8, 9, 10]);
  expect(lossG).toEqual([8, 9, 10]);
});

test('a long run is thinned evenly and keeps its last step', async () => {
  const { step } = await readMetrics(metricsOf(1003), 0, 100);
  expect(step.length).toBeLessThanOrEqual(101);
  expect(step.at(-1)).toBe(1003);
  expect(step[1]! - step[0]!).toBe(11);
});

test('the steps between two others are found wherever they lie, in lines of any length', async () => {
  const file = join(temporaryFolder(), 'metrics.jsonl');
  const line = (step: number) => {
    const notes = step % 97 === 0 ? ['x'.repeat(step * 13)] : undefined;
    return JSON.stringify({ step, lossD: 1, lossG: step, dReal: 0.5, dFake: 0.5, imagesPerSecond: 9, notes });
  };
  writeFileSync(file, Array.from({ length: 2000 }, (_unused, i) => `${line(i + 1)}\n`).join(''));

  for (const [after, until] of [
    [0, 3],
    [1, 2],
    [96, 99],
    [1000, 1040],
    [1938, 1945],
    [1990, 5000],
  ] as const) {
    const wanted = Array.from({ length: Math.min(until, 2000) - after }, (_unused, i) => after + i + 1);
    expect((await readMetrics(file, after, 1000, until)).step).toEqual(wanted);
  }
  expect((await readMetrics(file, 2000, 1000)).step).toEqual([]);
});

test('the newest steps are read from the end, however long their lines are', async () => {
  const file = metricsOf(6000);
  appendFileSync(file, `${JSON.stringify({ step: 6001, notes: ['x'.repeat(400_000)] })}\n`);

  expect((await lastMetrics(file, 3)).map(({ step }) => step)).toEqual([5999, 6000, 6001]);
  expect(await lastMetrics(file, 10_000)).toHaveLength(6001);
});

test('an export reads every step', async () => {
  const steps: number[] = [];
  for await (const { step } of allMetrics(metricsOf(5000))) steps.push(step);

  expect(steps).toHaveLength(5000);
  expect(steps.at(-1)).toBe(5000);
});

test('a line that a crash cut off is passed over, a missing file has no metrics', async () => {
  const file = metricsOf(3);
  appendFileSync(file, '{"step":4,"los');

  expect((await lastMetrics(file, 1)).map(({ step }) => step)).toEqual([3]);
  expect((await readMetrics(file, 0, 100)).step).toEqual([1, 2, 3]);
  expect(await lastMetrics(join(temporaryFolder(), 'none'), 1)).toEqual([]);
});
