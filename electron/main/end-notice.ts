import type { JobSummary } from '../contract/api/system';
import { en, type TextKey } from '../../renderer/text/en';
import type { ShellText } from './shell-text';

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
export function endNotice(job: JobSummary, text: ShellText): EndNotice | null {
  if (job.state !== 'finished' && job.state !== 'failed') return null;
  const tookMs = Date.parse(job.finishedAt ?? '') - Date.parse(job.createdAt);
  if (!(tookMs >= worthTellingMs)) return null;
  const method = sameAs[job.method] ?? job.method;
  const key = `${job.state === 'finished' ? 'ended' : 'failed'}.${method}`;
  if (!(key in en)) return null;
  const title = text.t(key as TextKey & 'ended.runs.start');
  return { title, body: job.error ? text.error(job.error) : text.t('ended.look') };
}
