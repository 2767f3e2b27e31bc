import { z } from 'zod';
import { Annotation, CropOptions, ImageId, Problem } from '../words';
import { ModelManifest } from '../model-manifest';

export const DetectProgress = z.object({
  done: z.int(),
  total: z.int(),
  failed: z.int(),
  detections: z.int(),
  imagesPerSecond: z.number(),
  etaMs: z.number().nullable(),
});
export type DetectProgress = z.infer<typeof DetectProgress>;

export const DetectResult = z.object({
  images: z.int(),
  detections: z.int(),
  problems: z.array(Problem),
  model: z.string(),
  device: z.string(),
});
export type DetectResult = z.infer<typeof DetectResult>;

/** A detector on this machine: its id is what `detections.run` takes. */
export const ModelSummary = z.object({
  id: z.string(),
  manifestPath: z.string(),
  bundled: z.boolean(),
  manifest: ModelManifest,
});
export type ModelSummary = z.infer<typeof ModelSummary>;

/** What an edit answers: the state to show and the revision to send with the next edit. */
export const Revised = z.object({
  revision: z.int(),
  boxes: z.array(Annotation),
  /** false after undoing everything: the proposals stand again. */
  touched: z.boolean(),
  reviewed: z.boolean(),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
});
export type Revised = z.infer<typeof Revised>;

const Edit = z.object({ imageId: ImageId, revision: z.int().min(0) });

export const reviewMethods = {
  'models.list': { kind: 'call', params: z.object({}), result: z.array(ModelSummary) },
  /** Detects on every image that this model has not seen yet; `redo` looks again at all that nobody has reviewed. */
  'detections.run': {
    kind: 'job',
    params: z.object({
      /** Id of `models.list`, or the path of a manifest or .onnx file; the bundled detector without it. */
      model: z.string().optional(),
      device: z.string().default('auto'),
      minScore: z.number().min(0).max(1).default(0.05),
      redo: z.boolean().default(false),
    }),
    progress: DetectProgress,
    result: DetectResult,
  },
  /** Replaces an image's boxes. @throws `conflict` when `revision` is not the current one */
  'annotations.replace': {
    kind: 'call',
    params: Edit.extend({ boxes: z.array(Annotation).max(500) }),
    result: Revised,
  },
  /** Marks the image reviewed; proposals at or above `minScore` become annotations where nobody has drawn any. */
  'annotations.accept': {
    kind: 'call',
    params: Edit.extend({ minScore: z.number().min(0).max(1).optional() }),
    result: Revised,
  },
  'annotations.undo': { kind: 'call', params: Edit, result: Revised },
  'annotations.redo': { kind: 'call', params: Edit, result: Revised },
  /** Accepts every detected image that has a proposal at or above `minScore`. */
  'annotations.acceptAll': {
    kind: 'call',
    params: z.object({ minScore: z.number().min(0).max(1) }),
    result: z.object({ images: z.int(), annotations: z.int(), imageIds: z.array(ImageId) }),
  },
  /** Takes back what `annotations.acceptAll` did to these images, where nobody has touched them since. */
  'annotations.reopen': {
    kind: 'call',
    params: z.object({ imageIds: z.array(ImageId) }),
    result: z.object({ images: z.int() }),
  },
  /** How sure the images are that wait for review: `counts[n]` have a best score of n to n + 1 per cent. */
  'annotations.waiting': { kind: 'call', params: z.object({}), result: z.object({ counts: z.array(z.int()) }) },
  'crops.export': {
    kind: 'job',
    params: CropOptions.extend({ folder: z.string().min(1), format: z.enum(['png', 'jpeg']).default('png') }),
    progress: z.object({ done: z.int(), total: z.int() }),
    result: z.object({
      files: z.array(z.object({ file: z.string(), imageId: ImageId, annotationId: z.string(), source: z.string() })),
      tooSmall: z.int(),
      problems: z.array(Problem),
    }),
  },
} as const;
