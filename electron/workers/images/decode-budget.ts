/** Bounds the memory of decoding: so many files and so many pixels at a time, first come first served. */
export class DecodeBudget {
  #files = 0;
  #pixels = 0;
  readonly #waiting: { pixels: number; start: () => void }[] = [];

  constructor(
    private readonly maxFiles: number,
    private readonly maxPixels: number,
  ) {}

  /** Runs the work when there is room. A picture larger than all of the budget runs alone. */
  async run<T>(pixels: number, work: () => Promise<T>): Promise<T> {
    if (this.#waiting.length > 0 || !this.#fits(pixels)) {
      await new Promise<void>((start) => this.#waiting.push({ pixels, start }));
    } else this.#take(pixels);
    try {
      return await work();
    } finally {
      this.#files -= 1;
      this.#pixels -= pixels;
      this.#startNext();
    }
  }

  #fits(pixels: number): boolean {
    return this.#files === 0 || (this.#files < this.maxFiles && this.#pixels + pixels <= this.maxPixels);
  }

  #take(pixels: number): void {
    this.#files += 1;
    this.#pixels += pixels;
  }

  #startNext(): void {
    for (let next = this.#waiting[0]; next && this.#fits(next.pixels); next = this.#waiting[0]) {
      this.#waiting.shift();
      // Taken before it starts, so that nothing else slips into its place.
      this.#take(next.pixels);
      next.start();
    }
  }
}
