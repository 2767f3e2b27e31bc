/** Accepted photos that the pace is taken from. */
const remembered = 20;
/** A longer gap is a pause, not a photo that took long. */
const longestMs = 60_000;
const leastKnown = 3;

/** How fast a person reviews, from the last photos accepted; pauses do not count. */
export class ReviewPace {
  readonly #gapsMs: number[] = [];
  #lastMs: number | null = null;

  /** @param atMs when a photo was accepted */
  accepted(atMs: number): void {
    const gap = this.#lastMs === null ? Infinity : atMs - this.#lastMs;
    this.#lastMs = atMs;
    if (gap > longestMs) return;
    this.#gapsMs.push(gap);
    if (this.#gapsMs.length > remembered) this.#gapsMs.shift();
  }

  /** Milliseconds that a photo takes; null until some were accepted. */
  get perPhotoMs(): number | null {
    if (this.#gapsMs.length < leastKnown) return null;
    return this.#gapsMs.reduce((sum, gap) => sum + gap, 0) / this.#gapsMs.length;
  }
}
