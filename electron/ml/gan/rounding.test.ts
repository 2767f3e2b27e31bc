import { beforeAll, describe, expect, test } from 'vitest';
import { compileExactly } from '../../testing/float64';
import { readGolden, type Golden } from '../../testing/golden';
import { makeStepper } from '../../testing/stepper';
import { Random } from '../rng';
import { trainConfig } from './presets';
import { firstMomentOf, initialState, packState, stateEntries, unpackState } from './state';
import {
  buildTrainingStep,
  nextOf,
  reportedValues,
  stepInputs,
  stepScalars,
  type ReportedValue,
} from './training-step';
import pytorch from './pytorch-rounding.json';

/** Steps in double precision: the im2col graph with every number a float64. */
async function makeExactStepper(config: ReturnType<typeof trainConfig>) {
  const { graph, form, state } = buildTrainingStep(config, 'im2col');
  const compiled = await compileExactly(graph);
  let packed = new Map<string, Float32Array | Float64Array>();
  let step = 0;
  return {
    load: (values: ReadonlyMap<string, Float32Array>) => {
      step = 0;
      packed = new Map(state.map((entry) => [entry.name, packState(form, entry, values.get(entry.name)!)]));
    },
    /** In PyTorch's layout, as float32. */
    read: (name: string): Float32Array => {
      const entry = state.find((candidate) => candidate.name === name)!;
      return unpackState(form, entry, Float32Array.from(packed.get(name)!));
    },
    step: async (real: Uint8Array, noise: Float32Array): Promise<Record<ReportedValue, number>> => {
      step++;
      const inputs = new Map<string, Float32Array | Float64Array | Int32Array | Uint8Array>(packed);
      inputs.set(stepInputs.real, real).set(stepInputs.noise, noise);
      for (const [name, value] of stepScalars(step, config)) inputs.set(name, Float64Array.of(value));
      const out = await compiled.run(inputs);
      packed = new Map(state.map(({ name }) => [name, out.get(nextOf(name))!]));
      return Object.fromEntries(reportedValues.map((name) => [name, out.get(name)![0]])) as Record<
        ReportedValue,
        number
      >;
    },
    release: () => compiled.release(),
  };
}

const norm = (a: Float32Array): number => Math.sqrt(a.reduce((sum, value) => sum + value * value, 0));
const relativeError = (a: Float32Array, exact: Float32Array): number =>
  norm(a.map((value, index) => value - exact[index]!)) / norm(exact);
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

const golden = readGolden();
if (!golden)
  console.warn('Golden values are not here (../shared/data/golden): the test of twenty exact steps is skipped.');

test.skipIf(!golden)(
  'in double precision twenty steps are those of PyTorch in double precision: what float32 adds is rounding, not a fault',
  async () => {
    const { array, realBatch, steps } = golden as Golden;
    const config = trainConfig('article', { generatorWidth: 8, discriminatorWidth: 8, latentDim: 16, batch: 8 });
    const stepper = await makeExactStepper(config);
    stepper.load(
      new Map(
        stateEntries(config).map((entry) => [
          entry.name,
          /^(generator|discriminator)\./.test(entry.name)
            ? array(`init/${entry.name.replace('.main.', '/')}`)
            : entry.initial(undefined as never),
        ]),
      ),
    );
    const noise = array('noise');
    for (const [index, expected] of steps.entries()) {
      const values = await stepper.step(realBatch(index), noise.slice(index * 128, (index + 1) * 128));
      const wanted = [expected.lossD, expected.lossG, expected.dOfX, expected.dOfGBefore, expected.dOfGAfter];
      reportedValues.forEach((name, place) =>
        expect(Math.abs(values[name] / wanted[place]! - 1), `${name} at step ${index + 1}`).toBeLessThan(2e-6),
      );
    }
    await stepper.release();
  },
);

/**
 * At full width, against double precision: how far each parameter's gradient is off in the first step, next to how far
 * PyTorch's float32 is off in the same networks (pytorch-rounding.json, made by tools/pytorch-rounding.py). See decision 13.
 *
 * An activation that rounding moves over a rectifier's kink costs a thousandth and more, and with another processor it is
 * another activation. So a fault is looked for where no kink hides it:
 * - `last`: the gradient of the discriminator's last layer, which no slope touches, in every seed;
 * - `clear`: of each parameter of its last three layers, whose few activations seldom cross, the best of five seeds.
 *
 * The numbers are what was measured on an AMD EPYC (Zen 4), but for the medians of the two plain forms' generators: those
 * were 4.1e-4, and one seed more or less with a crossing moves them tenfold, so that three times 1e-3 is what PyTorch's is.
 * What is allowed is `margin` times that.
 */
const margin = 3;
const measured = {
  tiled: {
    last: 2.5e-6,
    clear: 2.3e-6,
    generator: { median: 8.0e-3, worst: 3.9e-2 },
    // Three seeds with a crossing more, as with the points before, would make its median 1e-3.
    discriminator: { median: 1.0e-3, worst: 3.6e-3 },
  },
  im2col: {
    last: 9e-7,
    clear: 9e-7,
    generator: { median: 1.0e-3, worst: 3.9e-2 },
    discriminator: { median: 7.8e-7, worst: 3.6e-3 },
  },
  native: {
    last: 1.0e-6,
    clear: 1.0e-6,
    generator: { median: 1.0e-3, worst: 3.5e-2 },
    discriminator: { median: 9.0e-7, worst: 2.4e-3 },
  },
} as const;

describe('gradients at width 64 beside the errors of PyTorch in float32, over five seeds', () => {
  const seeds = [1, 2, 3, 4, 5];
  const config = trainConfig('article', { batch: pytorch.batch });
  const names = stateEntries(config).flatMap(({ name, trained }) => (trained ? [name] : []));
  const wanted = new Map<number, Map<string, Float32Array>>();

  function drawStart(seed: number) {
    const random = Random.fromSeed(seed);
    const state = initialState(config, random);
    const real = Uint8Array.from({ length: config.batch * 64 * 64 * 3 }, () => random.integer(256));
    return { state, real, noise: random.normals(config.batch * config.latentDim) };
  }

  beforeAll(async () => {
    const exact = await makeExactStepper(config);
    for (const seed of seeds) {
      const { state, real, noise } = drawStart(seed);
      exact.load(state);
      await exact.step(real, noise);
      // Adam's first moment after a first step is the gradient.
      wanted.set(seed, new Map(names.map((name) => [name, exact.read(firstMomentOf(name))])));
    }
    await exact.release();
  }, 600_000);

  test.each(['tiled', 'im2col', 'native'] as const)('in the %s form', { timeout: 600_000 }, async (form) => {
    const errors = new Map<string, number[]>(names.map((name) => [name, []]));
    for (const seed of seeds) {
      const stepper = await makeStepper(config, form);
      const { state, real, noise } = drawStart(seed);
      stepper.load(state);
      await stepper.step(real, noise);
      for (const [name, found] of errors)
        found.push(relativeError(stepper.read(firstMomentOf(name)), wanted.get(seed)!.get(name)!));
      await stepper.release();
    }
    const limits = measured[form];
    const of = (pattern: RegExp) => [...errors].flatMap(([name, found]) => (pattern.test(name) ? [found] : []));
    expect(Math.max(...of(/^discriminator\.main\.11\./).flat()), 'last').toBeLessThan(margin * limits.last);
    const best = of(/^discriminator\.main\.([5-9]|11)\./).map((found) => Math.min(...found));
    expect(Math.max(...best), 'clear').toBeLessThan(margin * limits.clear);
    for (const network of ['generator', 'discriminator'] as const) {
      const all = of(new RegExp(`^${network}`)).flat();
      expect(median(all), `${network}, median`).toBeLessThan(margin * limits[network].median);
      expect(Math.max(...all), `${network}, worst`).toBeLessThan(margin * limits[network].worst);
    }
  });
});
