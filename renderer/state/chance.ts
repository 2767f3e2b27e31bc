import type { RunwayTest } from '../../electron/contract/api/gallery';

/** What a runway test says. */
export interface RunwayScore {
  count: number;
  right: number;
  /** Generated looks, and those of them that passed for real. */
  generated: number;
  passed: number;
  /** Real looks, and those of them that were doubted. */
  real: number;
  doubted: number;
  /** Probability of at least so many right answers by guessing alone, 0 to 1. */
  byChance: number;
}

/** Probability of at least `right` heads in `count` throws of a fair coin. */
export function tailOfCoin(right: number, count: number): number {
  let term = 0.5 ** count;
  let sum = 0;
  for (let heads = 0; heads <= count; heads++) {
    if (heads >= right) sum += term;
    term = (term * (count - heads)) / (heads + 1);
  }
  return Math.min(1, sum);
}

export function scoreOf({ answers }: Pick<RunwayTest, 'answers'>): RunwayScore {
  const generated = answers.filter(({ kind }) => kind === 'generated');
  const real = answers.filter(({ kind }) => kind === 'real');
  const right = answers.filter(({ kind, answer }) => kind === answer).length;
  return {
    count: answers.length,
    right,
    generated: generated.length,
    passed: generated.filter(({ answer }) => answer === 'real').length,
    real: real.length,
    doubted: real.filter(({ answer }) => answer === 'generated').length,
    byChance: tailOfCoin(right, answers.length),
  };
}

/**
 * What may fairly be said. `told`: guessing would seldom do as well; `chance`: it would; `deceived`: guessing would seldom do as
 * badly, so the looks seem more real than the photos.
 */
export function verdictOf({ right, count, byChance }: RunwayScore): 'told' | 'chance' | 'deceived' {
  if (byChance < 0.05) return 'told';
  return tailOfCoin(count - right, count) < 0.05 ? 'deceived' : 'chance';
}
