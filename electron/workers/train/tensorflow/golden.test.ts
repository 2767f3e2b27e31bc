import { expect, test } from 'vitest';
import { trainConfig } from '../../../ml/gan/presets';
import { networkEntries, stateEntries } from '../../../ml/gan/state';
import { readGolden, type Golden } from '../../../testing/golden';
import { isTensorFlowInstalled } from './load-tensorflow';
import { TensorFlowTrainer } from './tensorflow-trainer';

const found = readGolden();
if (!found) console.warn('Golden values are not here (../shared/data/golden): their tests are skipped.');
const isInstalled = isTensorFlowInstalled();
if (!isInstalled) console.warn('TensorFlow is not here (npm run tensorflow): its native golden test is skipped.');

const config = trainConfig('article', { generatorWidth: 8, discriminatorWidth: 8, latentDim: 16, batch: 8 });

/** generator.main.0.weight is called generator/0.weight there. */
const goldenName = (name: string): string => name.replace('.main.', '/');
const networks = [...networkEntries('generator', config), ...networkEntries('discriminator', config)];

function initial(golden: Golden): Map<string, Float32Array> {
  const given = new Map(networks.map(({ name }) => [name, golden.array(`init/${goldenName(name)}`)]));
  return new Map(
    stateEntries(config).map((entry) => [entry.name, given.get(entry.name) ?? entry.initial(undefined as never)]),
  );
}

const relative = (value: number, expected: number): number => Math.abs(value - expected) / Math.abs(expected);
const distance = (a: Float32Array, b: Float32Array): number =>
  a.reduce((largest, value, index) => Math.max(largest, Math.abs(value - (b[index] as number))), 0);

/**
 * GAN training amplifies rounding, in PyTorch's own float32 as well. The native back end's oneDNN rounds more than others;
 * without it (TF_ENABLE_ONEDNN_OPTS=0) nineteen steps are exact.
 */
for (const { backEnd, steps, exactSteps, isHere } of [
  { backEnd: 'plain', steps: 1, exactSteps: 1, isHere: true },
  { backEnd: 'native', steps: 20, exactSteps: 3, isHere: isInstalled },
] as const)
  test.skipIf(!found || !isHere)(
    `the step equals PyTorch in float64 in the reported values and in every array: ${backEnd}, ${steps} steps`,
    async () => {
      const golden = found as Golden;
      const trainer = await TensorFlowTrainer.create(config, backEnd);
      trainer.load(initial(golden));
      const noise = golden.array('noise');
      for (const [index, expected] of golden.steps.slice(0, steps).entries()) {
        const values = await trainer.step(index + 1, {
          real: golden.realBatch(index),
          noise: noise.slice(index * 128, (index + 1) * 128),
          augmentation: new Map(),
        });
        const errors = [
          relative(values.lossD, expected.lossD),
          relative(values.lossG, expected.lossG),
          relative(values.dReal, expected.dOfX),
          relative(values.dFake, expected.dOfGBefore),
          relative(values.dFakeAfter, expected.dOfGAfter),
        ];
        expect(Math.max(...errors), `step ${index + 1}`).toBeLessThan(index < exactSteps ? 1e-5 : 3e-2);
        if (index !== 0) continue;
        const state = trainer.read();
        for (const { name } of networks) {
          const wanted = golden.array(`after${index + 1}/${goldenName(name)}`);
          expect(distance(state.get(name)?.values as Float32Array, wanted), name).toBeLessThan(1e-4);
        }
      }
      await trainer.release();
    },
  );
