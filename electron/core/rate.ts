/** How fast a job goes and how long it will take, from the last few seconds rather than from its whole past. */
export class Rate {
  readonly #marks: { at: number; done: number }[] = [];

  constructor(
    private readonly total: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#marks.push({ at: now(), done: 0 });
  }

  /** @returns items a second, and milliseconds to the end (null until something is done) */
  at(done: number): { imagesPerSecond: number; etaMs: number | null } {
    const at = this.now();
    this.#marks.push({ at, done });
    while (this.#marks.length > 2 && at - this.#marks[0]!.at > 10_000) this.#marks.shift();
    const first = this.#marks[0]!;
    const seconds = (at - first.at) / 1000;
    const imagesPerSecond = seconds > 0 ? (done - first.done) / seconds : 0;
    return { imagesPerSecond, etaMs: imagesPerSecond > 0 ? ((this.total - done) / imagesPerSecond) * 1000 : null };
  }
}
