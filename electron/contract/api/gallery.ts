import { z } from 'zod';
import { RecipeText } from '../latent-recipe';
import { Bbox } from '../words';
import { RunId } from './run-id';

/** Which of a run's checkpoints draws: the newest whole one, the best by its quality, or that of a step. */
export const CheckpointChoice = z.union([z.enum(['newest', 'best']), z.int().min(0)]);
export type CheckpointChoice = z.infer<typeof CheckpointChoice>;

/** No number of a latent vector is further from 0 than this; null: as they come. */
export const Truncation = z.number().min(0.1).max(4).nullable();

const Seed = z.int().min(0).max(0xffff_ffff);

/** The seed card: all that a look needs to be drawn again. Kept in the metadata of its PNG file too. */
export const LookCard = z.object({
  run: RunId,
  /** Of the checkpoint that drew it. */
  step: z.int().min(0),
  recipe: RecipeText,
  truncation: Truncation,
});
export type LookCard = z.infer<typeof LookCard>;

/** One generated picture. */
export const Look = LookCard.extend({
  file: z.string(),
  /** Pixel path (see pixels.ts); null for a file outside the run folder. */
  pixels: z.string().nullable(),
});
export type Look = z.infer<typeof Look>;

/** A picture or another file that was written. */
export const WrittenFile = z.object({ file: z.string(), pixels: z.string().nullable() });
export type WrittenFile = z.infer<typeof WrittenFile>;

const drawing = {
  run: RunId,
  checkpoint: CheckpointChoice.default('newest'),
  truncation: Truncation.default(null),
} as const;

/**
 * Whether a look is a copy, by how near pictures come that nobody trained on. `copy`: nearer than 99 % of them and far
 * nearer to one photo than to the others; `close`: nearer than 95 %; `original`: as far as unseen photos are;
 * `unknown`: too few photos were held out to tell.
 */
export const Originality = z.enum(['copy', 'close', 'original', 'unknown']);
export type Originality = z.infer<typeof Originality>;

/** A real crop that a look resembles, and the photo it was cut from. */
export const NearCrop = z.object({
  /** Position in the dataset. */
  index: z.int(),
  split: z.enum(['train', 'validation']),
  /** The crop as the network saw it: a pixel path. */
  pixels: z.string(),
  /** Its mirror image is the nearer one. */
  mirrored: z.boolean(),
  /** Euclidean distance of the scaled features. */
  distance: z.number(),
  /** Divided by the mean distance to the 50 nearest: 0 is an exact copy, near 1 no photo stands out. */
  relativeDistance: z.number(),
  photo: z.object({
    /** Null where the photo is no longer in the library, or the dataset was made of a plain folder. */
    imageId: z.int().nullable(),
    name: z.string(),
    path: z.string(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    thumbnail: z.string().nullable(),
    /** The crop in pixels of the upright photo; null: the whole photo. */
    bbox: Bbox.nullable(),
  }),
});
export type NearCrop = z.infer<typeof NearCrop>;

export const Nearest = z.object({
  /** Nearest first. */
  crops: z.array(NearCrop),
  originality: Originality,
  /** Share of held-out photos that are nearer to the train split than this look, 0 to 100; null where they are too few. */
  percentile: z.number().nullable(),
  /** Held-out photos compared with. */
  heldOut: z.int(),
});
export type Nearest = z.infer<typeof Nearest>;

/** A look on the moodboard. Its picture and its generator stay in the run folder, whatever becomes of the checkpoint. */
export const KeptLook = LookCard.extend({
  id: z.string().regex(/^[0-9a-f]{12}$/),
  pixels: z.string(),
  /** ISO 8601, UTC. */
  keptAt: z.string(),
});
export type KeptLook = z.infer<typeof KeptLook>;
export const KeptLooks = z.array(KeptLook);

/** One picture of a runway test and what the person said. */
export const RunwayAnswer = z.object({
  kind: z.enum(['real', 'generated']),
  answer: z.enum(['real', 'generated']),
  /** The look's recipe, or the position in the dataset. */
  what: z.union([RecipeText, z.int().min(0)]),
  elapsedMs: z.number().min(0),
});
export type RunwayAnswer = z.infer<typeof RunwayAnswer>;

/** Real or generated? One test, kept with the run. */
export const RunwayTest = z.object({
  step: z.int().min(0),
  truncation: Truncation,
  /** ISO 8601, UTC. */
  at: z.string(),
  answers: z.array(RunwayAnswer).min(1).max(200),
});
export type RunwayTest = z.infer<typeof RunwayTest>;
export const RunwayTests = z.array(RunwayTest);

/** How the compare room was left, so that it is found so again. */
export const Desk = z.object({
  view: z.enum(['sheets', 'slider', 'moodboard']).default('sheets'),
  checkpoint: CheckpointChoice.default('newest'),
  truncation: Truncation.default(null),
  count: z.int().min(1).max(1024).default(64),
  seed: Seed.default(1),
  /** The look whose panel is open. */
  look: RecipeText.nullable().default(null),
  /** Kept looks on the breeding bench. */
  bench: z.array(z.string()).max(2).default([]),
});
export type Desk = z.infer<typeof Desk>;

export const exportKinds = [
  'onnx',
  'safetensors',
  'timelapse-webp',
  'timelapse-gif',
  'interpolation-webp',
  'interpolation-gif',
  'curve-png',
  'curve-csv',
  'looks',
] as const;
export const ExportKind = z.enum(exportKinds);
export type ExportKind = z.infer<typeof ExportKind>;

const Counted = z.object({ done: z.int(), total: z.int() });

export const galleryMethods = {
  /** Draws looks into a folder: numbers 0 to count - 1 of a seed, the frames between two looks, or the looks of recipes. */
  'gallery.generate': {
    kind: 'job',
    params: z.object({
      ...drawing,
      count: z.int().min(1).max(10_000).default(64),
      seed: Seed.default(1),
      /** `count` frames from one look to another, both included. */
      interpolate: z.object({ from: RecipeText, to: RecipeText }).optional(),
      recipes: z.array(RecipeText).min(1).max(10_000).optional(),
      /** One picture of all looks, in place of a file each. */
      grid: z.boolean().default(false),
      /** Where the PNGs go; the run's own gallery without it. */
      folder: z.string().optional(),
    }),
    progress: Counted,
    /** With `grid` the looks have no files of their own. */
    result: z.object({ step: z.int(), looks: z.array(Look), grid: WrittenFile.nullable() }),
  },
  /** Looks for the window: drawn once, then found again. */
  'gallery.draw': {
    kind: 'call',
    params: z.object({ ...drawing, recipes: z.array(RecipeText).min(1).max(1024) }),
    result: z.object({ step: z.int(), looks: z.array(Look) }),
  },
  /** What can draw, newest first. */
  'gallery.checkpoints': {
    kind: 'call',
    params: z.object({ run: RunId }),
    result: z.object({ steps: z.array(z.int()), best: z.int().nullable() }),
  },
  /** The article's picture: real crops at the left, generated looks at the right. */
  'gallery.compare': {
    kind: 'job',
    params: z.object({
      ...drawing,
      /** The PNG to write; the run's own gallery without it. */
      file: z.string().optional(),
      /** Cells along one side of each half. */
      side: z.int().min(2).max(16).default(8),
      seed: Seed.default(1),
      /** Places in the dataset of the real crops, in order; spread over those that it learned from without it. */
      realIndices: z.array(z.int().min(0)).min(1).max(256).optional(),
    }),
    progress: Counted,
    result: WrittenFile,
  },
  /**
   * The real crops that a look resembles most, by the features of a fixed network. The first look of a dataset waits for the
   * features of all its pictures, which are kept.
   */
  'gallery.nearest': {
    kind: 'job',
    params: z.object({ ...drawing, recipe: RecipeText, count: z.int().min(1).max(24).default(3) }),
    progress: Counted,
    result: Nearest,
  },
  /** The moodboard, newest first. */
  'gallery.kept': { kind: 'call', params: z.object({ run: RunId }), result: KeptLooks },
  'gallery.keep': { kind: 'call', params: LookCard, result: KeptLook },
  'gallery.drop': { kind: 'call', params: z.object({ run: RunId, id: KeptLook.shape.id }), result: z.object({}) },
  /** Runway tests, oldest first. */
  'gallery.tests': { kind: 'call', params: z.object({ run: RunId }), result: RunwayTests },
  'gallery.addTest': { kind: 'call', params: z.object({ run: RunId, test: RunwayTest }), result: z.object({}) },
  'gallery.desk': { kind: 'call', params: z.object({ run: RunId }), result: Desk },
  'gallery.leaveDesk': { kind: 'call', params: z.object({ run: RunId, desk: Desk }), result: z.object({}) },
  /** One file for other programs and people. */
  'gallery.export': {
    kind: 'job',
    params: z.object({
      ...drawing,
      what: ExportKind,
      /** The file to write; the run's own gallery without it. */
      file: z.string().optional(),
      /** Of `looks`: how many, of which seed. */
      count: z.int().min(1).max(1024).default(64),
      seed: Seed.default(1),
      /** Of an interpolation. */
      from: RecipeText.optional(),
      to: RecipeText.optional(),
      /** Of an interpolation: pictures from one end to the other. */
      frames: z.int().min(2).max(240).default(48),
    }),
    progress: Counted,
    result: WrittenFile,
  },
} as const;
