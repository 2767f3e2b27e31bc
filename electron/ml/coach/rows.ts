import type { TrainProgress } from '../../contract/training';

/** What the coach reads of a step. */
export type CoachRow = Pick<TrainProgress, 'step' | 'lossD' | 'lossG' | 'dReal' | 'dFake' | 'diversity'> &
  Partial<Pick<TrainProgress, 'epoch'>>;

/** Steps that a judgement looks back on: shorter swings belong to every GAN training. */
export const judgedSteps = 200;
/** Steps that the coach wants to see, so that it can say since when something has been so. */
export const rememberedSteps = 2000;
/** Before this step the discriminator often wins: the generator has learned nothing yet. */
export const firstJudgedStep = 400;

export function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Since which step a condition has held without a break, judged by blocks of steps so that single steps do not count.
 *
 * @param holds told of each block of rows, newest first, until it says no
 */
export function heldSince(rows: readonly CoachRow[], holds: (block: readonly CoachRow[]) => boolean): number {
  const block = judgedSteps / 4;
  let since = rows.at(-1)?.step ?? 0;
  for (let end = rows.length; end > 0; end -= block) {
    const part = rows.slice(Math.max(0, end - block), end);
    if (!holds(part)) break;
    since = part[0]?.step ?? since;
  }
  return since;
}
