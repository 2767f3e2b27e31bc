import { Notification } from 'electron';
import type { BrowserWindow } from 'electron';
import type { JobSummary } from '../contract/api/system';
import type { Studio } from '../core/studio-types';
import { endNotice } from './end-notice';
import type { ShellText } from './shell-text';

/** Long work that ends while the window is not in front is told by the system; a click brings the window forward. */
export function tellEnds(
  studio: Studio,
  window: () => BrowserWindow | undefined,
  text: () => ShellText,
  log: (line: string) => void,
): void {
  const shown = new Set<Notification>();
  let lastTold = 0;
  studio.client().on('job', (job: JobSummary) => {
    if (job.state !== 'finished' && job.state !== 'failed') return;
    if (!Notification.isSupported() || !window() || window()?.isFocused()) return;
    const notice = endNotice(job, text());
    // An end may be announced more than once.
    if (!notice || job.id === lastTold) return;
    lastTold = job.id;
    const notification = new Notification(notice);
    // A notification that nothing holds is collected, and its click with it.
    shown.add(notification);
    notification.on('close', () => shown.delete(notification));
    // A Linux desktop without a notification server, for one.
    notification.on('failed', (_event, why) => {
      shown.delete(notification);
      log(`notification: not shown ${why}`.trim());
    });
    notification.on('click', () => {
      shown.delete(notification);
      const front = window();
      if (front?.isMinimized()) front.restore();
      front?.show();
      front?.focus();
    });
    notification.show();
  });
}
