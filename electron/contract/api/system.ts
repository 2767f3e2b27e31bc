import { z } from 'zod';
import { Placement, TriedPlacement } from '../devices';
import { WireError } from '../errors';
import { Said } from '../said';
import { TrainDevice } from '../training';

export const SystemInfo = z.object({
  version: z.string(),
  shell: z.enum(['electron', 'web', 'cli', 'test']),
  platform: z.string(),
  node: z.string(),
  cores: z.int(),
  memoryMiB: z.int(),
  /** Whether `system.chooseFolder` opens the system's own dialog. */
  nativeDialogs: z.boolean(),
  homeFolder: z.string(),
  /** Where settings, the list of recent projects and the log lie. */
  userFolder: z.string(),
});
export type SystemInfo = z.infer<typeof SystemInfo>;

export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  language: z.enum(['system', 'en', 'zh']).default('system'),
  /** A training takes fewer threads while other programs keep the processor busy; not in the command line. */
  goodNeighbor: z.boolean().default(true),
  /** Where a training is made that asks for no device. */
  device: TrainDevice.default('auto'),
  /** Where new projects are put; null: the folder of the person. */
  projectsFolder: z.string().max(4096).nullable().default(null),
});
export type Settings = z.infer<typeof Settings>;

export const DoctorCheck = z.object({
  name: z.string(),
  ok: z.boolean(),
  /** In English, and for a window in another language. */
  detail: z.string(),
  said: Said.optional(),
  /** The engine and device that were tried out, with what was measured. */
  tried: TriedPlacement.optional(),
});
export type DoctorCheck = z.infer<typeof DoctorCheck>;

/** queued -> running -> finished | failed | aborted | interrupted */
export const JobState = z.enum(['queued', 'running', 'finished', 'failed', 'aborted', 'interrupted']);
export type JobState = z.infer<typeof JobState>;

export const JobSummary = z.object({
  id: z.int(),
  method: z.string(),
  params: z.unknown(),
  state: JobState,
  progress: z.unknown(),
  error: WireError.nullable(),
  /** What a finished job answered, for a window that was reloaded meanwhile; null where it was too much to keep. */
  result: z.unknown().optional(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type JobSummary = z.infer<typeof JobSummary>;

export const systemMethods = {
  'system.info': { kind: 'call', params: z.object({}), result: SystemInfo },
  /** The system's folder dialog; null when it was cancelled. @throws `not-permitted` in a shell without one */
  'system.chooseFolder': {
    kind: 'call',
    params: z.object({ title: z.string().max(200) }),
    result: z.string().nullable(),
  },
  /** Folders below a folder, for the browser shell's own chooser. */
  'system.listFolders': {
    kind: 'call',
    params: z.object({ folder: z.string().max(4096).optional() }),
    result: z.object({
      folder: z.string(),
      parent: z.string().nullable(),
      folders: z.array(z.object({ name: z.string(), path: z.string(), isProject: z.boolean() })),
      pictures: z.int(),
    }),
  },
  /** Opens the system's file manager at a file or folder of the project. */
  'system.reveal': { kind: 'call', params: z.object({ path: z.string().max(4096) }), result: z.object({}) },
  'system.doctor': {
    kind: 'job',
    params: z.object({}),
    /** `trying`: the engine and device that are measured. */
    progress: z.object({ check: z.string(), trying: Placement.optional() }),
    result: z.object({ checks: z.array(DoctorCheck) }),
  },
  'settings.get': { kind: 'call', params: z.object({}), result: Settings },
  'settings.set': { kind: 'call', params: Settings.partial(), result: Settings },
  'jobs.list': { kind: 'call', params: z.object({}), result: z.array(JobSummary) },
  'jobs.abort': { kind: 'call', params: z.object({ jobId: z.int() }), result: z.object({}) },
} as const;
