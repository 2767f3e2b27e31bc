import type { JobSummary } from '../contract/api/system';
import type { ShellTexts } from './shell-text';

/** Who waits no longer than this has not gone away. */
const worthTellingMs = 15_000;
const sameAs: Record<string, string> = { 'runs.resume': 'runs.start' };

export interface EndNotice {
  title: string;
  body: string;
}

/**
 * What to tell about a job that has ended while nobody looked; null for one that was short, that a person has stopped, or
 * that no person has asked for.
 */
export function endNotice(job: JobSummary, texts: ShellTexts): EndNotice | null {
  if (job.state !== 'finished' && job.state !== 'failed') return null;
  const tookMs = Date.parse(job.finishedAt ?? '') - Date.parse(job.createdAt);
  if (!(tookMs >= worthTellingMs)) return null;
  const known: Partial<Record<string, readonly [done: string, failed: string]>> = texts.jobs;
  const [done, failed] = known[sameAs[job.method] ?? job.method] ?? [];
  if (!done || !failed) return null;
  if (job.state === 'finished') return { title: done, body: texts.opened };
  return { title: failed, body: job.error?.message ?? '' };
}
