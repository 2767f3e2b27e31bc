import { z } from 'zod';
import { Annotation, Category, Detection, ImageId, ImageState, Problem } from '../words';

export const ImageSummary = z.object({
  id: ImageId,
  /** Absolute path of the photo as it is found today. */
  path: z.string(),
  name: z.string(),
  /** Content hash; names the thumbnail (see pixels.ts). */
  sha256: z.string(),
  /** Pixels of the upright image. */
  width: z.int(),
  height: z.int(),
  format: z.string(),
  state: ImageState,
  excluded: z.boolean(),
  missing: z.boolean(),
  detections: z.int(),
  annotations: z.int(),
  /** 0 certain, 1 most in need of a look; null before detection. */
  doubt: z.number().nullable(),
});
export type ImageSummary = z.infer<typeof ImageSummary>;

export const ImageDetails = ImageSummary.extend({
  bytes: z.int(),
  addedAt: z.string(),
  /** Boxes as the model proposed them, best first. */
  proposals: z.array(Detection),
  /** Boxes as a person left them. */
  boxes: z.array(Annotation),
  /** false: no box was accepted, changed or drawn yet (or all of it was undone), so the proposals stand. */
  touched: z.boolean(),
  revision: z.int(),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
});
export type ImageDetails = z.infer<typeof ImageDetails>;

export const ImageFilter = z.object({
  state: ImageState.optional(),
  /** Images with a detection or annotation of this category. */
  category: Category.optional(),
  excluded: z.boolean().optional(),
  /** Part of the file's name or folder. */
  text: z.string().max(200).optional(),
});
export type ImageFilter = z.infer<typeof ImageFilter>;

export const ImageSort = z.enum(['added', 'name', 'doubt', 'size']);
export type ImageSort = z.infer<typeof ImageSort>;

export const ImportProgress = z.object({
  phase: z.enum(['scanning', 'reading']),
  done: z.int(),
  /** Files found so far while scanning, all of them while reading. */
  total: z.int(),
  added: z.int(),
  duplicates: z.int(),
  failed: z.int(),
  imagesPerSecond: z.number(),
  etaMs: z.number().nullable(),
});
export type ImportProgress = z.infer<typeof ImportProgress>;

export const ImportResult = z.object({
  added: z.int(),
  /** Same content as an image that the project has under another path. */
  duplicates: z.int(),
  /** Files that were imported before and have not changed. */
  known: z.int(),
  problems: z.array(Problem),
});
export type ImportResult = z.infer<typeof ImportResult>;

const Paths = z.array(z.string().min(1).max(4096)).min(1).max(10_000);

export const ScanResult = z.object({
  files: z.int(),
  bytes: z.number(),
  /** File-name extension -> count. */
  formats: z.record(z.string(), z.int()),
  known: z.int(),
  /** Some of the paths, for a first look. */
  examples: z.array(z.string()),
});
export type ScanResult = z.infer<typeof ScanResult>;

export const imageMethods = {
  /** What an import of these folders and files would read; nothing is changed. */
  'images.scan': {
    kind: 'job',
    params: z.object({ paths: Paths }),
    progress: z.object({ files: z.int() }),
    result: ScanResult,
  },
  'images.import': {
    kind: 'job',
    params: z.object({ paths: Paths, pixelLimit: z.int().min(1).default(100_000_000) }),
    progress: ImportProgress,
    result: ImportResult,
  },
  'images.query': {
    kind: 'call',
    params: z.object({
      filter: ImageFilter.default({}),
      sort: ImageSort.default('added'),
      offset: z.int().min(0).default(0),
      limit: z.int().min(1).max(1000).default(200),
    }),
    result: z.object({ total: z.int(), items: z.array(ImageSummary) }),
  },
  'images.get': { kind: 'call', params: z.object({ imageId: ImageId }), result: ImageDetails },
  'images.exclude': {
    kind: 'call',
    params: z.object({ imageIds: z.array(ImageId).max(100_000), excluded: z.boolean() }),
    result: z.object({ changed: z.int() }),
  },
  /** Draws pictures of the sample collection into a folder. */
  'samples.draw': {
    kind: 'job',
    params: z.object({ folder: z.string().min(1), count: z.int().min(1).max(5000), seed: z.int().min(0) }),
    progress: z.object({ done: z.int(), total: z.int() }),
    result: z.object({ files: z.array(z.string()) }),
  },
  /** Draws the sample collection into a folder of the project and imports it. */
  'images.addSamples': {
    kind: 'job',
    params: z.object({ count: z.int().min(1).max(5000).default(240), seed: z.int().min(0).default(1) }),
    progress: ImportProgress,
    result: ImportResult,
  },
} as const;
