import type { Remedy } from '../../contract/coach';
import type { Augmentation, TrainConfig } from '../../contract/training';
import { usualTarget } from '../gan/adaptive-augmentation';
import { augmentsAt } from '../gan/augment';

/** Of DiffAugment (arXiv:2006.10738) the part that was measured to help against photos known by heart (decision 15), as much as is needed. */
const lateAugmentation: readonly Augmentation[] = ['translation'];
/** Of the run's own steps, so many more are made at least: augmentation works slowly. */
const furtherShare = 0.5;

/**
 * Augmentation from a checkpoint on: for a discriminator that learns photos by heart. Null where it is on already, where there
 * is no checkpoint, and for the article's preset, which has none.
 *
 * @param epoch passes over the photos so far
 */
export function addAugmentation(config: TrainConfig, step: number | null, epoch: number): Remedy | null {
  const { preset, augment, steps } = config;
  if (preset === 'article' || augmentsAt(config, epoch) || step === null) return null;
  const goal = Math.max(steps, step + Math.ceil(furtherShare * steps));
  return {
    kind: 'add-augmentation',
    step,
    augment: [...(augment.length > 0 ? augment : lateAugmentation)],
    augmentTarget: usualTarget,
    steps: goal,
  };
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
