import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { readGolden, type Golden } from '../../testing/golden';
import { compile } from '../../testing/onnx';
import { makeStepper } from '../../testing/stepper';
import { Graph } from '../graph/graph';
import { buildSampling, exportGenerator, samplingNames } from './generator-model';
import { networkEntries, packState, stateEntries } from './state';
import { makeForm, type StepConfig } from './training-step';

const golden = readGolden();
if (!golden) console.warn('Golden values are not here (../shared/data/golden): their tests are skipped.');

const config: StepConfig & { learningRate: number; discriminatorRate: number } = {
  imageSize: 64,
  latentDim: 16,
  generatorWidth: 8,
  discriminatorWidth: 8,
  discriminatorNorm: 'batch',
  batch: 8,
  learningRate: 2e-4,
  discriminatorRate: 2e-4,
  beta1: 0.5,
  beta2: 0.999,
  loss: 'bce',
  augment: [],
  emaDecay: 0,
};

/** generator.main.0.weight is called generator/0.weight there. */
const goldenName = (name: string): string => name.replace('.main.', '/');
const isNetworkArray = (name: string): boolean => /^(generator|discriminator)\./.test(name);

function initial(): Map<string, Float32Array> {
  return new Map(
    stateEntries(config).map((entry) => [
      entry.name,
      isNetworkArray(entry.name)
        ? (golden?.array(`init/${goldenName(entry.name)}`) as Float32Array)
        : entry.initial(undefined as never),
    ]),
  );
}

const relative = (value: number, expected: number): number => Math.abs(value - expected) / Math.abs(expected);
const largest = (values: Iterable<number>): number => Math.max(...values);
const distance = (found: Float32Array, wanted: Float32Array): number =>
  largest(found.map((value, index) => Math.abs(value - (wanted[index] as number))));

(golden ? describe : describe.skip)('the step equals PyTorch in float64', () => {
  const { array, realBatch, steps } = golden ?? ({ steps: [] } as unknown as Golden);

  /** GAN training amplifies rounding: from about step 8 the tiled form drifts as PyTorch's own float32 does. */
  test.each([
    { form: 'tiled', exactSteps: 6, later: 3e-2 },
    { form: 'im2col', exactSteps: 12, later: 1e-2 },
    { form: 'native', exactSteps: 12, later: 1e-2 },
  ] as const)('in the reported values and in every array, $form form', async ({ form, exactSteps, later }) => {
    const stepper = await makeStepper(config, form);
    stepper.load(initial());
    const noise = array('noise');
    for (const [index, expected] of steps.entries()) {
      const values = await stepper.step(realBatch(index), noise.slice(index * 128, (index + 1) * 128));
      const errors = [
        relative(values.lossD, expected.lossD),
        relative(values.lossG, expected.lossG),
        relative(values.dReal, expected.dOfX),
        relative(values.dFake, expected.dOfGBefore),
        relative(values.dFakeAfter, expected.dOfGAfter),
      ];
      expect(largest(errors), `step ${index + 1}`).toBeLessThan(index < exactSteps ? 1e-5 : later);
      if (index !== 0 && index !== 4) continue;
      for (const { name } of stepper.state.filter((entry) => isNetworkArray(entry.name)))
        expect(distance(stepper.read(name), array(`after${index + 1}/${goldenName(name)}`)), name).toBeLessThan(1e-4);
    }
    await stepper.release();
  });

  test.each(['tiled', 'im2col', 'native'] as const)(
    'in samples of the generator in evaluation mode, %s form',
    async (form) => {
      const graph = buildSampling(config, 8, form);
      const layout = makeForm(form, new Graph());
      const sampling = await compile(graph);
      const inputs = new Map<string, Float32Array>([[samplingNames.latent, array('fixedNoise')]]);
      for (const entry of networkEntries('generator', config))
        inputs.set(entry.name, packState(layout, entry, array(`after20/${goldenName(entry.name)}`)));

      const image = (await sampling.run(inputs)).get(samplingNames.image) as Float32Array;

      expect(distance(image, channelsLast(array('evalSamplesAfter20')))).toBeLessThan(1e-5);
      await sampling.release();
    },
  );

  test('in samples of the exported generator, which needs nothing but a latent vector', async () => {
    const weights = new Map(
      networkEntries('generator', config).map(({ name }) => [name, array(`after20/${goldenName(name)}`)]),
    );
    const session = await InferenceSession.create(exportGenerator(config, weights, { seed: '1' }));
    const latent = new Tensor('float32', array('fixedNoise').slice(0, 16), [1, 16]);

    const { image } = await session.run({ latent });

    const expected = array('evalSamplesAfter20').slice(0, 3 * 64 * 64);
    expect(
      distance(
        image?.data as Float32Array,
        expected.map((value) => value / 2 + 0.5),
      ),
    ).toBeLessThan(1e-5);
    await session.release();
  });
});

/** [8, 3, 64, 64] to [8, 64, 64, 3] */
function channelsLast(values: Float32Array): Float32Array {
  const pixels = 64 * 64;
  return values.map((_, index) => {
    const picture = Math.floor(index / (3 * pixels));
    const pixel = Math.floor(index / 3) % pixels;
    return values[(picture * 3 + (index % 3)) * pixels + pixel] as number;
  });
}
