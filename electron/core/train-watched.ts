import type { RunProgress } from '../contract/api/runs';
import { toWire } from '../contract/errors';
import type { CallContext } from '../contract/method';
import { comparable } from '../contract/quality';
import type { RunSummary } from '../contract/training';
import { rememberedSteps } from '../ml/coach/rows';
import { readDatasetManifest } from '../storage/dataset-folder';
import { seenPictures } from '../storage/feature-files';
import { readQuality, unpinCheckpoint } from '../storage/quality-log';
import { RunFolder } from '../storage/run-folder';
import { measureStep } from './measure-run';
import { lastMetrics } from './metrics';
import { listModels } from './models';
import { featureFolder } from './nearest-crops';
import type { Project } from './project';
import { assumedCosts, type Costs } from './quality-schedule';
import { RunWatch } from './run-watch';
import { getRun, performRun } from './runs';
import type { StudioState } from './studio-state';

/**
 * Trains as {@link performRun} does, and beside it measures the looks of some checkpoints and tells what the curves mean.
 * What goes wrong beside the training is logged and never stops it.
 */
export async function trainWatched(
  state: StudioState,
  id: string,
  resume: boolean,
  context: CallContext<RunProgress>,
): Promise<RunSummary> {
  try {
    return await trainBesideWatch(state, id, resume, context);
  } finally {
    void measureEnd(state, id);
  }
}

/**
 * A run that has ended, however it did, is measured at its newest checkpoint, as a job of its own. It takes time from no
 * training, so that the share of the time does not count. A paused run has not ended.
 */
export async function measureEnd(state: StudioState, id: string): Promise<void> {
  const { openProject: project, options, jobs } = state;
  // A command ends with its training.
  if (!project || options.shell.name === 'cli') return;
  try {
    if (listModels(options.resources).length === 0 || getRun(project, id).run.state === 'paused') return;
    const folder = project.path('runs', id);
    const [step] = await new RunFolder(folder).checkpointSteps();
    if (step === undefined || comparable(await readQuality(folder)).some((point) => point.step === step)) return;
    // Where the studio itself ends, nobody would wait for it.
    if (jobs.ending || state.openProject !== project) return;
    await jobs.run({
      method: 'runs.measure',
      params: { run: id, step },
      lane: 'none',
      signal: new AbortController().signal,
      report: () => undefined,
      work: async (context) => (await measureStep(state, id, step, 'all', context)).point,
    });
  } catch (error) {
    options.log(`measuring ${id} at its end: ${toWire(error).message}`);
  }
}

async function trainBesideWatch(
  state: StudioState,
  id: string,
  resume: boolean,
  { signal, report }: CallContext<RunProgress>,
): Promise<RunSummary> {
  const watch = await openWatch(state, id);
  const end = () => void watch.end();
  signal.addEventListener('abort', end, { once: true });
  try {
    const follow = { signal, report: (progress: Parameters<RunWatch['follow']>[0]) => report(watch.follow(progress)) };
    const summary = await performRun(state, id, resume, follow);
    if (summary.state === 'finished') await watch.finish();
    return summary;
  } finally {
    signal.removeEventListener('abort', end);
    await watch.end();
  }
}

async function openWatch(state: StudioState, id: string): Promise<RunWatch> {
  const { project, options } = state;
  const { run, config } = getRun(project, id);
  const folder = new RunFolder(project.path('runs', id));
  // Left by a studio that ended in the middle of a measurement.
  await unpinCheckpoint(folder.path).catch(() => undefined);
  const context = (inner: AbortSignal) => ({ signal: inner, report: () => undefined });
  return new RunWatch({
    id,
    config,
    rows: await lastMetrics(folder.metricsFile, rememberedSteps),
    quality: await readQuality(folder.path),
    costs: await costsOf(project, run.dataset),
    measure:
      listModels(options.resources).length === 0
        ? null
        : (step, photos, inner) => measureStep(state, id, step, photos, context(inner)),
    checkpoints: () => folder.checkpointSteps(),
    log: options.log,
  });
}

/** What measuring looks against a dataset will cost, as far as the feature network has yet to look at its photos. */
async function costsOf(project: Project, dataset: string): Promise<Costs> {
  const manifest = await readDatasetManifest(project.path('datasets', dataset)).catch(() => null);
  if (!manifest) return assumedCosts({ train: 0, validation: 0 }, 0);
  const train = manifest.items.filter(({ split }) => split === 'train').length;
  const seen = await seenPictures(featureFolder(project), manifest);
  return assumedCosts({ train, validation: manifest.count - train }, seen);
}
