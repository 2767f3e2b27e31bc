import { z } from 'zod';
import { Said } from './said';

/** Full = one garment over torso and thighs (DeepFashion's meaning); outfit = one person's whole look, neck to ankle. */
export const categories = ['upper', 'lower', 'full', 'outfit'] as const;
export const Category = z.enum(categories);
export type Category = z.infer<typeof Category>;

/** `[x, y, width, height]` in pixels of the upright image (COCO). */
export const Bbox = z.tuple([z.number(), z.number(), z.number().positive(), z.number().positive()]);
export type Bbox = z.infer<typeof Bbox>;

export const ImageId = z.int().positive();
export type ImageId = z.infer<typeof ImageId>;

/** The model's proposal. `derived` marks an outfit that is the union of one person's other boxes. */
export const Detection = z.object({
  category: Category,
  score: z.number().min(0).max(1),
  bbox: Bbox,
  derived: z.boolean().default(false),
});
export type Detection = z.infer<typeof Detection>;

/** How a box came to be an annotation. */
export const AnnotationOrigin = z.enum(['accepted', 'moved', 'drawn']);
export type AnnotationOrigin = z.infer<typeof AnnotationOrigin>;

/** A box that a person accepted, changed or drew. `id` is unique in the project and never used again. */
export const Annotation = z.object({
  id: z.uuid(),
  category: Category,
  bbox: Bbox,
  origin: AnnotationOrigin,
  /** The detector's score where the box began as a detection. */
  score: z.number().min(0).max(1).nullable(),
});
export type Annotation = z.infer<typeof Annotation>;

/** new: not looked at by the detector; detected: boxes proposed; reviewed: a person has accepted the boxes. */
export const ImageState = z.enum(['new', 'detected', 'reviewed']);
export type ImageState = z.infer<typeof ImageState>;

/** One file that could not be used, and why; the job went on without it. */
export const Problem = z.object({
  path: z.string(),
  code: z.string(),
  /** In English, and for a window in another language. */
  message: z.string(),
  said: Said.optional(),
});
export type Problem = z.infer<typeof Problem>;

/** How a crop becomes a square: whole crop with neutral borders, or its middle. */
export const Framing = z.enum(['pad', 'cover']);
export type Framing = z.infer<typeof Framing>;

/** How a crop is cut out: margin in fractions of the box, edges in pixels of the upright image. */
export const CropOptions = z.object({
  category: z.enum(['full', 'outfit']).default('outfit'),
  margin: z.number().min(0).max(1).default(0.04),
  minimumSize: z.int().min(8).max(4096).default(64),
});
export type CropOptions = z.infer<typeof CropOptions>;
