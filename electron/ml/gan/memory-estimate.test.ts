import { expect, test } from 'vitest';
import type { TrainOverrides, TrainPreset } from '../../contract/training';
import { countTrainingMiB } from '../../testing/peak-memory';
import { estimateTrainingMiB } from './memory-estimate';
import { augmented } from '../../testing/small-training';
import { trainConfig } from './presets';

const narrow = { generatorWidth: 32, discriminatorWidth: 32 };
const wide = { generatorWidth: 96, discriminatorWidth: 96 };

/** Peak resident memory, in MiB, of a process that trains, draws two grids and writes two checkpoints: `npm run bench -- memory --processes`. */
test.each<[TrainPreset, TrainOverrides, 'tiled' | 'im2col' | 'native', number]>([
  ['better', narrow, 'tiled', 440],
  ['better', {}, 'tiled', 1056],
  ['better', wide, 'tiled', 1701],
  ['better', { batch: 64 }, 'tiled', 1431],
  ['better', { ...augmented, batch: 64 }, 'tiled', 1387],
  ['better', { batch: 64, discriminatorNorm: 'spectral' }, 'tiled', 1535],
  ['better', {}, 'native', 662],
  ['better', { imageSize: 128 }, 'tiled', 3022],
  ['better', { imageSize: 128 }, 'native', 1723],
  ['better', { ...narrow, imageSize: 128 }, 'tiled', 1186],
  ['article', narrow, 'tiled', 647],
  ['article', {}, 'tiled', 1211],
  ['article', { microBatch: 32 }, 'tiled', 1109],
  ['article', { microBatch: 16 }, 'tiled', 903],
  ['article', {}, 'native', 840],
  ['article', { microBatch: 16 }, 'native', 581],
  ['article', {}, 'im2col', 1711],
  ['article', wide, 'tiled', 2120],
  ['article', { ...wide, microBatch: 16 }, 'tiled', 1721],
])(
  'the estimate for a process agrees with what was measured, within an eighth: %s %o, %s: %i MiB',
  (preset, overrides, form, measuredMiB) => {
    const estimate = estimateTrainingMiB(trainConfig(preset, overrides), form);

    expect(estimate / measuredMiB).toBeGreaterThan(0.875);
    expect(estimate / measuredMiB).toBeLessThan(1.125);
  },
);

test('a training with every augmentation takes at most 1.5 GB, and the preset better less', () => {
  const estimate = estimateTrainingMiB(trainConfig('better', { ...augmented, batch: 64 }), 'tiled');
  expect(estimate).toBeLessThan(1500);
  expect(estimateTrainingMiB(trainConfig('better'), 'tiled')).toBeLessThan(estimate);
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
