import { hashOf, nearCorrelation, nearHashDistance, sketchCorrelation } from './fingerprint';
import { HammingIndex } from './hamming-index';

/** Crops of takes of one photo are near copies even where their boxes differ a little. */
const sameShotCorrelation = 0.9;

/**
 * Groups pictures that are takes of one: recompressed, resized, brightened or slightly cropped. What is near is
 * joined, and so a chain of small changes is one group. Picture by picture, so that many can be taken in turns.
 */
export class DuplicateGroups {
  readonly #index = new HammingIndex(nearHashDistance);
  readonly #fingerprints: Uint8Array[] = [];
  readonly #first: number[] = [];
  readonly #ofShot = new Map<string, number[]>();

  /** @param shot where it is known that pictures come from takes of one photo: a key that they share */
  add(fingerprint: Uint8Array, shot?: string): void {
    const at = this.#fingerprints.push(fingerprint) - 1;
    this.#first.push(at);
    const [high, low] = hashOf(fingerprint);
    this.#joinAlike(at, this.#index.near(high, low), nearCorrelation);
    this.#index.add(high, low);
    if (shot === undefined) return;
    const others = this.#ofShot.get(shot) ?? [];
    this.#joinAlike(at, others, sameShotCorrelation);
    this.#ofShot.set(shot, [...others, at]);
  }

  /** For each picture the position of its group's first one; its own where it has no near copy. */
  get firsts(): number[] {
    return this.#first.map((_, at) => this.#firstOf(at));
  }

  #joinAlike(at: number, others: readonly number[], least: number): void {
    const fingerprint = this.#fingerprints[at] as Uint8Array;
    for (const other of others) {
      if (sketchCorrelation(fingerprint, this.#fingerprints[other] as Uint8Array) < least) continue;
      const [first, second] = [this.#firstOf(other), this.#firstOf(at)];
      this.#first[Math.max(first, second)] = Math.min(first, second);
    }
  }

  #firstOf(at: number): number {
    let first = at;
    while (this.#first[first] !== first) first = this.#first[first] as number;
    this.#first[at] = first;
    return first;
  }
}

/** All at once, for what is not much. @returns as {@link DuplicateGroups.firsts} */
export function groupNearDuplicates(fingerprints: readonly Uint8Array[]): number[] {
  const groups = new DuplicateGroups();
  for (const fingerprint of fingerprints) groups.add(fingerprint);
  return groups.firsts;
}
