const bands = 4;
const bandValues = 1 << 16;
const empty = -1;

/** Every way to change at most `radius` of 16 bits, as masks. */
function masksWithin(radius: number): Uint16Array {
  const masks: number[] = [0];
  for (let first = 0; radius >= 1 && first < 16; first++) {
    masks.push(1 << first);
    for (let second = first + 1; radius >= 2 && second < 16; second++) masks.push((1 << first) | (1 << second));
  }
  return Uint16Array.from(masks);
}

const bitCount = (value: number): number => {
  let bits = value - ((value >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

/**
 * Finds the hashes within a few bits of another one without comparing it with all of them: multi-index hashing
 * (Norouzi, Punjani, Fleet: "Fast Search in Hamming Space with Multi-Index Hashing", CVPR 2012). A hash of 64 bits is
 * four bands of 16; hashes that differ in at most 4 r + 3 bits have a band that differs in at most r.
 */
export class HammingIndex {
  /** Where the chain of a band's value begins, and what follows each row in it. */
  readonly #heads = Array.from({ length: bands }, () => new Int32Array(bandValues).fill(empty));
  #nexts = Array.from({ length: bands }, () => new Int32Array(1024));
  #high = new Uint32Array(1024);
  #low = new Uint32Array(1024);
  #count = 0;
  readonly #masks: Uint16Array;

  /** @param radius bits that two near hashes may differ in, 0 to 11 */
  constructor(private readonly radius: number) {
    this.#masks = masksWithin(Math.floor(radius / bands));
  }

  get count(): number {
    return this.#count;
  }

  /** @returns the row that the hash has from now on: 0, 1, 2 ... */
  add(high: number, low: number): number {
    const row = this.#count++;
    if (row === this.#high.length) this.#grow();
    this.#high[row] = high;
    this.#low[row] = low;
    for (let band = 0; band < bands; band++) {
      const value = bandOf(high, low, band);
      const head = this.#heads[band] as Int32Array;
      (this.#nexts[band] as Int32Array)[row] = head[value] as number;
      head[value] = row;
    }
    return row;
  }

  /** Rows whose hash differs in at most `radius` bits, ascending. */
  near(high: number, low: number): number[] {
    const found = new Set<number>();
    for (let band = 0; band < bands; band++) {
      const value = bandOf(high, low, band);
      const [head, next] = [this.#heads[band] as Int32Array, this.#nexts[band] as Int32Array];
      for (const mask of this.#masks) {
        for (let row = head[value ^ mask] as number; row !== empty; row = next[row] as number) {
          const distance = bitCount((this.#high[row] as number) ^ high) + bitCount((this.#low[row] as number) ^ low);
          if (distance <= this.radius) found.add(row);
        }
      }
    }
    return [...found].sort((a, b) => a - b);
  }

  #grow(): void {
    const larger = <T extends Int32Array | Uint32Array>(old: T, make: new (length: number) => T): T => {
      const grown = new make(old.length * 2);
      grown.set(old);
      return grown;
    };
    this.#high = larger(this.#high, Uint32Array);
    this.#low = larger(this.#low, Uint32Array);
    this.#nexts = this.#nexts.map((next) => larger(next, Int32Array));
  }
}

const bandOf = (high: number, low: number, band: number) => ((band < 2 ? high : low) >>> ((band & 1) * 16)) & 0xffff;
