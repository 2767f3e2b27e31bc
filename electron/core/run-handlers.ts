import type { Parsed } from '../contract/api';
import type { qualityMethods } from '../contract/api/quality';
import type { runMethods, RunProgress } from '../contract/api/runs';
import type { CallContext, Handlers } from '../contract/method';
import { StudioError } from '../contract/errors';
import { say } from '../contract/said';
import type { RunSummary } from '../contract/training';
import { RunFolder } from '../storage/run-folder';
import { branchRun } from './branch-run';
import { describeQuality, describeRun } from './describe-run';
import { drawCurve } from './gallery';
import { job } from './job';
import { measureStep } from './measure-run';
import { readMetrics } from './metrics';
import { planRun, settle } from './plan-run';
import { intendedConfig, runConfig } from './run-config';
import { createRun, getRun, listRuns, raiseSteps, setState } from './runs';
import type { StudioState } from './studio-state';
import { trainWatched } from './train-watched';

const isStopped = ({ state }: RunSummary): boolean => state === 'stopped';

export function runHandlers(state: StudioState): Handlers<typeof runMethods> {
  const metricsFile = (run: string) => state.project.path('runs', run, 'metrics.jsonl');
  const start = async (
    { from, ...params }: Parsed<'runs.start'>,
    context: CallContext<RunProgress>,
  ): Promise<RunSummary> => {
    if (from) {
      const branch = await branchRun(state, from, params.overrides);
      state.changed();
      return trainWatched(state, branch, true, context);
    }
    const { dataset, config } = await runConfig(state, params);
    const id = createRun(state.project, dataset, await settle(state, config));
    state.changed();
    return trainWatched(state, id, false, context);
  };
  const resume = ({ run, steps }: Parsed<'runs.resume'>, context: CallContext<RunProgress>): Promise<RunSummary> => {
    if (steps !== undefined) raiseSteps(state.project, run, steps);
    return trainWatched(state, run, true, context);
  };
  return {
    'runs.plan': async (params) => planRun(state, await intendedConfig(state, params)),
    'runs.start': job(state, 'runs.start', 'train', start, isStopped),
    'runs.resume': job(state, 'runs.resume', 'train', resume, isStopped),
    'runs.pause': async ({ run }) => {
      await state.runs.get(run).worker.client.run('pause', {});
      setState(state.project, run, 'paused', null);
      state.changed();
      return {};
    },
    'runs.continue': async ({ run }) => {
      await state.runs.get(run).worker.client.run('continue', {});
      setState(state.project, run, 'running', null);
      state.changed();
      return {};
    },
    'runs.stop': ({ run }) => {
      state.runs.get(run).stop.abort();
      return {};
    },
    'runs.list': () => listRuns(state.project),
    'runs.get': ({ run }) => describeRun(state, run),
    'runs.metrics': ({ run, afterStep, untilStep, points }) => {
      getRun(state.project, run);
      return readMetrics(metricsFile(run), afterStep, points, untilStep);
    },
    'runs.drawCurve': ({ run }) => drawCurve(state, run),
  };
}

export function qualityHandlers(state: StudioState): Handlers<typeof qualityMethods> {
  return {
    'runs.quality': ({ run }) => describeQuality(state, run),
    // Not behind a training that is going on: it takes only time that nobody else wants.
    'runs.measure': job(state, 'runs.measure', 'none', async ({ run, step }, context) => {
      getRun(state.project, run);
      const newest = step ?? (await new RunFolder(state.project.path('runs', run)).checkpointSteps())[0];
      if (newest === undefined) throw new StudioError('nothing-to-do', say('run.noCheckpoint', { run }));
      return (await measureStep(state, run, newest, 'all', context)).point;
    }),
  };
}
