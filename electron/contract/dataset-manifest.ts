import { z } from 'zod';
import { ImageSize } from './training';
import { Bbox, Framing, ImageId } from './words';

export const Split = z.enum(['train', 'validation']);
export type Split = z.infer<typeof Split>;

/** Where one picture of a dataset came from, and which split it is in. */
export const DatasetItem = z.object({
  split: Split,
  /** The photo's path as the project stores it, or the file's path for a dataset made from a plain folder. */
  path: z.string().min(1),
  /** Null where the dataset was made from a plain folder. */
  imageId: ImageId.nullable(),
  annotationId: z.string().nullable(),
  /** The crop in pixels of the upright image; null: the whole picture. */
  bbox: Bbox.nullable(),
});
export type DatasetItem = z.infer<typeof DatasetItem>;

/** What was counted while a dataset was packed. */
export const DatasetStatistics = z.object({
  /** Photos that the pictures come from. */
  photos: z.int(),
  /** Pictures of which an earlier one is a near copy. They are on one side of the split. */
  nearDuplicates: z.int(),
  /** Pictures that had to be enlarged: the crop has fewer pixels than they do. */
  tiny: z.int(),
  /** Pictures much less sharp than is usual in the dataset. */
  blurred: z.int(),
  /** Median of the crops' longer sides, in pixels of the photo. */
  medianSide: z.number(),
});
export type DatasetStatistics = z.infer<typeof DatasetStatistics>;

/** manifest.json of a dataset folder. Item i describes picture i of pixels.u8. */
export const DatasetManifest = z.object({
  version: z.literal(1),
  name: z.string().min(1),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
  imageSize: ImageSize,
  /** full, outfit, or what the caller calls the content of a plain folder. */
  category: z.string().min(1),
  framing: Framing,
  count: z.int().min(1),
  /** SHA-256 of pixels.u8, hexadecimal. */
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
  items: z.array(DatasetItem).min(1),
  /** Null for a dataset of an older studio. */
  statistics: DatasetStatistics.nullable().default(null),
});
export type DatasetManifest = z.infer<typeof DatasetManifest>;
