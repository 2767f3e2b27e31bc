import { expect, test, vi } from 'vitest';
import { createScriptedConnection } from '../testing/scripted-client';
import { StudioState } from './studio.svelte';
import { TrainingState } from './training.svelte';

vi.stubGlobal('navigator', { userAgent: 'test' });
vi.stubGlobal('location', { hash: '' });

function open(options: Parameters<typeof createScriptedConnection>[0] = {}) {
  const connection = createScriptedConnection({ tickMs: 2, ...options });
  const studio = new StudioState(connection);
  const training = new TrainingState(studio);
  connection.client.on('job', (job) => training.follow(job));
  studio.jobs.onEnd(() => void training.ended());
  return { server: connection.studio, studio, training };
}

test('a started training is shown by itself and followed to its last step', async () => {
  const { training } = open();
  training.overrides = { steps: 40 };
  const whole = training.start();
  await vi.waitFor(() => expect(training.runId).toBe('run-1'));
  await whole;
  await vi.waitFor(() => expect(training.columns.step.at(-1)).toBe(40));
  expect(training.run?.state).toBe('finished');
  expect(training.columns.step).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
});

test('a window that reloads opens the run that is going on', async () => {
  const first = open();
  first.training.overrides = { steps: 400 };
  const whole = first.training.start();
  await vi.waitFor(() => expect(first.server.runs[0]?.metrics.length).toBeGreaterThan(20));
  const second = new TrainingState(first.studio);
  await second.load(null);
  expect(second.runId).toBe('run-1');
  expect(second.columns.step.length).toBeGreaterThan(20);
  await second.stop();
  await whole;
});

test('a paused training can be continued and then stopped', async () => {
  const { training, server } = open();
  training.overrides = { steps: 100_000 };
  const whole = training.start();
  await vi.waitFor(() => expect(training.live?.step).toBeGreaterThan(0));
  await training.pause();
  expect(training.run?.state).toBe('paused');
  await training.continue();
  await training.stop();
  await whole;
  await vi.waitFor(() => expect(training.run?.state).toBe('stopped'));
  expect(server.runs[0]?.summary.state).toBe('stopped');
});
