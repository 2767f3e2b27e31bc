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
import { measureEnd, trainWatched } from './train-watched';

/** By a person, or so that its device is free for something else. */
const isStopped = ({ state }: RunSummary): boolean => state === 'stopped' || state === 'paused';

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
      const active = state.runs.get(run);
      await active.worker.client.run('pause', {});
      active.paused = true;
      setState(state.project, run, 'paused', null);
      // What waits for the lane would wait for as long as the pause lasts. A run that has just ended gives it up anyway.
      if (state.jobs.waits('train')) state.runs.release(run).catch(() => undefined);
      state.changed();
      return {};
    },
    'runs.continue': async ({ run }) => {
      const active = state.runs.get(run);
      if (active.released) throw new StudioError('nothing-to-do', say('run.notTraining', { run }));
      active.paused = false;
      await active.worker.client.run('continue', {});
      setState(state.project, run, 'running', null);
      state.changed();
      return {};
    },
    'runs.release': async ({ run }) => {
      await state.runs.release(run);
      return {};
    },
    'runs.stop': ({ run }) => {
      if (!state.runs.has(run) && getRun(state.project, run).run.state === 'paused') {
        setState(state.project, run, 'stopped', null);
        void measureEnd(state, run);
        state.changed();
        return {};
      }
      const active = state.runs.get(run);
      active.released = false;
      active.stop.abort();
      return {};
    },
    'runs.list': () => listRuns(state.project).map((run) => state.runs.withWarmth(run)),
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
