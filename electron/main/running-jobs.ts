import type { JobSummary } from '../contract/api/system';
import { en, type TextKey } from '../../renderer/text/en';
import type { ShellText } from './shell-text';

const sameAs: Record<string, string> = { 'runs.resume': 'runs.start' };

export interface ClosingQuestion {
  message: string;
  detail: string;
  /** To go on, and to stop. */
  buttons: [string, string];
}

/** What to ask before the window closes; null when nothing that matters is under way. */
export function closingQuestion(jobs: readonly JobSummary[], { t }: ShellText): ClosingQuestion | null {
  const running = jobs.filter((job) => job.state === 'running' || job.state === 'queued');
  const methods = [...new Set(running.map(({ method }) => sameAs[method] ?? method))];
  const works = methods.flatMap((method) => {
    const key = `work.${method}`;
    return key in en ? [t(key as TextKey & 'work.runs.start')] : [];
  });
  const last = works.at(-1);
  if (last === undefined) return null;
  const before = works.slice(0, -1).join(t('close.between'));
  return {
    message: t('close.question', { work: before === '' ? last : t('close.and', { before, last }) }),
    detail: t(methods.includes('runs.start') ? 'close.training' : 'close.other'),
    buttons: [t('close.keep'), t('close.stop')],
  };
}
