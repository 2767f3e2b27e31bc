import type { TrainConfig, TrainOverrides, TrainProgress } from '../contract/training';
import { trainConfig } from '../ml/gan/presets';
import { Random } from '../ml/rng';
import { DatasetWriter } from '../storage/dataset-folder';

/** DiffAugment whole, from the first step on, so that what draws and carries its numbers is tested too. */
export const augmented: TrainOverrides = {
  augment: ['color', 'translation', 'cutout'],
  augmentAfter: 0,
  augmentTarget: 0,
};

/** A training that takes milliseconds a step; `better` with every augmentation. */
export function smallConfig(overrides: TrainOverrides = {}, preset: 'article' | 'better' = 'article'): TrainConfig {
  return trainConfig(preset, {
    generatorWidth: 8,
    discriminatorWidth: 8,
    latentDim: 16,
    batch: 8,
    steps: 10,
    seed: 42,
    checkpointEvery: 5,
    keepEvery: 0,
    sampleEvery: 5,
    sampleCount: 4,
    threads: 1,
    ...(preset === 'better' && augmented),
    ...overrides,
  });
}

/**
 * A dataset of coloured pictures with a bright bar, every fifth of them for validation.
 *
 * @param heldOut those for validation may be of another kind: without a bar
 */
export async function writeSmallDataset(
  folder: string,
  count = 20,
  heldOut: 'alike' | 'other' = 'alike',
): Promise<string> {
  const writer = await DatasetWriter.create(folder, {
    name: 'small',
    createdAt: '2026-01-01T00:00:00.000Z',
    imageSize: 64,
    category: 'outfit',
    framing: 'pad',
  });
  const random = Random.fromSeed(9);
  for (let index = 0; index < count; index++) {
    const pixels = new Uint8Array(64 * 64 * 3).fill(random.integer(128));
    const split = index % 5 === 4 ? 'validation' : 'train';
    if (split === 'train' || heldOut === 'alike')
      for (let y = 8; y < 56; y++) pixels.fill(128 + random.integer(128), (y * 64 + 20) * 3, (y * 64 + 20 + 16) * 3);
    await writer.add(pixels, { split, path: `${index}.png`, imageId: null, annotationId: null, bbox: null });
  }
  await writer.finish();
  return folder;
}

/** Collects what a training reports. */
export function reporting(): {
  context: { signal: AbortSignal; report: (progress: TrainProgress) => void };
  steps: TrainProgress[];
  stop: AbortController;
} {
  const stop = new AbortController();
  const steps: TrainProgress[] = [];
  return { context: { signal: stop.signal, report: (progress) => void steps.push(progress) }, steps, stop };
}
