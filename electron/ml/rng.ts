/** What a generator needs to go on exactly: four 32-bit words. */
export type RandomState = readonly [number, number, number, number];

/**
 * Seeded random numbers whose state can be saved: xoshiro128** (Blackman and Vigna, arXiv:1805.01407), seeded with
 * splitmix32 so that near seeds give unrelated streams. The same numbers on every machine.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  private constructor([a, b, c, d]: RandomState) {
    [this.#a, this.#b, this.#c, this.#d] = [a, b, c, d];
  }

  /**
   * @param seed   0 to 2^32 - 1
   * @param stream different streams of one seed are independent of each other
   */
  static fromSeed(seed: number, stream = 0): Random {
    let state = (seed ^ Math.imul(stream, 0x85eb_ca6b)) >>> 0;
    const next = (): number => {
      state = (state + 0x9e37_79b9) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x21f0_aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
      return (mixed ^ (mixed >>> 15)) >>> 0;
    };
    return new Random([next(), next(), next(), next() | 1]);
  }

  static fromState(state: RandomState): Random {
    return new Random(state);
  }

  get state(): RandomState {
    return [this.#a, this.#b, this.#c, this.#d];
  }

  /** @returns an integer, 0 to 2^32 - 1 */
  uint32(): number {
    const scrambled = Math.imul(this.#b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    [this.#a, this.#b, this.#c, this.#d] = [this.#a >>> 0, this.#b >>> 0, this.#c >>> 0, this.#d >>> 0];
    return result;
  }

  /** @returns 0 <= x < 1, in steps of 2^-32 */
  uniform(): number {
    return this.uint32() / 0x1_0000_0000;
  }

  /** @param limit 1 to 2^32 @returns an integer, 0 to limit - 1 */
  integer(limit: number): number {
    return Math.floor(this.uniform() * limit);
  }

  /**
   * Independent standard normal numbers, by Box and Muller (1958).
   *
   * @returns `length` numbers as float32
   */
  normals(length: number): Float32Array {
    const out = new Float32Array(length);
    for (let index = 0; index < length; index += 2) {
      const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
      const angle = 2 * Math.PI * this.uniform();
      out[index] = radius * Math.cos(angle);
      if (index + 1 < length) out[index + 1] = radius * Math.sin(angle);
    }
    return out;
  }

  /** Shuffles in place (Fisher and Yates). */
  shuffle(values: { [index: number]: number; length: number }): void {
    for (let last = values.length - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      const kept = values[last] as number;
      values[last] = values[other] as number;
      values[other] = kept;
    }
  }
}
