import { expect, test } from 'vitest';
import type { JobSummary } from '../../electron/contract/api/system';
import { lastNews, viewJob } from './job-view';

test('steps of a training and files of an import are seen alike', () => {
  expect(viewJob({ step: 50, totalSteps: 200, etaMs: 3000 })).toMatchObject({
    done: 50,
    total: 200,
    fraction: 0.25,
    etaMs: 3000,
  });
  expect(viewJob({ phase: 'reading', done: 3, total: 4, failed: 1, etaMs: null })).toMatchObject({
    fraction: 0.75,
    failed: 1,
    etaMs: null,
  });
});

test('while files are counted nobody knows how many there will be', () => {
  expect(viewJob({ phase: 'scanning', done: 12, total: 12 })).toMatchObject({ fraction: null, total: null });
  expect(viewJob({ files: 12 })).toMatchObject({ done: 12, fraction: null });
});

test('a job that has not reported yet has no progress', () => {
  expect(viewJob(null)).toEqual({ fraction: null, done: null, total: null, etaMs: null, failed: 0 });
  expect(viewJob({ done: 0, total: 0 }).fraction).toBeNull();
});

test('the newest end is told, but not of what is seen where it was asked for, unless it failed', () => {
  const job = (id: number, method: string, state: string) => ({ id, method, state }) as JobSummary;
  const imported = job(1, 'images.import', 'finished');
  const scanned = job(2, 'images.scan', 'finished');
  expect(lastNews([scanned, imported])).toBe(imported);
  expect(lastNews([scanned])).toBeUndefined();
  expect(lastNews([job(3, 'runs.start', 'aborted'), imported])).toBe(imported);
  expect(lastNews([job(3, 'images.scan', 'failed'), imported])?.id).toBe(3);
});
