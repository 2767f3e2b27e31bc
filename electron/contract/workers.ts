import { z } from 'zod';
import { DatasetStatistics } from './dataset-manifest';
import { Placement } from './devices';
import { animationMethods } from './animation';
import { galleryWorkerMethods } from './gallery-worker';
import type { MethodTable } from './method';
import { ModelManifest } from './model-manifest';
import { qualityWorkerMethods } from './quality-worker';
import { TrainConfig, TrainProgress } from './training';
import { Said } from './said';
import { Bbox, Detection, Framing, Problem } from './words';

/** What core asks of each worker process. A worker writes nothing but the folder or file that it is given. */

export const ReadImage = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int(),
  /** By content, not by name: jpeg, png, webp, avif, gif, tiff. */
  format: z.string(),
  /** Pixels of the upright image. */
  width: z.int(),
  height: z.int(),
  /** Something worth saying although the image is usable, e.g. a name that does not fit the content. */
  note: z.string().nullable(),
  /** What it looks like, to find near copies by (ml/duplicates/fingerprint.ts). */
  fingerprint: z.instanceof(Uint8Array),
});
export type ReadImage = z.infer<typeof ReadImage>;

/** Sharpness: variance of the Laplacian of its luma, the longer side at 128 pixels. */
export const CropCheck = z.object({
  /** Pixels of the photo that it covers. */
  width: z.int(),
  height: z.int(),
  sharpness: z.number().min(0),
  fingerprint: z.instanceof(Uint8Array),
});
export type CropCheck = z.infer<typeof CropCheck>;

const Square = z.object({ size: z.int().min(8).max(1024), framing: Framing });

export const DatasetItem = z.object({
  path: z.string(),
  /** null: the whole picture. */
  bbox: Bbox.nullable(),
  imageId: z.int().nullable(),
  annotationId: z.string().nullable(),
  split: z.enum(['train', 'validation']),
});
export type DatasetItem = z.infer<typeof DatasetItem>;

/** A square picture as packed pixels are stored or as a PNG file holds it. */
const TileSource = z.union([
  z.object({ dataset: z.string(), indices: z.array(z.int().min(0)) }),
  z.object({ files: z.array(z.string()) }),
]);

export const imagesWorker = {
  /** Hashes, checks and decodes one file whole, and writes its thumbnail. @throws `image-unreadable`, `image-too-large`, `image-missing` */
  read: {
    kind: 'call',
    params: z.object({ path: z.string(), thumbnails: z.string(), pixelLimit: z.int() }),
    result: ReadImage,
  },
  /** The upright image, longest side at most `longestSide`, as WebP. */
  preview: {
    kind: 'call',
    params: z.object({ path: z.string(), longestSide: z.int() }),
    result: z.object({ bytes: z.instanceof(Uint8Array), width: z.int(), height: z.int() }),
  },
  /** One crop, encoded; `square` gives it as the network sees it. */
  crop: {
    kind: 'call',
    params: z.object({
      path: z.string(),
      bbox: Bbox,
      margin: z.number(),
      square: Square.nullable(),
      format: z.enum(['png', 'jpeg', 'webp']),
    }),
    result: z.object({ bytes: z.instanceof(Uint8Array), width: z.int(), height: z.int() }),
  },
  /** How sharp a crop is, and what it looks like; `bbox` null: the whole picture. */
  examineCrop: {
    kind: 'call',
    params: z.object({ path: z.string(), bbox: Bbox.nullable(), margin: z.number() }),
    result: CropCheck,
  },
  /** Cuts and packs a dataset into `folder`, whole or not at all; items that cannot be read are left out and reported. */
  packDataset: {
    kind: 'job',
    params: z.object({
      folder: z.string(),
      name: z.string(),
      category: z.string(),
      size: z.int(),
      framing: Framing,
      margin: z.number(),
      minimumSize: z.int(),
      items: z.array(DatasetItem),
      statistics: DatasetStatistics.nullable(),
    }),
    progress: z.object({ done: z.int(), total: z.int(), failed: z.int() }),
    result: z.object({ problems: z.array(Problem) }),
  },
  /** One picture of a dataset as PNG. */
  datasetTile: {
    kind: 'call',
    params: z.object({ folder: z.string(), index: z.int().min(0) }),
    result: z.object({ bytes: z.instanceof(Uint8Array) }),
  },
  /** Real pictures at the left, generated ones at the right, `side` by `side` cells each, as a PNG file. */
  drawComparison: {
    kind: 'call',
    params: z.object({ real: TileSource, generated: TileSource, side: z.int(), file: z.string(), caption: z.string() }),
    result: z.object({}),
  },
  /** The loss curve of a metrics.jsonl as a PNG file. */
  drawCurve: {
    kind: 'call',
    params: z.object({ metrics: z.string(), file: z.string(), title: z.string() }),
    result: z.object({}),
  },
  ...animationMethods,
  /** Draws pictures of the sample collection into a folder. */
  drawSamples: {
    kind: 'job',
    params: z.object({ folder: z.string(), count: z.int(), seed: z.int() }),
    progress: z.object({ done: z.int(), total: z.int() }),
    result: z.object({ files: z.array(z.string()) }),
  },
} as const satisfies MethodTable;
export type ImagesWorker = typeof imagesWorker;

export const detectWorker = {
  /** Loads a detector; the manifest's .onnx lies in `folder`. @throws `model-invalid`, `model-missing`, `device-unavailable` */
  load: {
    kind: 'call',
    params: z.object({ folder: z.string(), manifest: ModelManifest, device: z.string(), threads: z.int() }),
    result: z.object({ device: z.string() }),
  },
  /** Boxes of one image in upright pixels, after NMS, best first, with the derived outfits. */
  detect: {
    kind: 'call',
    params: z.object({ path: z.string(), minScore: z.number(), pixelLimit: z.int() }),
    result: z.object({ detections: z.array(Detection) }),
  },
} as const satisfies MethodTable;
export type DetectWorker = typeof detectWorker;

export const trainWorker = {
  /** Trains in `runFolder`; with `resume` from its newest good checkpoint. Aborting writes a checkpoint first. */
  train: {
    kind: 'job',
    params: z.object({
      runFolder: z.string(),
      datasetFolder: z.string(),
      config: TrainConfig,
      resume: z.boolean(),
      /** Fewer threads while other programs keep the processor busy. */
      goodNeighbor: z.boolean().default(false),
    }),
    progress: TrainProgress,
    result: z.object({ step: z.int(), device: z.string(), state: z.enum(['finished', 'stopped']) }),
  },
  pause: { kind: 'call', params: z.object({}), result: z.object({}) },
  continue: { kind: 'call', params: z.object({}), result: z.object({}) },
  ...galleryWorkerMethods,
  ...qualityWorkerMethods,
  /** Makes a few real steps of a run's size: what the first computes, and how fast they are; or why none can be made. @throws `out-of-memory` */
  probe: {
    kind: 'call',
    params: z.object({ placement: Placement, config: TrainConfig }),
    result: z.union([
      z.object({ why: z.union([z.string(), Said]) }),
      z.object({
        values: z.object({
          lossD: z.number(),
          lossG: z.number(),
          dReal: z.number(),
          dFake: z.number(),
          dFakeAfter: z.number(),
        }),
        imagesPerSecond: z.number(),
        memoryMiB: z.number(),
        /** Part of the processor that was left for it, 0 to 1. */
        processorShare: z.number(),
      }),
    ]),
  },
} as const satisfies MethodTable;
export type TrainWorker = typeof trainWorker;

export const workerNames = ['images', 'detect', 'train'] as const;
export type WorkerName = (typeof workerNames)[number];
