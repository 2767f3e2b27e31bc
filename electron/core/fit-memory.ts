import type { TrainConfig } from '../contract/training';
import { estimateTrainingMiB } from '../ml/gan/memory-estimate';

type Form = Exclude<TrainConfig['form'], 'auto'>;

export interface Fit {
  form: Form;
  /** Pictures that pass at once; 0: the whole batch. */
  microBatch: number;
  memoryMiB: number;
  fits: boolean;
}

/** Batch norm over fewer pictures than this would be too noisy. */
const leastTogether = 16;

/**
 * How a training on the processor is laid out so that it fits into memory: as it is, else the batch in two or four parts,
 * else the form that takes least, which is slowest. What the settings say is not changed; what they leave open is.
 *
 * @param freeMiB memory that a process could take now
 */
export function fitToMemory(config: TrainConfig, freeMiB: number): Fit {
  let last: Fit | undefined;
  for (const { form, microBatch } of layouts(config)) {
    const memoryMiB = estimateTrainingMiB({ ...config, microBatch }, form);
    last = { form, microBatch, memoryMiB, fits: memoryMiB <= freeMiB };
    if (last.fits) return last;
  }
  // There is always one layout: the first is what the settings ask for.
  return last as Fit;
}

/** Fastest first. */
function layouts({ form, batch, microBatch }: TrainConfig): { form: Form; microBatch: number }[] {
  const forms: Form[] = form === 'auto' ? ['tiled', 'native'] : [form];
  const parts = microBatch > 0 ? [microBatch] : [0, ...[2, 4].map((count) => batch / count).filter(isAllowed)];
  return forms.flatMap((name) => parts.map((size) => ({ form: name, microBatch: size })));
}

const isAllowed = (size: number): boolean => Number.isInteger(size) && size >= leastTogether;
