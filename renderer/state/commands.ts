import type { WindowCommand } from '../../electron/contract/window-command';
import { rooms } from './rooms';

export type CommandKey = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/**
 * The keys that mean the same in every room. Alt and a figure, since browsers keep Ctrl and a figure for their tabs; by the
 * key's place, since Alt writes other signs on a Mac.
 *
 * @returns null for a key that the room may have a use for
 */
export function windowCommandFor(press: CommandKey): WindowCommand | null {
  const control = press.ctrlKey || press.metaKey;
  const figure = /^Digit([1-5])$/.exec(press.code)?.[1];
  if (press.altKey && !control && !press.shiftKey && figure) return rooms[Number(figure) - 1] ?? null;
  if (press.altKey) return null;
  if (control) return press.key === ',' ? 'settings' : null;
  return press.key === '?' ? 'shortcuts' : null;
}
