import { z } from 'zod';
import { Category } from './words';

/** The .json file beside a detector's .onnx: how pixels go in, how boxes come out, and what its categories mean here. */
export const ModelManifest = z.object({
  name: z.string().regex(/^[\w.-]{1,80}$/),
  title: z.string().max(200),
  version: z.string().max(40),
  /** The .onnx file, in the manifest's folder. */
  file: z.string().regex(/^[\w.-]{1,120}\.onnx$/),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  licence: z.string().max(400),
  input: z.object({
    name: z.string(),
    width: z.int().min(32).max(4096),
    height: z.int().min(32).max(4096),
    layout: z.enum(['nchw', 'nhwc']),
    channels: z.enum(['rgb', 'bgr']),
    /** Value fed = (pixel / 255 * scale - mean) / std, per channel in the model's channel order. */
    mean: z.tuple([z.number(), z.number(), z.number()]),
    std: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]),
    scale: z.number().positive(),
    /** letterbox keeps the aspect ratio; stretch does not. */
    fit: z.enum(['letterbox', 'stretch']),
    align: z.enum(['centre', 'corner']).default('centre'),
    /** Grey of the borders, 0 to 255. */
    padding: z.int().min(0).max(255).default(114),
  }),
  /** How the outputs are read: one file each in electron/workers/detect/adapters. */
  adapter: z.enum(['scores-boxes', 'fastestdet']),
  outputs: z.record(z.string(), z.string()),
  /** The model's categories in its order; `maps` is null for one that this product has no use for. */
  categories: z
    .array(z.object({ name: z.string(), maps: Category.nullable() }))
    .min(1)
    .max(1000),
  /** Score from which a box is worth showing as found. */
  threshold: z.number().min(0).max(1).default(0.4),
  nmsIou: z.number().min(0).max(1).default(0.6),
});
export type ModelManifest = z.infer<typeof ModelManifest>;
