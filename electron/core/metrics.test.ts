import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder';
import { lastMetrics, readMetrics } from './metrics';

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

test('a line that a crash cut off is passed over, a missing file has no metrics', async () => {
  const file = metricsOf(3);
  appendFileSync(file, '{"step":4,"los');
  expect(await lastMetrics(file)).toMatchObject({ step: 3 });
  expect(await lastMetrics(join(temporaryFolder(), 'none'))).toBeNull();
});
