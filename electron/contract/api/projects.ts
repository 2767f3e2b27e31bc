import { z } from 'zod';

/** Counts that the path at the top of the window shows: one number a room. */
export const ProjectCounts = z.object({
  images: z.int(),
  new: z.int(),
  detected: z.int(),
  reviewed: z.int(),
  excluded: z.int(),
  annotations: z.int(),
  datasets: z.int(),
  runs: z.int(),
  /** A training waits to go on: it is paused, or it is the newest and was interrupted. */
  unfinished: z.boolean().default(false),
});
export type ProjectCounts = z.infer<typeof ProjectCounts>;

export const ProjectSummary = z.object({ id: z.uuid(), name: z.string(), folder: z.string(), counts: ProjectCounts });
export type ProjectSummary = z.infer<typeof ProjectSummary>;

/** A grid of equal looks with a gap around each, and where the looks are in it. */
export const LookGrid = z.object({
  /** Pixel path (see pixels.ts). */
  pixels: z.string(),
  columns: z.int(),
  /** Looks in it. */
  count: z.int(),
  /** Of one look, and of the gap beside it, in pixels of the picture. */
  side: z.int(),
  gap: z.int(),
});
export type LookGrid = z.infer<typeof LookGrid>;

/** A project as it was left, for the start screen. */
export const RecentProject = z.object({
  name: z.string(),
  folder: z.string(),
  openedAt: z.string(),
  /** False: its folder was moved, deleted, or lies on a disk that is not here. */
  isThere: z.boolean(),
  /** Null where they were never noted. */
  counts: ProjectCounts.nullable(),
  /** Pixel paths of some of its photos. */
  photos: z.array(z.string()),
  /** Of the run that went furthest. */
  looks: LookGrid.nullable(),
});
export type RecentProject = z.infer<typeof RecentProject>;

/** What the list of recent projects keeps of one. */
export const RememberedProject = z.object({
  name: z.string(),
  folder: z.string(),
  openedAt: z.string(),
  cover: z
    .object({
      counts: ProjectCounts,
      /** Content hashes. */
      photos: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
      /** A file of samples/ of a run, with what {@link LookGrid} says of it. */
      looks: z.object({ run: z.string(), file: z.string(), count: z.int(), side: z.int() }).nullable(),
    })
    .nullable()
    .default(null),
});
export type RememberedProject = z.infer<typeof RememberedProject>;
export type ProjectCover = NonNullable<RememberedProject['cover']>;

export const RememberedProjects = z.array(RememberedProject);

const Folder = z.object({ folder: z.string().min(1).max(4096) });

export const projectMethods = {
  /** Makes the folder when it is missing; an existing project there is opened. */
  'projects.create': {
    kind: 'call',
    params: Folder.extend({ name: z.string().max(200).optional() }),
    result: ProjectSummary,
  },
  'projects.open': { kind: 'call', params: Folder, result: ProjectSummary },
  'projects.close': { kind: 'call', params: z.object({}), result: z.object({}) },
  'projects.current': { kind: 'call', params: z.object({}), result: ProjectSummary.nullable() },
  /** Newest first. */
  'projects.recent': { kind: 'call', params: z.object({}), result: z.array(RecentProject) },
  /** Takes a project off the list; its folder stays as it is. */
  'projects.forget': { kind: 'call', params: Folder, result: z.object({}) },
} as const;
