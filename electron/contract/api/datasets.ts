import { z } from 'zod';
import { say, sayInEnglish } from '../said';
import { ImageSize } from '../training';
import { DatasetStatistics } from '../dataset-manifest';
import { CropOptions, Framing, ImageId, Problem } from '../words';

export const DatasetOptions = CropOptions.extend({
  /** Side of the square pictures in pixels. */
  imageSize: ImageSize.default(64),
  framing: Framing.default('pad'),
});
export type DatasetOptions = z.infer<typeof DatasetOptions>;

/** What may be wrong with a crop: a near copy of a better one, smaller than the picture it becomes, blurred. */
export const CropFlaw = z.enum(['duplicate', 'tiny', 'blurred']);
export type CropFlaw = z.infer<typeof CropFlaw>;

/** Something about a dataset that a person should know before training on it. */
export const DatasetWarning = z.object({
  kind: z.enum(['few', 'duplicates', 'tiny', 'blurred']),
  /** Pictures that it is about; for `few` the pictures there are. */
  count: z.int(),
  /** For `few`: how many would be enough. */
  enough: z.int().nullable(),
});
export type DatasetWarning = z.infer<typeof DatasetWarning>;

export const PreviewTile = z.object({
  annotationId: z.string(),
  imageId: ImageId,
  /** The crop as the network will see it (see pixels.ts). */
  pixels: z.string(),
  flaws: z.array(CropFlaw),
  /** Taken out of the datasets to come by a person. */
  leftOut: z.boolean(),
});
export type PreviewTile = z.infer<typeof PreviewTile>;

export const DatasetPreview = z.object({
  /** Crops that a freeze would take: those left out are not among them. */
  count: z.int(),
  images: z.int(),
  train: z.int(),
  validation: z.int(),
  tooSmall: z.int(),
  leftOut: z.int(),
  /** Crops with each flaw, of those that a freeze would take. */
  flaws: z.record(CropFlaw, z.int()),
  /** Crops that `datasets.examine` has not looked at yet: near copies and blur among them are not known. */
  unexamined: z.int(),
  warnings: z.array(DatasetWarning),
  tiles: z.array(PreviewTile),
});
export type DatasetPreview = z.infer<typeof DatasetPreview>;

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
  /** What was counted when it was frozen; null for a dataset of an older studio. */
  statistics: DatasetStatistics.nullable().optional(),
  warnings: z.array(DatasetWarning).optional(),
});
export type DatasetSummary = z.infer<typeof DatasetSummary>;

const DatasetName = z.string().superRefine((name, context) => {
  if (/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,79}$/u.test(name)) return;
  const said = say('dataset.name', { name: name.slice(0, 80) });
  context.addIssue({ code: 'custom', message: sayInEnglish(said), params: { said } });
});

export const datasetMethods = {
  /** What a freeze would take, with the first crops as pixel paths: a live contact sheet. */
  'datasets.preview': {
    kind: 'call',
    params: DatasetOptions.extend({
      validationShare: z.number().min(0).max(0.5).default(0.1),
      tiles: z.int().min(0).max(400).default(96),
      /** Tiles of crops with this flaw, or of those left out, alone. */
      only: z.enum([...CropFlaw.options, 'leftOut']).optional(),
    }),
    result: DatasetPreview,
  },
  /** Measures crops that nobody has measured yet: how sharp they are, and which are near copies. */
  'datasets.examine': {
    kind: 'job',
    params: CropOptions,
    progress: z.object({ done: z.int(), total: z.int() }),
    result: z.object({ examined: z.int(), problems: z.array(Problem) }),
  },
  /** Takes crops out of the datasets to come, or in again: these, or all with a flaw. */
  'datasets.leaveOut': {
    kind: 'call',
    params: z.union([
      z.object({ annotationIds: z.array(z.string()).max(1_000_000), leftOut: z.boolean() }),
      z.object({ flaw: CropFlaw, options: DatasetOptions }),
    ]),
    /** Those that changed, for an undo. */
    result: z.object({ annotationIds: z.array(z.string()) }),
  },
  'datasets.freeze': {
    kind: 'job',
    params: DatasetOptions.extend({
      name: DatasetName.optional(),
      /** A plain folder of pictures in place of the project's crops. */
      folder: z.string().optional(),
      /** Pictures with one of these flaws are not taken. The project's crops can be left out for good: `datasets.leaveOut`. */
      without: z.array(CropFlaw).default([]),
      validationShare: z.number().min(0).max(0.5).default(0.1),
    }),
    progress: z.object({ done: z.int(), total: z.int(), failed: z.int() }),
    result: DatasetSummary.extend({
      problems: z.array(Problem),
      /** Pictures that were not taken because of their flaws. */
      flawed: z.int().optional(),
    }),
  },
  'datasets.list': { kind: 'call', params: z.object({}), result: z.array(DatasetSummary) },
} as const;
