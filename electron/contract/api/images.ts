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
  /** Score of the surest proposal, 0 to 1; null before detection and where nothing was found. */
  bestScore: z.number().nullable(),
  /** Images that are takes of one picture have the same group: the smallest id among them. */
  duplicateGroup: ImageId.nullable(),
  /** Other images of its group that are not excluded. */
  duplicates: z.int().min(0),
  /** In the order of their names. */
  tags: z.array(z.string()),
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
  tag: z.string().max(80).optional(),
  /** Absolute path: images in this folder or below it. */
  folder: z.string().max(4096).optional(),
  /** Bounds of the surest proposal's score. An image without one has no score and is in no range. */
  minScore: z.number().min(0).max(1).optional(),
  maxScore: z.number().min(0).max(1).optional(),
  /** Bounds of the shortest side in pixels. */
  minSide: z.int().min(0).optional(),
  maxSide: z.int().min(0).optional(),
  /** Images of which there is another take that is not excluded. */
  duplicates: z.literal(true).optional(),
  /** Images whose file is not where it was. */
  missing: z.literal(true).optional(),
});
export type ImageFilter = z.infer<typeof ImageFilter>;

/** `group`: takes of one picture beside each other, the best one first. */
export const ImageSort = z.enum(['added', 'newest', 'name', 'doubt', 'score', 'size', 'group']);
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
  /** Added images that are another take of an image that the project has. */
  nearDuplicates: z.int(),
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
  /** Files with the same content as another one of these, or as a photo that the project has; added once. */
  duplicates: z.int(),
  /** Some of the files, taken from all over the folders: pixel paths to look at and the files' own paths. */
  examples: z.array(z.object({ pixels: z.string(), path: z.string() })),
  /** What can be seen of it before reading: folders that cannot be opened, empty files. */
  problems: z.array(Problem),
  /** Files of kinds that the studio does not read although they may be photos (HEIC, raw): ending -> count. */
  unsupported: z.record(z.string(), z.int()),
});
export type ScanResult = z.infer<typeof ScanResult>;

/** What the library can be narrowed by, with counts of images that are not excluded. */
export const LibraryFacets = z.object({
  categories: z.record(Category, z.int()),
  tags: z.array(z.object({ tag: z.string(), count: z.int() })),
  /** Folders that hold images themselves, absolute, in order. */
  folders: z.array(z.object({ folder: z.string(), count: z.int() })),
  /** Images of which there is another take. */
  duplicates: z.int(),
  missing: z.int(),
  /** Folders that the missing images were in: each a part of the library that moved. */
  missingFolders: z.array(z.object({ folder: z.string(), count: z.int() })),
  /** Files that imports could not use. */
  problems: z.int(),
});
export type LibraryFacets = z.infer<typeof LibraryFacets>;

/** Begins the job `detections.run` when the photos are in, whoever is there by then; not where none is new. */
const DetectAfter = z.boolean().default(false);

const Images = z.array(ImageId).max(1_000_000);

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
    params: z.object({ paths: Paths, pixelLimit: z.int().min(1).default(100_000_000), detect: DetectAfter }),
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
    params: z.object({ imageIds: Images, excluded: z.boolean() }),
    /** `imageIds`: those that changed, for an undo. */
    result: z.object({ changed: z.int(), imageIds: Images }),
  },
  'images.facets': { kind: 'call', params: z.object({}), result: LibraryFacets },
  /** Ids of all images that a filter lets through, in its order: for actions on many. */
  'images.ids': {
    kind: 'call',
    params: z.object({ filter: ImageFilter.default({}), sort: ImageSort.default('added') }),
    result: z.object({ imageIds: z.array(ImageId) }),
  },
  /** Adds and removes tags of many images; a tag that no image has any more is gone. */
  'images.tag': {
    kind: 'call',
    params: z.object({
      imageIds: Images,
      add: z.array(z.string().trim().min(1).max(80)).max(50).default([]),
      remove: z.array(z.string().max(80)).max(50).default([]),
    }),
    /** Images that now have what they had not, or have not what they had: what an undo has to put back. */
    result: z.object({ added: z.record(z.string(), Images), removed: z.record(z.string(), Images) }),
  },
  /** Excludes all takes of a picture but the best: reviewed before others, then the one with most pixels. */
  'images.keepBest': { kind: 'call', params: z.object({}), result: z.object({ excluded: Images }) },
  /** Looks for takes of one picture among images that were imported before the studio knew how, and groups all anew. */
  'images.findDuplicates': {
    kind: 'job',
    params: z.object({}),
    progress: z.object({ done: z.int(), total: z.int() }),
    result: z.object({ groups: z.int(), images: z.int() }),
  },
  /** Looks whether the files are where they were; nothing is opened. */
  'images.checkFiles': { kind: 'call', params: z.object({}), result: z.object({ checked: z.int(), missing: z.int() }) },
  /**
   * Says where a folder of photos is now. Nothing changes where none of its photos is in the new place.
   * @throws `not-found`
   */
  'images.relocate': {
    kind: 'call',
    params: z.object({ from: z.string().min(1).max(4096), to: z.string().min(1).max(4096) }),
    result: z.object({ images: z.int(), found: z.int() }),
  },
  /** Files that imports could not use, newest first; a file leaves the list when it can be read, or here. */
  'images.problems': {
    kind: 'call',
    params: z.object({}),
    result: z.object({ total: z.int(), problems: z.array(Problem.extend({ at: z.string() })) }),
  },
  /** Takes files off the list; all of them without `paths`. */
  'images.forgetProblems': {
    kind: 'call',
    params: z.object({ paths: z.array(z.string()).optional() }),
    result: z.object({}),
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
    params: z.object({
      count: z.int().min(1).max(5000).default(240),
      seed: z.int().min(0).default(1),
      detect: DetectAfter,
    }),
    progress: ImportProgress,
    result: ImportResult,
  },
} as const;
