import { datasetMethods } from './api/datasets';
import { deviceMethods } from './api/devices';
import { galleryMethods } from './api/gallery';
import { imageMethods } from './api/images';
import { projectMethods } from './api/projects';
import { qualityMethods } from './api/quality';
import { reviewMethods } from './api/review';
import { runMethods } from './api/runs';
import { systemMethods } from './api/system';
import type { JobSummary, Settings } from './api/system';
import type { ProjectSummary } from './api/projects';
import type { MethodTable, ParamsOf, ParsedOf, ProgressOf, ResultOf } from './method';

/** Every method of the studio. IPC, HTTP, the command line and the renderer all read this one table. */
export const api = {
  ...projectMethods,
  ...imageMethods,
  ...reviewMethods,
  ...datasetMethods,
  ...runMethods,
  ...qualityMethods,
  ...galleryMethods,
  ...deviceMethods,
  ...systemMethods,
} as const satisfies MethodTable;

export type Api = typeof api;
export type Method = keyof Api;
export type Params<M extends Method> = ParamsOf<Api, M>;
export type Parsed<M extends Method> = ParsedOf<Api, M>;
export type Result<M extends Method> = ResultOf<Api, M>;
export type Progress<M extends Method> = ProgressOf<Api, M>;

/** Topics that a shell may subscribe to, and what each event carries. */
export interface Events {
  /** The open project or its counts changed; null when none is open. */
  project: ProjectSummary | null;
  /** A job began, moved (ten times a second at most) or ended. */
  job: JobSummary;
  /** The settings changed, whoever changed them. */
  settings: Settings;
}
export type Topic = keyof Events;
export const topics: readonly Topic[] = ['project', 'job', 'settings'];
