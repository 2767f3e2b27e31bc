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
});
export type ProjectCounts = z.infer<typeof ProjectCounts>;

export const ProjectSummary = z.object({ id: z.uuid(), name: z.string(), folder: z.string(), counts: ProjectCounts });
export type ProjectSummary = z.infer<typeof ProjectSummary>;

export const RecentProject = z.object({ name: z.string(), folder: z.string(), openedAt: z.string() });
export type RecentProject = z.infer<typeof RecentProject>;

export const RecentProjects = z.array(RecentProject);

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
  'projects.recent': { kind: 'call', params: z.object({}), result: z.array(RecentProject) },
} as const;
