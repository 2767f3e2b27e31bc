import type { Finding } from '../../contract/coach';
import type { TrainConfig } from '../../contract/training';
import { average, judgedSteps, type CoachRow } from './rows';

/** Steps after which the curves have settled. (Of translation after 48 passes over 1,845 crops they had within 200.) */
const settledAfter = 2 * judgedSteps;

/**
 * The rule `augmenting`: augmentation of all pictures has just begun by itself, and the curves jump for that reason alone. Null before
 * and after, where it began before the first row, and where it goes by need, little by little.
 *
 * @param rows metrics in order, at least one
 */
export function judgeAugmentation(rows: readonly CoachRow[], config: TrainConfig): Finding | null {
  const { augment, augmentAfter, augmentTarget } = config;
  const last = rows.findIndex(({ epoch }) => epoch !== undefined && epoch >= augmentAfter);
  const newest = rows.at(-1) as CoachRow;
  // The first row that is so may be any, where those before it are not known.
  if (augment.length === 0 || augmentAfter === 0 || augmentTarget > 0 || last < 1 || last === rows.length - 1)
    return null;
  const since = (rows[last] as CoachRow).step + 1;
  if (newest.step >= since + settledAfter) return null;
  const gap = (part: readonly CoachRow[]) => average(part.map(({ dReal, dFake }) => dReal - dFake));
  const [before, now] = [gap(rows.slice(Math.max(0, last + 1 - judgedSteps), last + 1)), gap(rows.slice(last + 1))];
  return {
    kind: 'augmenting',
    severity: 'calm',
    evidence: { since, epoch: augmentAfter, gapBefore: before, gap: now },
    message: `Since step ${since} pictures are moved at random, for the photos have been seen ${augmentAfter} times. D(x) and D(G(z)) were ${before.toFixed(2)} apart and are ${now.toFixed(2)} now: the discriminator has to look at clothes again in place of photos that it knows.`,
    remedy: { kind: 'none' },
  };
}
