import { expect, test } from 'vitest';
import type { TrainOverrides } from '../../contract/training';
import { countTrainingMiB } from '../../testing/peak-memory';
import { estimateTrainingMiB } from './memory-estimate';
import { augmented } from '../../testing/small-training';
import { trainConfig } from './presets';

/** Peak resident memory of a process of its own after three steps, in MiB. */
test.each<[TrainOverrides, 'tiled' | 'im2col' | 'native', number]>([
  [{ generatorWidth: 32, discriminatorWidth: 32, batch: 32 }, 'tiled', 450],
  [{}, 'tiled', 1241],
  [{}, 'native', 697],
  [{}, 'im2col', 1622],
  [{ microBatch: 32 }, 'tiled', 1081],
  [{ microBatch: 16 }, 'tiled', 859],
  [{ imageSize: 128 }, 'tiled', 4923],
  [{ imageSize: 128 }, 'native', 2451],
  [{ imageSize: 128, microBatch: 16 }, 'tiled', 2988],
])(
  'the estimate for a process agrees with what was measured, within an eighth: %o, %s: %i MiB',
  (overrides, form, measuredMiB) => {
    const estimate = estimateTrainingMiB(trainConfig('article', overrides), form);

    expect(estimate / measuredMiB).toBeGreaterThan(0.875);
    expect(estimate / measuredMiB).toBeLessThan(1.125);
  },
);

test('a training with every augmentation takes at most 1.5 GB, and about what it took over steps, grids and checkpoints', () => {
  const estimate = estimateTrainingMiB(trainConfig('better', { ...augmented, batch: 64 }), 'tiled');
  expect(estimate).toBeLessThan(1500);
  expect(estimateTrainingMiB(trainConfig('better'), 'tiled')).toBeLessThan(estimate);
  // Seven steps, two grids and two checkpoints in a process of its own, one thread.
  expect(Math.abs(estimate / 1367 - 1)).toBeLessThan(1 / 8);
});

/** Six layouts and two kinds of discriminator share few numbers; a person is told "about". */
test('the arithmetic agrees with what the graphs themselves count, within an eighth', () => {
  const sizes: TrainOverrides[] = [
    { batch: 64 },
    { batch: 16, generatorWidth: 32, discriminatorWidth: 96 },
    { batch: 128, generatorWidth: 96, discriminatorWidth: 64 },
    { batch: 64, microBatch: 16 },
    { batch: 64, imageSize: 128 },
    { batch: 32, microBatch: 16, imageSize: 128, generatorWidth: 32, discriminatorWidth: 32 },
  ];
  for (const preset of ['article', 'better'] as const)
    for (const form of ['tiled', 'im2col', 'native'] as const)
      for (const overrides of sizes) {
        const config = trainConfig(preset, { ...(preset === 'better' && augmented), ...overrides });
        const ratio = estimateTrainingMiB(config, form) / countTrainingMiB(config, form);
        expect(Math.abs(ratio - 1), `${preset} ${form} ${JSON.stringify(overrides)}`).toBeLessThan(1 / 8);
      }
});
