import { expect, test, vi } from 'vitest';
import type { Finding } from '../../electron/contract/coach';
import { say } from '../../electron/contract/said';
import type { RunSummary } from '../../electron/contract/training';
import { eventually } from '../testing/eventually';
import { createScriptedConnection } from '../testing/scripted-client';
import { scriptedPlan } from '../testing/scripted-plan';
import { inventMetrics } from '../testing/scripted-studio';
import { newRunFor } from './remedies';
import { StudioState } from './studio.svelte';
import { TrainingState } from './training.svelte';

vi.stubGlobal('navigator', { userAgent: 'test' });
vi.stubGlobal('location', { hash: '' });

const summary: RunSummary = {
  id: 'run-9',
  dataset: 'looks-1',
  preset: 'better',
  engine: 'onnx',
  device: 'cpu',
  imageSize: 64,
  step: 0,
  totalSteps: 6000,
  state: 'running',
  createdAt: '2026-11-24T08:40:00Z',
  finishedAt: null,
  message: null,
};

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
  await eventually(() => expect(training.runId).toBe('run-1'));
  await whole;
  await eventually(() => expect(training.columns.step.at(-1)).toBe(40));
  expect(training.run?.state).toBe('finished');
  expect(training.columns.step).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
});

test('what a person should know of a step is said once', async () => {
  const { studio, training } = open();
  await training.open('run-1').catch(() => undefined);
  const note = say('checkpoint.passedOver', { damage: say('checkpoint.damaged', { path: '/a', why: 'too short' }) });
  const progress = { runId: 'run-1', step: 7, notes: [note] };
  for (const step of [7, 7, 8])
    training.follow({ progress: { ...progress, step, notes: step === 7 ? [note] : [] } } as never);
  const titles = studio.notices.list.filter(({ kind }) => kind === 'info').map(({ title }) => title);
  expect(titles).toEqual(['/a is damaged: too short. The checkpoint before it was taken.']);
});

test('a window that reloads opens the run that is going on', async () => {
  const first = open();
  first.training.overrides = { steps: 400 };
  const whole = first.training.start();
  await eventually(() => expect(first.server.runs[0]?.metrics.length).toBeGreaterThan(20));
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
  await eventually(() => expect(training.live?.step).toBeGreaterThan(0));
  await training.pause();
  expect(training.run?.state).toBe('paused');
  await training.continue();
  await training.stop();
  await whole;
  await eventually(() => expect(training.run?.state).toBe('stopped'));
  expect(server.runs[0]?.summary.state).toBe('stopped');
});

test('the memory of a paused training can be freed: it stays paused, hinders no other, and goes on from there', async () => {
  const { training, studio } = open();
  training.overrides = { steps: 100_000 };
  const whole = training.start();
  await eventually(() => expect(training.live?.step).toBeGreaterThan(0));
  expect(training.busy).toBe(true);
  await training.pause();
  expect(training.run).toMatchObject({ state: 'paused', warm: true });
  expect(training.busy).toBe(false);

  await training.release();
  await whole;
  await eventually(() => expect(studio.jobs.active).toEqual([]));
  expect(training.run).toMatchObject({ state: 'paused', warm: false });
  const { step } = training.run!;

  const further = training.continue();
  await eventually(() => expect(training.run?.state).toBe('running'));
  await eventually(() => expect(training.live?.step).toBeGreaterThan(step));
  await training.stop();
  await further;
});

test('what is asked of a run is seen at once, and until it has come about', async () => {
  const { training } = open();
  training.overrides = { steps: 100_000 };
  const whole = training.start();
  await eventually(() => expect(training.live?.step).toBeGreaterThan(0));
  const pausing = training.pause();
  expect(training.asked).toBe('pause');
  await pausing;
  expect(training.asked).toBeNull();
  const stopping = training.stop();
  expect(training.asked).toBe('stop');
  await Promise.all([stopping, whole]);
  await training.ended();
  expect(training.asked).toBeNull();
});

test('of a run that has ended one thing is next: to resume it, what the coach offers, or to compare', async () => {
  const ended = async (state: RunSummary['state'], finding?: Pick<Finding, 'kind' | 'severity'>) => {
    const { training } = open({ runs: [{ ...summary, step: 300, state }] });
    await training.open('run-9');
    const [first] = training.findings;
    if (finding) training.details = { ...training.details!, findings: [{ ...first!, ...finding }] };
    return training.next;
  };
  const brokeDown = { kind: 'not-finite', severity: 'problem' } as const;
  const collapsed = { kind: 'collapse', severity: 'warning' } as const;
  expect(await ended('interrupted')).toBe('resume');
  expect(await ended('interrupted', collapsed)).toBe('resume');
  expect(await ended('failed')).toBe('resume');
  expect(await ended('failed', brokeDown)).toBe('remedy');
  expect(await ended('stopped', collapsed)).toBe('remedy');
  expect(await ended('stopped')).toBe('compare');
  expect(await ended('finished')).toBe('compare');
  expect(await ended('paused', collapsed)).toBeNull();
});

test('zooming into a thinned curve reads its steps one by one, and back shows all of it', async () => {
  const { training, server } = open();
  const metrics = inventMetrics(60_000, 60_000);
  server.runs.push({ summary: { ...summary, step: 60_000, totalSteps: 60_000, state: 'finished' }, metrics });
  await training.open('run-9');
  expect(training.columns.step.length).toBeLessThan(30_000);

  await training.zoom({ from: 1000.4, to: 1500.2 });
  expect(training.closeUp?.step).toEqual(Array.from({ length: 502 }, (_, index) => index + 1000));

  await training.zoom(null);
  expect(training.closeUp).toBeNull();
});

test('a step of the curve shows the looks of that time; the newest are followed', async () => {
  const { training, server } = open();
  server.runs.push({ summary: { ...summary, step: 1000, state: 'stopped' }, metrics: inventMetrics(1000, 6000) });
  await training.open('run-9');
  expect(training.samples[training.shown]?.step).toBe(1000);

  training.scrubTo(430);
  expect(training.samples[training.shown]?.step).toBe(400);
  training.hovered = 790;
  expect(training.samples[training.shown]?.step).toBe(800);
  training.hovered = null;
  expect(training.samples[training.shown]?.step).toBe(400);
  training.scrubTo(5000);
  expect(training.scrubbed).toBeNull();
});

test('the remedy of a run that goes on ends it and begins another from its checkpoint', async () => {
  const { training, server } = open();
  training.overrides = { steps: 100_000 };
  const whole = training.start();
  await eventually(() => expect(training.details?.run.id).toBe('run-1'));

  const rates = { learningRate: 1e-4, discriminatorRate: 1e-4 };
  const acting = training.act({ kind: 'go-back-to-checkpoint', step: 200, ...rates });
  await whole;
  await eventually(() => expect(training.runId).toBe('run-2'));

  expect(server.runs.find((run) => run.summary.id === 'run-1')?.summary.state).toBe('stopped');
  await eventually(() => expect(training.run?.origin).toEqual({ run: 'run-1', step: 200 }));
  await training.stop();
  await acting;
});

test('stopping at the best step is a stop while the run goes on, and a look at that step afterwards', async () => {
  const { training, studio, server } = open();
  server.runs.push({ summary: { ...summary, step: 4200, state: 'running' }, metrics: inventMetrics(4200, 6000) });
  await training.readRuns();
  await training.open('run-9');

  await training.act({ kind: 'stop-here-best-was', step: 3600 });
  expect(training.run?.state).toBe('stopped');
  expect(studio.place.room).toBe('library');

  await training.act({ kind: 'stop-here-best-was', step: 3600 });
  expect(studio.place).toEqual({ room: 'compare', item: 'run-9' });
  expect(await studio.client.run('gallery.desk', { run: 'run-9' })).toMatchObject({ checkpoint: 3600 });
});

test('smaller steps from the start keep every other setting', () => {
  const { config } = scriptedPlan('better', { batch: 32, seed: 7 }, true);
  expect(
    newRunFor(
      { kind: 'add-augmentation', step: 800, augment: ['color', 'cutout'], augmentTarget: 0.2, steps: 24_000 },
      { run: summary, config },
    ),
  ).toEqual({
    from: { run: 'run-9', step: 800 },
    overrides: { augment: ['color', 'cutout'], augmentAfter: 0, augmentTarget: 0.2, steps: 24_000 },
  });
  const remedy = { kind: 'lower-learning-rate', step: null, learningRate: 1e-4, discriminatorRate: 1e-4 } as const;

  expect(newRunFor(remedy, { run: summary, config })).toMatchObject({
    dataset: 'looks-1',
    preset: 'better',
    overrides: { batch: 32, seed: 7, learningRate: 1e-4, discriminatorRate: 1e-4 },
  });
});
