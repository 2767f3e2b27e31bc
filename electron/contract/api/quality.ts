import { z } from 'zod';
import { QualityPoint } from '../quality';
import { RunId } from './run-id';

/** What is known of the looks of a run's checkpoints. */
export const RunQuality = z.object({
  /** In order of their steps. */
  points: z.array(QualityPoint),
  /** Step of the checkpoint whose looks are nearest to the photos, of those that are still there. */
  best: z.int().nullable(),
  /** Step of the checkpoint that is being measured now. */
  measuring: z.int().nullable(),
});
export type RunQuality = z.infer<typeof RunQuality>;

export const qualityMethods = {
  /** The distance of the looks to the photos over the steps, as far as it was measured. */
  'runs.quality': { kind: 'call', params: z.object({ run: RunId }), result: RunQuality },
  /** Measures a checkpoint now, whatever share of the time that takes. @throws `not-found`, `model-missing`, `nothing-to-do` */
  'runs.measure': {
    kind: 'job',
    params: z.object({
      run: RunId,
      /** The checkpoint's step; the newest without it. */
      step: z.int().min(0).optional(),
    }),
    progress: z.object({ done: z.int(), total: z.int() }),
    result: QualityPoint,
  },
} as const;
