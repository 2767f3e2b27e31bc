import { categories } from '../../electron/contract/words';
import type { Category } from '../../electron/contract/words';

/** What a key asks of the review room. */
export type EditorCommand =
  | { kind: 'accept' }
  | { kind: 'category'; category: Category }
  | { kind: 'delete' }
  | { kind: 'draw' }
  /** A new box in the middle, without the pointer: arrows do the rest. */
  | { kind: 'place' }
  | { kind: 'nudge'; dx: number; dy: number; resize: boolean }
  | { kind: 'undo' }
  | { kind: 'redo' }
  | { kind: 'zoom'; factor: number }
  | { kind: 'fit' }
  | { kind: 'select'; step: 1 | -1 }
  | { kind: 'go'; step: 1 | -1 }
  | { kind: 'cancel' };

export type KeyPress = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

const arrows: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * @param selected whether a box is chosen: arrows move it, else left and right go through the queue
 * @returns null for a key that means nothing here
 */
export function commandFor(press: KeyPress, selected: boolean): EditorCommand | null {
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const control = press.ctrlKey || press.metaKey;
  if (key === 'z') return press.shiftKey ? { kind: 'redo' } : { kind: 'undo' };
  if (control) return key === 'y' ? { kind: 'redo' } : null;
  const arrow = arrows[key];
  if (arrow) {
    const [x, y] = arrow;
    const pixels = press.shiftKey ? 10 : 1;
    if (selected) return { kind: 'nudge', dx: x * pixels, dy: y * pixels, resize: press.altKey };
    return x === 0 ? null : { kind: 'go', step: x < 0 ? -1 : 1 };
  }
  // With Alt they belong to the window: a figure goes to another room.
  if (press.altKey) return null;
  if (/^[1-4]$/.test(key)) return { kind: 'category', category: categories[Number(key) - 1] ?? 'outfit' };
  switch (key) {
    case 'a':
      return { kind: 'accept' };
    case 'd':
    case 'Delete':
    case 'Backspace':
      return { kind: 'delete' };
    case 'n':
      return { kind: 'draw' };
    case 'Enter':
      return { kind: 'place' };
    case '+':
    case '=':
      return { kind: 'zoom', factor: 1.25 };
    case '-':
      return { kind: 'zoom', factor: 0.8 };
    case '0':
      return { kind: 'fit' };
    case '[':
      return { kind: 'select', step: -1 };
    case ']':
      return { kind: 'select', step: 1 };
    case 'j':
    case 'PageDown':
      return { kind: 'go', step: 1 };
    case 'k':
    case 'PageUp':
      return { kind: 'go', step: -1 };
    case 'Escape':
      return { kind: 'cancel' };
    default:
      return null;
  }
}
