import type { ErrorCode } from '../../electron/contract/errors';

export interface Notice {
  id: number;
  kind: 'error' | 'info';
  /** What happened, in a few words. */
  title: string;
  /** Why, and what to do. */
  message: string;
  code: ErrorCode | null;
  /** What "Copy diagnostics" puts on the clipboard. */
  details: string;
  /** Something to do about it, as undo. */
  action?: NoticeAction | undefined;
}

export interface NoticeAction {
  label: string;
  run: () => void;
}

const shownForMs = 6000;
/** Long enough to see what was done to many photos and to reach the button. */
const shownWithActionForMs = 12_000;

/** What went wrong or well, newest first. Errors stay until they are dismissed. */
export class NoticesState {
  list = $state.raw<readonly Notice[]>([]);
  #nextId = 1;

  error(title: string, message: string, code: ErrorCode | null, details: string): void {
    const same = this.list.find((notice) => notice.title === title && notice.message === message);
    if (same) this.dismiss(same.id);
    this.list = [{ id: this.#nextId++, kind: 'error' as const, title, message, code, details }, ...this.list].slice(
      0,
      5,
    );
  }

  /** @returns its number, for {@link dismiss} */
  info(title: string, message = '', action?: NoticeAction): number {
    const id = this.#nextId++;
    const notice = { id, kind: 'info' as const, title, message, code: null, details: '', action };
    this.list = [notice, ...this.list].slice(0, 5);
    setTimeout(() => this.dismiss(id), action ? shownWithActionForMs : shownForMs);
    return id;
  }

  /** What was done well, with its way back: of a project that was closed. */
  forgetNews(): void {
    this.list = this.list.filter(({ kind }) => kind === 'error');
  }

  /** What failed is tried again: what went wrong the last time is no news any more. */
  withdraw(title: string): void {
    this.list = this.list.filter((notice) => notice.kind !== 'error' || notice.title !== title);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }
}
