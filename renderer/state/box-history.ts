import type { Revised } from '../../electron/contract/api/review';
import type { EditBox } from './review-boxes';

/** An image's boxes after one edit, and before the first. */
export interface BoxState {
  boxes: readonly EditBox[];
  /** Nobody has edited the image: the boxes are proposals. */
  untouched: boolean;
  reviewed: boolean;
}

/**
 * The states that undo and redo lead to, as far as this window has seen them: they are shown at once, while the studio,
 * whose history reaches further back, makes the step.
 */
export class BoxHistory {
  #states: BoxState[] = [];
  #place = -1;
  /** What the studio has before the first state here, and after the last. */
  #hasOlder = true;
  #hasNewer = false;

  get canUndo(): boolean {
    return this.#place > 0 || this.#hasOlder;
  }

  get canRedo(): boolean {
    return this.#place < this.#states.length - 1 || this.#hasNewer;
  }

  get isReviewed(): boolean {
    return this.#states[this.#place]?.reviewed ?? false;
  }

  /** An edit: what was undone before it can not be redone any more. */
  add(state: BoxState): void {
    this.#states = [...this.#states.slice(0, this.#place + 1), state];
    this.#place = this.#states.length - 1;
    this.#hasNewer = false;
  }

  /** @returns the state that a step leads to; null where only the studio knows it, whose answer begins this history anew */
  step(by: -1 | 1): BoxState | null {
    const state = this.#states[this.#place + by];
    if (state) {
      this.#place += by;
      return state;
    }
    this.#states = [];
    this.#place = -1;
    this.#hasOlder = true;
    return null;
  }

  /** What the studio answered, once nothing else is on its way to it. */
  confirm(state: BoxState, { canUndo, canRedo }: Pick<Revised, 'canUndo' | 'canRedo'>): void {
    this.#place = Math.max(0, this.#place);
    this.#states[this.#place] = state;
    if (this.#place === 0) this.#hasOlder = canUndo;
    if (this.#place === this.#states.length - 1) this.#hasNewer = canRedo;
  }
}
