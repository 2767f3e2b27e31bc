import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, expect, test } from 'vitest';
import { breakdownWords } from '../contract/breakdown-words';
import { trainConfig } from '../ml/gan/presets';
import { addQuality } from '../storage/quality-log';
import { RunFolder } from '../storage/run-folder';
import { qualityPoint } from '../testing/quality-points';
import { temporaryFolder } from '../testing/temporary-folder';
import { ActiveRuns } from './active-runs';
import { branchRun } from './branch-run';
import { describeQuality, describeRun } from './describe-run';
import { exportMetrics } from './export-metrics';
import { Project } from './project';
import { createRun, getRun, setState } from './runs';
import type { StudioState } from './studio-state';

/** A project with one run of 600 steps, whose checkpoints at 200, 400 and 600 were measured. */
async function setUp() {
  const project = Project.open(join(temporaryFolder(), 'project'), {
    create: true,
    holder: 'test',
    log: () => undefined,
  });
  onTestFinished(() => project.close());
  const run = createRun(project, 'looks-1', trainConfig('article', { steps: 600 }));
  const folder = new RunFolder(project.path('runs', run));
  await folder.prepare();
  const line = (step: number) =>
    JSON.stringify({ step, totalSteps: 600, lossD: 0.9, lossG: 1.8, dReal: 0.7, dFake: 0.3, imagesPerSecond: 60 });
  writeFileSync(folder.metricsFile, Array.from({ length: 600 }, (_, index) => `${line(index + 1)}\n`).join(''));
  for (const [step, distance] of [
    [200, 0.5],
    [400, 0.3],
    [600, 0.4],
  ] as const) {
    await folder.writeCheckpoint(step, {
      tensors: new Map([['x', { shape: [1], values: Float32Array.of(step) }]]),
      metadata: { step: String(step) },
    });
    await addQuality(folder.path, qualityPoint(step, distance));
  }
  return { state: { project, runs: new ActiveRuns() } as unknown as StudioState, project, run };
}

test('a run tells what its curves mean, its checkpoints and the best of them', async () => {
  const { state, project, run } = await setUp();
  setState(project, run, 'finished', null);

  const details = await describeRun(state, run);
  expect(details.latest?.step).toBe(600);
  expect(details.checkpoints).toEqual([600, 400, 200]);
  expect(details.findings[0]).toMatchObject({ kind: 'done', remedy: { kind: 'stop-here-best-was', step: 400 } });
  expect(await describeQuality(state, run)).toMatchObject({ best: 400, measuring: null });
});

test('a run whose numbers broke down offers its last good checkpoint', async () => {
  const { state, project, run } = await setUp();
  setState(project, run, 'failed', `${breakdownWords} at step 601: lossD is NaN.`);

  expect((await describeRun(state, run)).findings).toMatchObject([
    { kind: 'not-finite', remedy: { kind: 'go-back-to-checkpoint', step: 600, learningRate: 1e-4 } },
  ]);
});

test('a run that goes on from a checkpoint has its past and says where it comes from', async () => {
  const { state, project, run } = await setUp();

  const branch = await branchRun(state, { run, step: 400 }, { learningRate: 1e-4, discriminatorRate: 1e-4 });

  expect(getRun(project, branch)).toMatchObject({
    run: { id: 'run-2', step: 400, totalSteps: 600, origin: { run, step: 400 } },
    config: { learningRate: 1e-4, preset: 'article', steps: 600 },
  });
  expect((await describeRun(state, branch)).latest?.step).toBe(400);
  expect((await describeRun(state, run)).latest?.step).toBe(600);
});

test('a checkpoint that is not there, and a goal that was passed, are said before anything is made', async () => {
  const { state, project, run } = await setUp();

  await expect(branchRun(state, { run, step: 300 }, {})).rejects.toMatchObject({ code: 'not-found' });
  await expect(branchRun(state, { run, step: 400 }, { steps: 400 })).rejects.toMatchObject({ code: 'invalid-params' });
  expect(() => getRun(project, 'run-2')).toThrow('no run run-2');
});

test('metrics are exported line by line, with the quality where it was measured', async () => {
  const { project, run } = await setUp();
  await addQuality(project.path('runs', run), qualityPoint(100, 0.2, { early: true, count: 128 }));
  const file = join(temporaryFolder(), 'curve.csv');

  await exportMetrics(project, run, file);

  const lines = readFileSync(file, 'utf8').trim().split('\r\n');
  expect(lines[0]).toMatch(/^step,epoch,lossD,.*,frechet,kernel/);
  expect(lines).toHaveLength(601);
  const cells = (step: number) => lines[step]!.split(',');
  const frechet = lines[0]!.split(',').indexOf('frechet');
  expect(cells(400)[frechet]).toBe('0.3');
  expect(cells(401)[frechet]).toBe('');
  expect(cells(100)[frechet]).toBe('');
  expect(cells(401).slice(0, 3)).toEqual(['401', '', '0.9']);
});
