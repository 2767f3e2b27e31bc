import type { runMethods } from '../contract/api/runs';
import type { Handlers } from '../contract/method';
import { pixelPaths } from '../contract/pixels';
import { drawCurve } from './gallery';
import { job } from './job';
import { lastMetrics, readMetrics } from './metrics';
import { planRun } from './plan-run';
import { intendedConfig, runConfig } from './run-config';
import { createRun, getRun, listRuns, listSampleGrids, performRun, raiseSteps, setState } from './runs';
import type { StudioState } from './studio-state';

export function runHandlers(state: StudioState): Handlers<typeof runMethods> {
  const metricsFile = (run: string) => state.project.path('runs', run, 'metrics.jsonl');
  return {
    'runs.plan': async (params) => planRun(state, await intendedConfig(state, params)),
    'runs.start': job(state, 'runs.start', 'train', async (params, context) => {
      const { dataset, config } = await runConfig(state, params);
      const id = createRun(state.project, dataset, config);
      state.changed();
      return performRun(state, id, false, context);
    }),
    'runs.resume': job(state, 'runs.resume', 'train', async ({ run, steps }, context) => {
      if (steps !== undefined) raiseSteps(state.project, run, steps);
      return performRun(state, run, true, context);
    }),
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
    'runs.get': async ({ run }) => ({
      ...getRun(state.project, run),
      samples: listSampleGrids(state.project, run).map(({ step, file }) => ({
        step,
        pixels: pixelPaths.runFile(run, `samples/${file}`),
      })),
      latest: await lastMetrics(metricsFile(run)),
    }),
    'runs.metrics': ({ run, afterStep, points }) => {
      getRun(state.project, run);
      return readMetrics(metricsFile(run), afterStep, points);
    },
    'runs.drawCurve': ({ run }) => drawCurve(state, run),
  };
}
