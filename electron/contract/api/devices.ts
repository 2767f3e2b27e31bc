import { z } from 'zod';
import { Placement, TriedPlacement } from '../devices';
import { TrainOverrides, TrainPreset } from '../training';

export const deviceMethods = {
  /**
   * Makes real training steps of this size on every engine and device that this machine may have, each in a process of
   * its own, and remembers the outcome for `runs.plan` and `runs.start`. Answers at once from memory unless `redo`.
   */
  'devices.measure': {
    kind: 'job',
    params: z.object({
      /** Name of a frozen dataset, which decides the picture size; the newest without it. */
      dataset: z.string().optional(),
      preset: TrainPreset.default('better'),
      overrides: TrainOverrides.default({}),
      redo: z.boolean().default(false),
    }),
    progress: z.object({ done: z.int(), total: z.int(), trying: Placement.nullable() }),
    result: z.object({
      placements: z.array(TriedPlacement),
      /** ISO 8601, UTC. */
      measuredAt: z.string(),
    }),
  },
} as const;
