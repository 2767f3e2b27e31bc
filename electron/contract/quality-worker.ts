import { z } from 'zod';
import type { MethodTable } from './method';
import { ModelManifest } from './model-manifest';
import { MeasuredPhotos, QualityPoint } from './quality';

/** What core asks of a train worker that measures a checkpoint beside the training: it takes only time that nobody else wants. */
export const qualityWorkerMethods = {
  /** @throws `not-found`, `checkpoint-damaged`, `dataset-damaged`, `model-missing`, `model-invalid`, `invalid-params` for too few photos */
  measure: {
    kind: 'job',
    params: z.object({
      runFolder: z.string(),
      step: z.int().min(0),
      photos: MeasuredPhotos,
      datasetFolder: z.string(),
      /** The feature network is a part of this model; the manifest's .onnx lies in `folder`. */
      model: z.object({ folder: z.string(), manifest: ModelManifest }),
      /** The features of the dataset's pictures are kept in this folder. */
      cacheFolder: z.string(),
    }),
    progress: z.object({ done: z.int(), total: z.int() }),
    result: z.object({
      point: QualityPoint,
      /** Processor time that the photos took, which the next measurement finds done. */
      photosMs: z.number(),
    }),
  },
} as const satisfies MethodTable;
