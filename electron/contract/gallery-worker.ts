import { z } from 'zod';
import { RecipeText } from './latent-recipe';
import type { MethodTable } from './method';
import { ModelManifest } from './model-manifest';

/** A generator as a run folder keeps it: in the checkpoint of a step, or beside the kept looks of that step. */
const generator = { runFolder: z.string(), step: z.int().min(0) } as const;
const truncation = z.number().nullable();
const Counted = z.object({ done: z.int(), total: z.int() });

export const NearRow = z.object({
  /** Position in the dataset. */
  index: z.int(),
  mirrored: z.boolean(),
  distance: z.number(),
  relativeDistance: z.number(),
});
export type NearRow = z.infer<typeof NearRow>;

/** What core asks of a train worker that draws looks. */
export const galleryWorkerMethods = {
  /** Draws looks; `file` null where only the grid is wanted. @throws `not-found`, `checkpoint-damaged`, `disk-full` */
  draw: {
    kind: 'job',
    params: z.object({
      ...generator,
      truncation,
      looks: z.array(z.object({ recipe: RecipeText, file: z.string().nullable() })),
      grid: z.string().nullable(),
    }),
    progress: Counted,
    result: z.object({}),
  },
  /** Writes a generator for other programs, or to keep it: the files that are not null. */
  exportGenerator: {
    kind: 'call',
    params: z.object({ ...generator, onnx: z.string().nullable(), safetensors: z.string().nullable() }),
    result: z.object({}),
  },
  /** The pictures of a dataset's train split that a look resembles most. */
  nearest: {
    kind: 'job',
    params: z.object({
      ...generator,
      truncation,
      recipe: RecipeText,
      datasetFolder: z.string(),
      /** The feature network is a part of this model; the manifest's .onnx lies in `folder`. */
      model: z.object({ folder: z.string(), manifest: ModelManifest }),
      /** The features of the dataset's pictures are kept in this folder. */
      cacheFolder: z.string(),
      count: z.int().min(1),
    }),
    progress: Counted,
    result: z.object({
      rows: z.array(NearRow),
      originality: z.enum(['copy', 'close', 'original', 'unknown']),
      percentile: z.number().nullable(),
      heldOut: z.int(),
    }),
  },
} as const satisfies MethodTable;
