import { expect, onTestFinished, test } from 'vitest';
import type { TrainOverrides } from '../../contract/training';
import { drawAugmentation } from '../../ml/gan/augment';
import { initialState } from '../../ml/gan/state';
import { Random } from '../../ml/rng';
import { smallConfig } from '../../testing/small-training';
import { OnnxTrainer, type StepBatch } from './onnx-trainer';

const spectral = { discriminatorNorm: 'spectral', loss: 'hinge' } as const satisfies TrainOverrides;
const kinds: [string, TrainOverrides][] = [
  ['DCGAN', {}],
  ['augmentation and an averaged generator', { augment: ['color', 'translation', 'cutout'], emaDecay: 0.9 }],
  ['spectral norm and hinge loss', spectral],
  ['the native form', { form: 'native' }],
];

const configOf = (overrides: TrainOverrides) => smallConfig({ ...overrides, latentDim: 12 });

function draw(random: Random, overrides: TrainOverrides, batch: number): StepBatch {
  const config = configOf({ ...overrides, batch });
  return {
    real: Uint8Array.from({ length: batch * 64 * 64 * 3 }, () => random.integer(256)),
    noise: random.normals(batch * config.latentDim),
    augmentation: drawAugmentation(config, random),
  };
}

function joined(a: StepBatch, b: StepBatch): StepBatch {
  const augmentation = new Map(
    [...a.augmentation].map(([name, values]) => {
      const others = b.augmentation.get(name) as typeof values;
      const Both = values.constructor as new (from: number[]) => typeof values;
      return [name, new Both([...values, ...others])];
    }),
  );
  return {
    real: Uint8Array.from([...a.real, ...b.real]),
    noise: Float32Array.from([...a.noise, ...b.noise]),
    augmentation,
  };
}

/** The state and the reported values after steps on the given batches. */
async function train(overrides: TrainOverrides, batches: readonly StepBatch[]) {
  const config = configOf(overrides);
  const trainer = await OnnxTrainer.create(config, 'cpu');
  onTestFinished(() => trainer.release());
  trainer.load(initialState(config, Random.fromSeed(3)));
  let values = {} as Awaited<ReturnType<OnnxTrainer['step']>>;
  for (const [index, batch] of batches.entries()) values = await trainer.step(index + 1, batch);
  return { values, state: new Map([...trainer.read()].map(([name, array]) => [name, array.values])), trainer };
}

const norm = (a: Float32Array): number => Math.hypot(...a);
const difference = (a: Float32Array, b: Float32Array): number => norm(a.map((value, index) => value - b[index]!));

/** The only arrays for which it matters in how many parts a batch passed: one update a part. */
const isRunning = (name: string): boolean => /running_(mean|var)$/.test(name);

test.each(kinds)('a batch of two equal halves makes the step of one half: %s', async (_, overrides) => {
  const half = draw(Random.fromSeed(4), overrides, 4);

  const whole = await train({ ...overrides, batch: 4 }, [half]);
  const parts = await train({ ...overrides, batch: 8, microBatch: 4 }, [joined(half, half)]);

  for (const name of Object.keys(whole.values) as (keyof typeof whole.values)[])
    expect(Math.abs(parts.values[name] - whole.values[name]), name).toBeLessThan(1e-5);
  for (const [name, values] of whole.state)
    if (name.startsWith('adam.first.'))
      expect(difference(parts.state.get(name)!, values) / (norm(values) + 1e-9), name).toBeLessThan(1e-3);
  for (const [name, values] of whole.state)
    if (!isRunning(name))
      expect(difference(parts.state.get(name)!, values) / (norm(values) + 1), name).toBeLessThan(1e-3);
});

test.each(kinds)("the gradients of a batch are the mean of its parts' gradients: %s", async (_, overrides) => {
  const random = Random.fromSeed(5);
  const [first, second] = [draw(random, overrides, 4), draw(random, overrides, 4)];
  // The networks stand still, so that the generator is judged by the same discriminator in all three.
  const still = { ...overrides, learningRate: 1e-20, discriminatorRate: 1e-20 };

  const a = await train({ ...still, batch: 4 }, [first]);
  const b = await train({ ...still, batch: 4 }, [second]);
  const both = await train({ ...still, batch: 8, microBatch: 4 }, [joined(first, second)]);

  for (const [name, values] of both.state) {
    // After one step Adam's first moment is the gradient.
    if (!name.startsWith('adam.first.')) continue;
    const mean = values.map((_value, index) => (a.state.get(name)![index]! + b.state.get(name)![index]!) / 2);
    expect(difference(values, mean) / (norm(mean) + 1e-9), name).toBeLessThan(1e-4);
  }
  expect(both.values.lossD).toBeCloseTo((a.values.lossD + b.values.lossD) / 2, 5);
});

test('four steps in parts equal two, a reading, and two more, bit for bit', async () => {
  const overrides: TrainOverrides = { batch: 8, microBatch: 2, augment: ['color', 'cutout'], emaDecay: 0.9 };
  const random = Random.fromSeed(6);
  const batches = [1, 2, 3, 4].map(() => draw(random, overrides, 8));

  const straight = await train(overrides, batches);
  const begun = await train(overrides, batches.slice(0, 2));
  begun.trainer.load(begun.state);
  for (const step of [3, 4]) await begun.trainer.step(step, batches[step - 1]!);

  expect(new Map([...begun.trainer.read()].map(([name, array]) => [name, array.values]))).toEqual(straight.state);
});
