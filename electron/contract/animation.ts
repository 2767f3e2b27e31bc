import { z } from 'zod';
import type { MethodTable } from './method';

/** What core asks of the images worker for moving pictures. */
export const animationMethods = {
  /** Puts pictures of one size after another into an animated WebP or GIF; too many frames are thinned evenly. */
  drawAnimation: {
    kind: 'job',
    params: z.object({
      /** PNG files; a caption stands below its picture where there are any. */
      frames: z.array(z.object({ file: z.string(), caption: z.string().optional() })).min(1),
      format: z.enum(['webp', 'gif']),
      file: z.string(),
      frameMs: z.int().min(20).max(10_000),
      /** How long the last frame stays before it begins again. */
      holdMs: z.int().min(20).max(20_000),
      /** Goes back the way it came, in place of jumping from the end to the beginning. */
      thereAndBack: z.boolean(),
    }),
    progress: z.object({ done: z.int(), total: z.int() }),
    result: z.object({ frames: z.int() }),
  },
} as const satisfies MethodTable;
