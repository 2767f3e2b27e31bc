import { Random as Generator } from '../../electron/ml/rng';

/** A seeded source of choices: the same seed and index always give the same picture. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  between(low: number, high: number): number;
  /** Both ends are possible. */
  integer(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Picks a key in proportion to its weight. */
  weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K;
  /** -1 or 1. */
  side(): -1 | 1;
}

/** Choices for one picture of a collection. */
export function createRandom(seed: number, index: number): Random {
  const generator = Generator.fromSeed(seed >>> 0, index);
  const next = () => generator.uniform();
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    integer: (low, high) => low + generator.integer(high - low + 1),
    chance: (probability) => next() < probability,
    pick: <T>(items: readonly T[]) => {
      if (items.length === 0) throw new RangeError('pick needs at least one item.');
      return items[generator.integer(items.length)] as T;
    },
    weighted: <K extends string>(weights: Readonly<Partial<Record<K, number>>>) => {
      const entries = Object.entries(weights) as [K, number][];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of entries) {
        left -= weight;
        if (left < 0) return key;
      }
      const last = entries.at(-1);
      if (!last) throw new RangeError('weighted needs at least one key.');
      return last[0];
    },
    side: () => (next() < 0.5 ? -1 : 1),
  };
}
