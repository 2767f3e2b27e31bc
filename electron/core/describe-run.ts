import type { RunDetails } from '../contract/api/runs';
import type { RunQuality } from '../contract/api/quality';
import { breakdownWords } from '../contract/breakdown-words';
import { pixelPaths } from '../contract/pixels';
import { advise } from '../ml/coach/advise';
import { rememberedSteps } from '../ml/coach/rows';
import { readPin, readQuality } from '../storage/quality-log';
import { RunFolder } from '../storage/run-folder';
import { lastMetrics } from './metrics';
import { getRun, listSampleGrids } from './runs';
import type { StudioState } from './studio-state';

/** A run as its folder tells it, with what its curves mean. @throws {StudioError} `not-found` */
export async function describeRun(state: StudioState, id: string): Promise<RunDetails> {
  const { project } = state;
  const { run, config } = getRun(project, id);
  const folder = new RunFolder(project.path('runs', id));
  const [rows, quality, checkpoints] = await Promise.all([
    lastMetrics(folder.metricsFile, rememberedSteps),
    readQuality(folder.path),
    folder.checkpointSteps(),
  ]);
  const brokeDown = run.state === 'failed' && (run.message?.startsWith(breakdownWords) ?? false);
  return {
    run: state.runs.withWarmth(run),
    config,
    samples: listSampleGrids(project, id).map(({ step, file }) => ({
      step,
      pixels: pixelPaths.runFile(id, `samples/${file}`),
    })),
    latest: rows.at(-1) ?? null,
    checkpoints,
    findings: advise({ config, state: run.state, rows, quality, checkpoints, brokeDown }),
  };
}

/** @throws {StudioError} `not-found` */
export async function describeQuality(state: StudioState, id: string): Promise<RunQuality> {
  getRun(state.project, id);
  const folder = new RunFolder(state.project.path('runs', id));
  const [points, best, measuring] = await Promise.all([
    readQuality(folder.path),
    folder.bestCheckpoint(),
    readPin(folder.path),
  ]);
  return { points, best, measuring };
}
