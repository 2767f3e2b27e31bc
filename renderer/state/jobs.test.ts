import { expect, test } from 'vitest';
import type { JobSummary } from '../../electron/contract/api/system';
import { createScriptedConnection } from '../testing/scripted-client';
import { JobsState } from './jobs.svelte';

const job = (id: number, more: Partial<JobSummary> = {}): JobSummary => ({
  id,
  method: 'images.import',
  params: {},
  state: 'running',
  progress: null,
  error: null,
  createdAt: '2026-11-24T09:00:00Z',
  finishedAt: null,
  ...more,
});

test('a window that opens late finds the job that is going on', async () => {
  const { client, studio } = createScriptedConnection();
  studio.jobs.push(job(1, { method: 'runs.start', progress: { step: 3, totalSteps: 9 } }));
  const jobs = new JobsState(client);
  await jobs.refresh();
  expect(jobs.running('runs.start', 'runs.resume')?.id).toBe(1);
  expect(jobs.progressOf('runs.start')).toMatchObject({ step: 3 });
});

test('the end of a job is told once', () => {
  const jobs = new JobsState(createScriptedConnection().client);
  const ended: number[] = [];
  jobs.onEnd((one) => ended.push(one.id));
  jobs.receive(job(1));
  jobs.receive(job(1, { progress: { done: 1, total: 2 } }));
  jobs.receive(job(1, { state: 'finished' }));
  jobs.receive(job(1, { state: 'finished' }));
  expect(ended).toEqual([1]);
  expect(jobs.active).toEqual([]);
});

test('old ended jobs are let go, running ones never', () => {
  const jobs = new JobsState(createScriptedConnection().client);
  jobs.receive(job(1));
  for (let id = 2; id < 60; id++) jobs.receive(job(id, { state: 'finished' }));
  expect(jobs.active.map((one) => one.id)).toEqual([1]);
  expect(jobs.list.length).toBe(21);
});

test('what has ended in a project is forgotten with it; what goes on is not', () => {
  const jobs = new JobsState(createScriptedConnection().client);
  jobs.receive(job(1, { state: 'finished' }));
  jobs.receive(job(2));
  jobs.receive(job(3, { state: 'failed' }));
  jobs.forgetEnded();
  expect(jobs.list.map(({ id }) => id)).toEqual([2]);
});
