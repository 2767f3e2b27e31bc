import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { StudioError, toWire, type ErrorCode } from '../contract/errors';
import type { CallContext } from '../contract/method';
import { TrainConfig, type RunState, type RunSummary, type TrainProgress } from '../contract/training';
import type { Project } from './project';
import type { StudioState } from './studio-state';
import { runAbortable } from './worker-client';

type RunRow = {
  id: string;
  number: number;
  dataset: string;
  config: string;
  device: RunSummary['device'];
  step: number;
  state: RunState;
  message: string | null;
  created_at: string;
  finished_at: string | null;
};

/** The step in the database follows the training at this pace; every step is in metrics.jsonl. */
const saveStepEveryMs = 1000;
/** A stop waits for the step in work and a checkpoint. */
const stopGraceMs = 60_000;

/** How a run stands after an error: only what would happen again at the same step is a failure. */
const endings: Partial<Record<ErrorCode, RunState>> = { aborted: 'stopped', 'worker-crashed': 'interrupted' };

const summaryOf = (row: RunRow): RunSummary => {
  const { preset, engine, imageSize, steps } = readConfig(row);
  return {
    id: row.id,
    dataset: row.dataset,
    preset,
    engine,
    device: row.device,
    imageSize,
    step: row.step,
    totalSteps: steps,
    state: row.state,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    message: row.message,
  };
};

const readConfig = (row: RunRow): TrainConfig => TrainConfig.parse(JSON.parse(row.config));

function findRow(project: Project, id: string): RunRow {
  const row = project.database.get<RunRow>('SELECT * FROM runs WHERE id = ?', id);
  if (!row) throw new StudioError('not-found', `There is no run ${id} in this project.`);
  return row;
}

/** Newest first. */
export const listRuns = (project: Project): RunSummary[] =>
  project.database.all<RunRow>('SELECT * FROM runs ORDER BY number DESC').map(summaryOf);

/** @throws {StudioError} `not-found` */
export function getRun(project: Project, id: string): { run: RunSummary; config: TrainConfig } {
  const row = findRow(project, id);
  return { run: summaryOf(row), config: readConfig(row) };
}

/** Records a new run and makes its folder. */
export function createRun(project: Project, dataset: string, config: TrainConfig): string {
  const { database } = project;
  return database.transaction(() => {
    const number = 1 + (database.get<{ last: number | null }>('SELECT max(number) AS last FROM runs')?.last ?? 0);
    const id = `run-${number}`;
    if (existsSync(project.path('runs', id))) {
      throw new StudioError(
        'conflict',
        `${project.path('runs', id)} is in the way. Move it out of the project and start again.`,
      );
    }
    mkdirSync(project.path('runs', id), { recursive: true });
    database.run(
      `INSERT INTO runs (id, number, dataset, config, device, state, created_at) VALUES (?, ?, ?, ?, ?, 'queued', ?)`,
      id,
      number,
      dataset,
      JSON.stringify(config),
      config.device,
      new Date().toISOString(),
    );
    return id;
  });
}

/** A higher goal for a run that is resumed. @throws {StudioError} `invalid-params` for one that it has passed */
export function raiseSteps(project: Project, id: string, steps: number): void {
  const row = findRow(project, id);
  if (steps <= row.step)
    throw new StudioError('invalid-params', `${id} has done ${row.step} steps already; ask for more than that.`);
  project.database.run('UPDATE runs SET config = ? WHERE id = ?', JSON.stringify({ ...readConfig(row), steps }), id);
}

/**
 * Trains a recorded run in a process of its own, from its newest checkpoint or from the start, until its last step,
 * a stop or a failure. Whatever the end, the database and the run folder say so.
 *
 * @throws {StudioError} what ended it: `loss-not-finite`, `worker-crashed`, `dataset-damaged` ...
 */
export async function performRun(
  state: StudioState,
  id: string,
  resume: boolean,
  { signal, report }: CallContext<TrainProgress & { runId: string }>,
): Promise<RunSummary> {
  const { project } = state;
  const row = findRow(project, id);
  if (state.runs.has(id)) throw new StudioError('conflict', `${id} is training already.`);
  const datasetFolder = project.path('datasets', row.dataset);
  if (!existsSync(datasetFolder)) {
    throw new StudioError('not-found', `The dataset ${row.dataset} of ${id} is gone: ${datasetFolder} does not exist.`);
  }
  const worker = state.workers.train();
  const stop = new AbortController();
  const abort = () => stop.abort();
  signal.addEventListener('abort', abort, { once: true });
  state.runs.add(id, { worker, stop });
  setState(project, id, 'running', null);
  let savedAt = 0;
  let step = row.step;
  try {
    const train = () =>
      worker.client.run(
        'train',
        { runFolder: project.path('runs', id), datasetFolder, config: readConfig(row), resume },
        {
          signal: stop.signal,
          onProgress: (progress) => {
            step = progress.step;
            if (performance.now() - savedAt > saveStepEveryMs) {
              savedAt = performance.now();
              saveStep(project, id, step);
            }
            report({ ...progress, runId: id });
          },
        },
      );
    const result = await runAbortable(worker, stop.signal, stopGraceMs, train);
    step = result.step;
    project.database.run('UPDATE runs SET device = ? WHERE id = ?', result.device, id);
    setState(project, id, result.state, null);
  } catch (error) {
    const wire = toWire(error);
    setState(project, id, endings[wire.code] ?? 'failed', wire.message);
    if (wire.code !== 'aborted') throw error;
  } finally {
    saveStep(project, id, step);
    signal.removeEventListener('abort', abort);
    state.runs.remove(id);
    worker.kill();
  }
  return summaryOf(findRow(project, id));
}

const saveStep = (project: Project, id: string, step: number) =>
  project.database.run('UPDATE runs SET step = ? WHERE id = ?', step, id);

export function setState(project: Project, id: string, runState: RunState, message: string | null): void {
  const ended = runState === 'running' || runState === 'paused' ? null : new Date().toISOString();
  project.database.run(
    'UPDATE runs SET state = ?, message = ?, finished_at = ? WHERE id = ?',
    runState,
    message,
    ended,
    id,
  );
}

/** Sample grids of a run, oldest first. */
export function listSampleGrids(project: Project, id: string): { step: number; file: string }[] {
  const folder = project.path('runs', id, 'samples');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((file) => {
      const step = /^step-(\d+)\.png$/.exec(file)?.[1];
      return step === undefined ? [] : [{ step: Number(step), file }];
    })
    .sort((a, b) => a.step - b.step);
}
