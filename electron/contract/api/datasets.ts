import { z } from 'zod';
import { ImageSize } from '../training';
import { CropOptions, Framing, Problem } from '../words';

export const DatasetOptions = CropOptions.extend({
  /** Side of the square pictures in pixels. */
  imageSize: ImageSize.default(64),
  framing: Framing.default('pad'),
});
export type DatasetOptions = z.infer<typeof DatasetOptions>;

export const DatasetSummary = z.object({
  name: z.string(),
  createdAt: z.string(),
  category: z.string(),
  imageSize: ImageSize,
  framing: Framing,
  count: z.int(),
  train: z.int(),
  validation: z.int(),
  /** sha256 of the packed pixels: equal hash, equal dataset. */
  contentHash: z.string(),
});
export type DatasetSummary = z.infer<typeof DatasetSummary>;

export const datasetMethods = {
  /** What a freeze would take, with the first crops as pixel paths: a live contact sheet. */
  'datasets.preview': {
    kind: 'call',
    params: DatasetOptions.extend({ tiles: z.int().min(0).max(400).default(96) }),
    result: z.object({ count: z.int(), images: z.int(), tooSmall: z.int(), tiles: z.array(z.string()) }),
  },
  'datasets.freeze': {
    kind: 'job',
    params: DatasetOptions.extend({
      name: z
        .string()
        .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,79}$/u, 'letters, digits, space, dot, dash')
        .optional(),
      /** A plain folder of pictures in place of the project's crops. */
      folder: z.string().optional(),
      validationShare: z.number().min(0).max(0.5).default(0.1),
    }),
    progress: z.object({ done: z.int(), total: z.int(), failed: z.int() }),
    result: DatasetSummary.extend({ problems: z.array(Problem) }),
  },
  'datasets.list': { kind: 'call', params: z.object({}), result: z.array(DatasetSummary) },
} as const;
