const restMs = 100;

/** Tells a scroll that races, the bar in hand, from one that the eye can follow and from a single jump. */
export class ScrollPace {
  /** Whole screens pass in every frame. */
  racing = $state(false);
  #leaptAtMs = -Infinity;
  #resting: ReturnType<typeof setTimeout> | undefined;

  /** @param distance since the last time, in pixels @param screen how many of them are in view */
  moved(distance: number, screen: number): void {
    if (Math.abs(distance) < screen) return;
    const now = performance.now();
    // One leap is a jump to somewhere: that is shown at once.
    this.racing = now - this.#leaptAtMs < restMs;
    this.#leaptAtMs = now;
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => (this.racing = false), restMs);
  }
}
