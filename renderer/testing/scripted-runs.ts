import type { Api } from '../../electron/contract/api';
import type { Finding } from '../../electron/contract/coach';
import type { Handlers } from '../../electron/contract/method';
import { pixelPaths } from '../../electron/contract/pixels';
import { bestOf, comparable, type QualityPoint } from '../../electron/contract/quality';
import { scriptedPlan } from './scripted-plan';
import { inventMetrics } from './scripted-studio';
import type { ScriptedRun, ScriptedStudio } from './scripted-studio';

type Runs = Pick<Handlers<Api>, Extract<keyof Api, `runs.${string}`>>;
type Start = Parameters<Handlers<Api>['runs.start']>;

const sampleEvery = 200;
const measureEvery = 600;
const earlyStep = 100;

/** Distances as a healthy training has them: falling fast, then slowly, then a little worse. */
export function inventQuality(step: number, totalSteps: number): QualityPoint[] {
  const measured = Array.from({ length: Math.floor(step / measureEvery) }, (_, index) => {
    const at = (index + 1) * measureEvery;
    const age = at / totalSteps;
    const frechet = 0.21 + 0.52 * Math.exp(-age * 5) + Math.max(0, age - 0.6) * 0.12 + Math.sin(index * 2.3) * 0.008;
    return {
      step: at,
      count: 512,
      frechet,
      floor: 0.118,
      kernel: frechet * 0.9 - 0.1,
      kernelError: 0.01,
      precision: Math.min(0.62, 0.1 + age * 0.7),
      recall: Math.min(0.4, age * 0.5),
      closeShare: 0.03 + 0.05 * age,
      copyingScore: 0.8 - age,
      costMs: 4900,
    };
  });
  return step < earlyStep ? measured : [inventEarly(), ...measured];
}

/** The first figure of a run, from few photos. */
const inventEarly = (): QualityPoint => ({
  step: earlyStep,
  count: 128,
  early: true,
  frechet: 1.92,
  floor: 0.43,
  kernel: 2.1,
  kernelError: 0.1,
  precision: 0.02,
  recall: 0,
  closeShare: null,
  copyingScore: null,
  costMs: 3000,
});

/** What the coach says at a step: a few of its sentences, each in its time. */
export function inventFindings(run: ScriptedRun): Finding[] {
  const { step, totalSteps, state } = run.summary;
  const healthy: Finding = {
    kind: 'healthy',
    severity: 'good',
    evidence: { dReal: 0.71, dFake: 0.27, lossD: 0.62, lossG: 2.31, steps: 200 },
    message: 'A fair fight: over the last 200 steps D(x) is 0.71 and D(G(z)) 0.27 on average. Both go on learning.',
    remedy: { kind: 'none' },
  };
  const none = { kind: 'none' } as const;
  if (step === 0)
    return [{ kind: 'starting', severity: 'calm', evidence: {}, message: 'About to begin.', remedy: none }];
  if (step < 400)
    return [
      {
        kind: 'discriminator-winning',
        severity: 'calm',
        evidence: { dReal: 0.96, dFake: 0.04, lossD: 0.11, lossG: 5.9, since: 1, by: 800, steps: Math.min(step, 200) },
        message: 'The discriminator is winning. This usually recovers by step 800.',
        remedy: none,
      },
    ];
  const points = comparable(inventQuality(step, totalSteps));
  const best = bestOf(points);
  const last = points.at(-1);
  if (best && (state === 'finished' || state === 'stopped'))
    return [
      {
        kind: 'done',
        severity: 'calm',
        evidence: { step, bestStep: best.step, distance: best.frechet },
        message: `The training ended at step ${step}. Its best looks are those of step ${best.step}.`,
        remedy: best.step === step ? none : { kind: 'stop-here-best-was', step: best.step },
      },
      healthy,
    ];
  if (best && last && last.frechet > best.frechet * 1.1)
    return [
      {
        kind: 'worsening',
        severity: 'warning',
        evidence: {
          distance: last.frechet,
          step: last.step,
          best: best.frechet,
          bestStep: best.step,
          increase: last.frechet / best.frechet - 1,
        },
        message: `The looks have been getting worse since step ${best.step}.`,
        remedy: { kind: 'stop-here-best-was', step: best.step },
      },
      healthy,
    ];
  const before = points.at(-2);
  if (before && last && last === best)
    return [
      {
        kind: 'improving',
        severity: 'good',
        evidence: {
          distance: last.frechet,
          step: last.step,
          best: best?.frechet ?? 0,
          bestStep: best?.step ?? 0,
          before: before.frechet,
          beforeStep: before.step,
        },
        message: 'The looks are getting better.',
        remedy: none,
      },
      healthy,
    ];
  return [healthy];
}

/** Runs that go on, are stopped and are looked at as real ones are, from invented curves. */
export function runHandlers(studio: ScriptedStudio): Runs {
  const train = async (id: string, params: unknown, context: Start[1]) => {
    const run = studio.run(id);
    studio.stopped = studio.released = false;
    return studio.job('runs.start', params, context, async (report) => {
      const change = (next: Partial<typeof run.summary>) => (run.summary = { ...run.summary, ...next });
      const { totalSteps } = run.summary;
      const whole = inventMetrics(totalSteps, totalSteps);
      change({ state: 'running' });
      while (run.summary.step < totalSteps && !studio.stopped) {
        if (studio.released) {
          studio.changed();
          return run.summary;
        }
        if (studio.paused) {
          change({ state: 'paused', warm: true });
          await studio.rest();
          continue;
        }
        const step = Math.min(run.summary.step + Math.ceil(totalSteps / 400), totalSteps);
        change({ state: 'running', warm: false, step });
        run.metrics = whole.slice(0, step);
        const measuredStep = inventQuality(step, totalSteps).at(-1)?.step ?? null;
        const findings = inventFindings(run);
        const checkpointStep = step - (step % 100) || null;
        await report({ ...whole[step - 1]!, runId: id, findings, checkpointStep, measuredStep, measuring: null });
      }
      change({ state: studio.stopped ? 'stopped' : 'finished', finishedAt: new Date().toISOString() });
      studio.changed();
      return run.summary;
    });
  };
  const setState = (id: string, state: 'paused' | 'running' | 'stopped', warm = false) => {
    studio.run(id).summary = { ...studio.run(id).summary, state, warm };
    studio.changed();
  };
  return {
    'runs.plan': ({ preset, overrides }) => scriptedPlan(preset, overrides, studio.measured),
    'runs.start': (params, context) => {
      const id = `run-${studio.runs.length + 1}`;
      const origin = params.from ? studio.run(params.from.run).summary : null;
      const dataset = origin?.dataset ?? params.dataset ?? studio.datasets[0]?.name ?? 'looks-1';
      const totalSteps = params.overrides.steps ?? origin?.totalSteps ?? 6000;
      const base = { engine: 'onnx', device: 'cpu', imageSize: 64, finishedAt: null, message: null } as const;
      const createdAt = new Date().toISOString();
      const preset = origin?.preset ?? params.preset ?? 'better';
      const step = params.from?.step ?? 0;
      studio.runs.unshift({
        summary: {
          ...base,
          id,
          dataset,
          preset,
          step,
          totalSteps,
          createdAt,
          state: 'running',
          origin: params.from ?? null,
        },
        metrics: inventMetrics(step, totalSteps),
      });
      studio.changed();
      return train(id, params, context);
    },
    'runs.resume': ({ run, steps }, context) => {
      const known = studio.run(run);
      if (steps) known.summary = { ...known.summary, totalSteps: steps };
      return train(run, { run }, context);
    },
    'runs.pause': ({ run }) => {
      studio.paused = true;
      setState(run, 'paused', true);
      return {};
    },
    'runs.release': ({ run }) => {
      studio.released = true;
      studio.paused = false;
      setState(run, 'paused');
      return {};
    },
    'runs.continue': ({ run }) => {
      studio.paused = false;
      setState(run, 'running');
      return {};
    },
    'runs.stop': ({ run }) => {
      studio.stopped = true;
      studio.paused = false;
      setState(run, 'stopped');
      return {};
    },
    'runs.list': () => studio.runs.map((run) => run.summary),
    'runs.get': ({ run: id }) => {
      const run = studio.run(id);
      const { step, totalSteps, preset } = run.summary;
      const samples = Array.from({ length: Math.floor(step / sampleEvery) }, (_, index) => {
        const at = (index + 1) * sampleEvery;
        return { step: at, pixels: pixelPaths.runFile(id, `samples/step-${String(at).padStart(6, '0')}.png`) };
      });
      const { config } = scriptedPlan(preset, { steps: totalSteps }, true);
      return {
        run: run.summary,
        config,
        samples,
        latest: run.metrics.at(-1) ?? null,
        checkpoints: samples.slice(-3).map((sample) => sample.step),
        findings: inventFindings(run),
      };
    },
    'runs.metrics': ({ run: id, afterStep, untilStep = Infinity, points }) => {
      const wanted = studio.run(id).metrics.filter(({ step }) => step > afterStep && step <= untilStep);
      const stride = Math.max(1, Math.ceil(wanted.length / points));
      const metrics = wanted.filter((_, index) => index % stride === 0 || index === wanted.length - 1);
      const column = (name: 'step' | 'lossD' | 'lossG' | 'dReal' | 'dFake' | 'imagesPerSecond') =>
        metrics.map((one) => one[name]);
      return {
        step: column('step'),
        lossD: column('lossD'),
        lossG: column('lossG'),
        dReal: column('dReal'),
        dFake: column('dFake'),
        imagesPerSecond: column('imagesPerSecond'),
      };
    },
    'runs.quality': ({ run: id }) => {
      const { step, totalSteps } = studio.run(id).summary;
      const points = inventQuality(step, totalSteps);
      return { points, best: bestOf(points)?.step ?? null, measuring: null };
    },
    'runs.measure': ({ run: id }, context) =>
      studio.job('runs.measure', { run: id }, context, async (report) => {
        await report({ done: 1, total: 2 });
        const { totalSteps } = studio.run(id).summary;
        return inventQuality(totalSteps, totalSteps).at(-1)!;
      }),
    'runs.drawCurve': ({ run }) => ({ file: `/runs/${run}/curve.png`, pixels: pixelPaths.runFile(run, 'curve.png') }),
  };
}
