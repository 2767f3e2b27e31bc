import type { Remedy } from '../../contract/coach';
import type { TrainConfig } from '../../contract/training';

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
