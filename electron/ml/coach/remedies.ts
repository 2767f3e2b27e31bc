import type { Remedy } from '../../contract/coach';
import type { TrainConfig } from '../../contract/training';

/** Of DiffAugment (arXiv:2006.10738) the part that was measured to help from there on (decision 15). */
const lateAugmentation = ['translation'] as const;
/** Of the run's own steps, so many more are made at least: augmentation works slowly. */
const furtherShare = 0.5;

/**
 * Augmentation from a checkpoint on: for a discriminator that learns photos by heart. Null where it is on already, where there
 * is no checkpoint, and for the article's preset, which has none.
 */
export function addAugmentation({ preset, augment, steps }: TrainConfig, step: number | null): Remedy | null {
  if (preset === 'article' || augment.length > 0 || step === null) return null;
  const goal = Math.max(steps, step + Math.ceil(furtherShare * steps));
  return { kind: 'add-augmentation', step, augment: [...lateAugmentation], steps: goal };
}

/** How much smaller steps become: half is the usual first try. */
const rateFactor = 0.5;

const lowered = ({ learningRate, discriminatorRate }: TrainConfig) => ({
  learningRate: learningRate * rateFactor,
  discriminatorRate: discriminatorRate * rateFactor,
});

export const lowerRates = (config: TrainConfig, step: number | null): Remedy => ({
  kind: 'lower-learning-rate',
  step,
  ...lowered(config),
});

/** Back to a checkpoint, or to the start where none is good. */
export const goBack = (config: TrainConfig, step: number | null): Remedy =>
  step === null ? lowerRates(config, null) : { kind: 'go-back-to-checkpoint', step, ...lowered(config) };

export const restart: Remedy = { kind: 'restart-with-better' };
