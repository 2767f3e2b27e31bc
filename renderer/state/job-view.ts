import type { JobSummary } from '../../electron/contract/api/system';

/** A job's progress in the terms that every job shares. */
export interface JobView {
  /** 0 to 1; null while it cannot be known. */
  fraction: number | null;
  done: number | null;
  total: number | null;
  etaMs: number | null;
  failed: number;
}

const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null);

/** Reads the progress of any job: steps of a training, files of an import, crops of an export. */
export function viewJob(progress: unknown): JobView {
  const fields = (typeof progress === 'object' && progress !== null ? progress : {}) as Record<string, unknown>;
  const done = number(fields.step) ?? number(fields.done) ?? number(fields.files);
  const scanning = fields.phase === 'scanning';
  const total = scanning ? null : (number(fields.totalSteps) ?? number(fields.total));
  const fraction = done !== null && total !== null && total > 0 ? Math.min(done / total, 1) : null;
  return { fraction, done, total, etaMs: number(fields.etaMs), failed: number(fields.failed) ?? 0 };
}

export const isActive = (job: JobSummary) => job.state === 'queued' || job.state === 'running';

/** What these bring is seen where it was asked for: that they are done is no news. */
const seenWhereAsked = ['images.scan', 'datasets.examine', 'gallery.generate', 'gallery.nearest'];

/** The job whose end is told while nothing goes on. @param jobs newest first */
export const lastNews = (jobs: readonly JobSummary[]): JobSummary | undefined =>
  jobs.find(({ method, state }) => state === 'failed' || (state === 'finished' && !seenWhereAsked.includes(method)));
