import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { Placement } from '../contract/devices';
import { StudioError, toWire, type ErrorCode } from '../contract/errors';
import { inEnglish, readSaid, say, sayInEnglish, type Said } from '../contract/said';
import type { CallContext, ParamsOf } from '../contract/method';
import { TrainConfig, type RunState, type RunSummary, type TrainProgress } from '../contract/training';
import type { TrainWorker } from '../contract/workers';
import type { ActiveRun } from './active-runs';
import { placeElsewhere, placeRun, type Placed } from './place-run';
import { isSame, reference } from './placements';
import type { Project } from './project';
import { readSettings } from './settings';
import type { StudioState } from './studio-state';
import { runAbortable } from './worker-client';

type RunRow = {
  id: string;
  number: number;
  dataset: string;
  config: string;
  engine: RunSummary['engine'] | null;
  device: RunSummary['device'];
  reason: string | null;
  reason_said: string | null;
  step: number;
  state: RunState;
  message: string | null;
  message_said: string | null;
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
  const { preset, engine, imageSize, steps, origin } = readConfig(row);
  return {
    id: row.id,
    dataset: row.dataset,
    preset,
    engine: row.engine ?? engine,
    device: row.device,
    reason: row.reason,
    reasonSaid: readSaid(row.reason_said),
    imageSize,
    step: row.step,
    totalSteps: steps,
    state: row.state,
    origin: origin ?? null,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    message: row.message,
    messageSaid: readSaid(row.message_said),
  };
};

const readConfig = (row: RunRow): TrainConfig => TrainConfig.parse(JSON.parse(row.config));

function findRow(project: Project, id: string): RunRow {
  const row = project.database.get<RunRow>('SELECT * FROM runs WHERE id = ?', id);
  if (!row) throw new StudioError('not-found', say('run.none', { run: id }));
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
      throw new StudioError('conflict', say('run.inTheWay', { folder: project.path('runs', id) }));
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
  if (steps <= row.step) throw new StudioError('invalid-params', say('run.doneAlready', { run: id, step: row.step }));
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
  if (state.runs.has(id)) throw new StudioError('conflict', say('run.trainingAlready', { run: id }));
  const datasetFolder = project.path('datasets', row.dataset);
  if (!existsSync(datasetFolder)) {
    throw new StudioError('not-found', say('dataset.gone', { name: row.dataset, run: id, folder: datasetFolder }));
  }
  const config = readConfig(row);
  const attempt: Attempt = {
    worker: state.workers.train(),
    stop: new AbortController(),
    paused: false,
    released: false,
    step: row.step,
    hasStepped: false,
  };
  const abort = () => attempt.stop.abort();
  signal.addEventListener('abort', abort, { once: true });
  state.runs.add(id, attempt);
  setState(project, id, 'running', null);
  try {
    let placed: Placed | null = await placeRun(
      state,
      config,
      placeOf(row),
      config.steps - row.step,
      attempt.stop.signal,
    );
    let failed: readonly Placement[] = [];
    while (placed) {
      const { placement, reason }: Placed = placed;
      savePlace(project, id, placement, reason);
      try {
        const params = {
          runFolder: project.path('runs', id),
          datasetFolder,
          config: { ...config, ...placement },
          resume,
          goodNeighbor: await isGoodNeighbor(state),
        };
        const result = await trainOnce(project, id, params, attempt, report);
        savePlace(project, id, { ...placement, device: result.device as Placement['device'] }, reason);
        setState(project, id, endOf(result.state, attempt), null);
        break;
      } catch (error) {
        failed = [...failed, placement];
        placed =
          !attempt.hasStepped && isOfDevice(error, placement)
            ? await placeElsewhere(state, config, failed, error)
            : null;
        if (!placed) throw error;
        attempt.worker.kill();
        attempt.worker = state.workers.train();
      }
    }
  } catch (error) {
    const wire = toWire(error);
    const ending = endOf(endings[wire.code] ?? 'failed', attempt);
    setState(project, id, ending, ending === 'paused' ? null : (wire.said ?? wire.message));
    if (wire.code !== 'aborted') throw error;
  } finally {
    saveStep(project, id, attempt.step);
    signal.removeEventListener('abort', abort);
    attempt.worker.kill();
    state.runs.remove(id);
  }
  return summaryOf(findRow(project, id));
}

/** Whether a training could not begin because of where it was to run. A driver may take its process along. */
function isOfDevice(error: unknown, placement: Placement): boolean {
  const { code } = toWire(error);
  return code === 'device-unavailable' || (code === 'worker-crashed' && !isSame(placement, reference));
}

/** Whoever types a command waits for it; a window's training goes on beside other work. */
async function isGoodNeighbor({ options: { shell, userFolder } }: StudioState): Promise<boolean> {
  return shell.name !== 'cli' && (await readSettings(userFolder)).goodNeighbor;
}

/** A paused run whose process was ended so that others have its device is paused as before. */
const endOf = (ending: RunState, { released }: ActiveRun): RunState =>
  ending === 'stopped' && released ? 'paused' : ending;

interface Attempt extends ActiveRun {
  /** Steps that are made. */
  step: number;
  /** Whether any was made in this attempt. */
  hasStepped: boolean;
}

/** Trains in the attempt's worker, following its steps. */
async function trainOnce(
  project: Project,
  id: string,
  params: ParamsOf<TrainWorker, 'train'>,
  attempt: Attempt,
  report: (progress: TrainProgress & { runId: string }) => void,
) {
  let savedAt = 0;
  const { worker, stop } = attempt;
  const train = () =>
    worker.client.run('train', params, {
      signal: stop.signal,
      onProgress: (progress) => {
        attempt.step = progress.step;
        attempt.hasStepped = true;
        if (performance.now() - savedAt > saveStepEveryMs) {
          savedAt = performance.now();
          saveStep(project, id, progress.step);
        }
        report({ ...progress, runId: id });
      },
    });
  const result = await runAbortable(worker, stop.signal, stopGraceMs, train);
  attempt.step = result.step;
  return result;
}

/** Where a run has trained; null before its first start. */
function placeOf({ engine, device, config }: RunRow): Placement | null {
  const place = Placement.safeParse({ engine: engine ?? (JSON.parse(config) as TrainConfig).engine, device });
  return place.success ? place.data : null;
}

const savePlace = (project: Project, id: string, { engine, device }: Placement, reason: Said) =>
  project.database.run(
    'UPDATE runs SET engine = ?, device = ?, reason = ?, reason_said = ? WHERE id = ?',
    engine,
    device,
    sayInEnglish(reason),
    JSON.stringify(reason),
    id,
  );

const saveStep = (project: Project, id: string, step: number) =>
  project.database.run('UPDATE runs SET step = ? WHERE id = ?', step, id);

export function setState(project: Project, id: string, runState: RunState, message: Said | string | null): void {
  const ended = runState === 'running' || runState === 'paused' ? null : new Date().toISOString();
  project.database.run(
    'UPDATE runs SET state = ?, message = ?, message_said = ?, finished_at = ? WHERE id = ?',
    runState,
    message === null ? null : inEnglish(message),
    message === null || typeof message === 'string' ? null : JSON.stringify(message),
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
