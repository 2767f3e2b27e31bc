import { z } from 'zod';
import { Finding } from '../coach';
import { RunPlan } from '../devices';
import { RunId } from './run-id';
import { RunSummary, TrainConfig, TrainOverrides, TrainPreset, TrainProgress } from '../training';

/** Metrics of steps, one array a column, so that 100,000 points stay small. */
export const MetricColumns = z.object({
  step: z.array(z.int()),
  lossD: z.array(z.number()),
  lossG: z.array(z.number()),
  dReal: z.array(z.number()),
  dFake: z.array(z.number()),
  imagesPerSecond: z.array(z.number()),
});
export type MetricColumns = z.infer<typeof MetricColumns>;

export const RunDetails = z.object({
  run: RunSummary,
  config: TrainConfig,
  /** Sample grids drawn so far: step and pixel path (see pixels.ts), oldest first. */
  samples: z.array(z.object({ step: z.int(), pixels: z.string() })),
  latest: TrainProgress.nullable(),
  /** Steps of the checkpoints that are there, newest first. */
  checkpoints: z.array(z.int()),
  /** What the curves mean now, what matters most first; at least one. */
  findings: z.array(Finding).min(1),
});
export type RunDetails = z.infer<typeof RunDetails>;

/** A step, with what a window shows beside its numbers. */
export const RunProgress = TrainProgress.extend({
  runId: z.string(),
  /** What the curves mean now, what matters most first. */
  findings: z.array(Finding),
  /** Step of the newest checkpoint since the training was started or resumed; null before the first. */
  checkpointStep: z.int().nullable(),
  /** Step of the newest checkpoint whose looks were measured; null before the first. */
  measuredStep: z.int().nullable(),
  /** Step of the checkpoint that is being measured beside the training. */
  measuring: z.int().nullable(),
});
export type RunProgress = z.infer<typeof RunProgress>;

export const runMethods = {
  /** What `runs.start` would do with the same parameters: settings, engine, device, duration, memory. Quick: from what was measured. */
  'runs.plan': {
    kind: 'call',
    params: z.object({
      /** Name of a frozen dataset, which decides the picture size; the newest without it. */
      dataset: z.string().optional(),
      preset: TrainPreset.default('better'),
      overrides: TrainOverrides.default({}),
    }),
    result: RunPlan,
  },
  /** Trains until the last step, a pause that is ended by stop, or `jobs.abort` (which keeps a checkpoint). */
  'runs.start': {
    kind: 'job',
    params: z.object({
      /** Name of a frozen dataset; the newest without it. */
      dataset: z.string().optional(),
      preset: TrainPreset.default('better'),
      overrides: TrainOverrides.default({}),
      /** Goes on from another run's checkpoint, with its dataset and settings but for the overrides. That run stays as it is. */
      from: z.object({ run: RunId, step: z.int().min(0) }).optional(),
    }),
    progress: RunProgress,
    result: RunSummary,
  },
  /** Goes on from the newest checkpoint, exactly. `steps` may raise the goal. */
  'runs.resume': {
    kind: 'job',
    params: z.object({ run: RunId, steps: z.int().min(1).optional() }),
    progress: RunProgress,
    result: RunSummary,
  },
  /** Holds it between two steps, with a checkpoint. Its process waits, so that `runs.continue` goes on at once. */
  'runs.pause': { kind: 'call', params: z.object({ run: RunId }), result: z.object({}) },
  'runs.continue': { kind: 'call', params: z.object({ run: RunId }), result: z.object({}) },
  /**
   * Ends the process of a paused run, so that its memory and its device are free. It stays paused; `runs.resume` goes on exactly
   * as `runs.continue` would have. A training, a detection or a measurement of the devices that begins does the same.
   */
  'runs.release': { kind: 'call', params: z.object({ run: RunId }), result: z.object({}) },
  'runs.stop': { kind: 'call', params: z.object({ run: RunId }), result: z.object({}) },
  /** Newest first. */
  'runs.list': { kind: 'call', params: z.object({}), result: z.array(RunSummary) },
  'runs.get': { kind: 'call', params: z.object({ run: RunId }), result: RunDetails },
  /** Metrics between two steps; at most `points` of them, evenly thinned (the last is always there). */
  'runs.metrics': {
    kind: 'call',
    params: z.object({
      run: RunId,
      afterStep: z.int().min(0).default(0),
      /** The last step that is wanted; the newest without it. */
      untilStep: z.int().min(0).optional(),
      points: z.int().min(2).max(200_000).default(20_000),
    }),
    result: MetricColumns,
  },
  /** The loss curve as a PNG file in the run folder. */
  'runs.drawCurve': {
    kind: 'call',
    params: z.object({ run: RunId }),
    result: z.object({ file: z.string(), pixels: z.string() }),
  },
} as const;
