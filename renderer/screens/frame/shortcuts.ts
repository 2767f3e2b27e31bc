import type { Room } from '../../state/rooms';
import type { TextKey } from '../../text/en';
import type { t } from '../../text/text.svelte';

/** A text without values in it. */
type PlainKey = Extract<TextKey, `shortcuts.${string}` | `keys.${string}`> & Parameters<typeof t>[0];

export interface Shortcut {
  /** As on a PC's keyboard; key-names.ts says what another one calls them. */
  keys: readonly string[];
  meaning: PlainKey;
}

const shortcuts: Record<Room | 'everywhere', readonly Shortcut[]> = {
  everywhere: [
    { keys: ['Alt', '1 … 5'], meaning: 'shortcuts.rooms' },
    { keys: ['?'], meaning: 'shortcuts.help' },
    { keys: ['Ctrl', ','], meaning: 'shortcuts.settings' },
    { keys: ['Esc'], meaning: 'shortcuts.escape' },
  ],
  library: [
    { keys: ['←', '↑', '→', '↓'], meaning: 'shortcuts.move' },
    { keys: ['Shift', '→'], meaning: 'shortcuts.choose' },
    { keys: ['Ctrl', 'A'], meaning: 'shortcuts.chooseAll' },
    { keys: ['Esc'], meaning: 'shortcuts.clear' },
    { keys: ['Enter'], meaning: 'shortcuts.openReview' },
    { keys: ['X'], meaning: 'shortcuts.exclude' },
    { keys: ['Ctrl', 'Z'], meaning: 'shortcuts.undo' },
  ],
  review: [
    { keys: ['A'], meaning: 'keys.accept' },
    { keys: ['←', '→'], meaning: 'keys.go' },
    { keys: ['[', ']'], meaning: 'keys.select' },
    { keys: ['1', '2', '3', '4'], meaning: 'keys.category' },
    { keys: ['D'], meaning: 'keys.delete' },
    { keys: ['N'], meaning: 'keys.draw' },
    { keys: ['←', '↑', '→', '↓'], meaning: 'keys.nudge' },
    { keys: ['Shift'], meaning: 'keys.far' },
    { keys: ['Alt'], meaning: 'keys.resize' },
    { keys: ['Z'], meaning: 'keys.undo' },
    { keys: ['Shift', 'Z'], meaning: 'keys.redo' },
    { keys: ['Space'], meaning: 'keys.pan' },
    { keys: ['+', '-', '0'], meaning: 'keys.zoom' },
    { keys: ['Esc'], meaning: 'keys.cancel' },
  ],
  dataset: [],
  train: [],
  compare: [
    { keys: ['←', '↑', '→', '↓'], meaning: 'shortcuts.looks' },
    { keys: ['+', '-', '0'], meaning: 'shortcuts.zoom' },
    { keys: ['K'], meaning: 'shortcuts.keep' },
    { keys: ['B'], meaning: 'shortcuts.breed' },
    { keys: ['R', 'G'], meaning: 'shortcuts.runway' },
  ],
};

/** The keys of a room, or of all of them, for the sheet that lists them. */
export const shortcutsOf = (where: Room | 'everywhere'): readonly Shortcut[] => shortcuts[where];
