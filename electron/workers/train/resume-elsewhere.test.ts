import { expect, onTestFinished, test } from 'vitest';
import type { TrainConfig } from '../../contract/training';
import { drawAugmentation } from '../../ml/gan/augment';
import { initialState } from '../../ml/gan/state';
import { Random } from '../../ml/rng';
import { smallConfig } from '../../testing/small-training';
import { OnnxTrainer, type StepBatch } from './onnx-trainer';
import { TensorFlowTrainer } from './tensorflow/tensorflow-trainer';
import type { Trainer } from './trainer';

const config = smallConfig({ batch: 4 }, 'better');

function drawBatches(count: number): StepBatch[] {
  const random = Random.fromSeed(7);
  return Array.from({ length: count }, () => ({
    real: Uint8Array.from({ length: config.batch * config.imageSize ** 2 * 3 }, () => random.integer(256)),
    noise: random.normals(config.batch * config.latentDim),
    augmentation: drawAugmentation(config, random),
  }));
}

const places: Record<string, (config: TrainConfig) => Promise<Trainer>> = {
  tiled: (asked) => OnnxTrainer.create({ ...asked, form: 'tiled' }, 'cpu'),
  im2col: (asked) => OnnxTrainer.create({ ...asked, form: 'im2col' }, 'cpu'),
  native: (asked) => OnnxTrainer.create({ ...asked, form: 'native' }, 'cpu'),
  'two threads': (asked) => OnnxTrainer.create({ ...asked, threads: 2 }, 'cpu'),
  tensorflow: (asked) => TensorFlowTrainer.create(asked, 'plain'),
};

/** The reported values of steps made in one place after the other, each going on from what the one before gave out. */
async function train(route: readonly string[]) {
  const batches = drawBatches(route.length);
  let state = initialState(config, Random.fromSeed(8));
  const reported = [];
  for (const [index, place] of route.entries()) {
    const trainer = await places[place]!(config);
    onTestFinished(() => trainer.release());
    trainer.load(state);
    reported.push(await trainer.step(index + 1, batches[index]!));
    state = new Map([...trainer.read()].map(([name, { values }]) => [name, values]));
  }
  return { reported, state };
}

test(
  'a run goes on in another form and in another engine with the same values, up to rounding',
  { timeout: 300_000 },
  async () => {
    const straight = await train(['tiled', 'tiled', 'tiled', 'tiled']);
    const moved = await train(['tiled', 'im2col', 'native', 'tensorflow']);

    for (const [step, values] of straight.reported.entries())
      for (const [name, value] of Object.entries(values))
        expect(
          Math.abs((moved.reported[step] as typeof values)[name as keyof typeof values] / value - 1),
          `${name} at step ${step + 1}`,
        ).toBeLessThan(2e-3);
    expect([...moved.state.keys()].sort()).toEqual([...straight.state.keys()].sort());
  },
);

test('another number of threads computes the same, bit for bit', async () => {
  const one = await train(['tiled', 'tiled']);

  expect((await train(['tiled', 'two threads'])).state).toEqual(one.state);
});

test('the number of threads changes in the middle of a run: the state stays', async () => {
  const [first, second] = drawBatches(2) as [StepBatch, StepBatch];
  const trainer = await OnnxTrainer.create({ ...config, threads: 1 }, 'cpu');
  onTestFinished(() => trainer.release());
  trainer.load(initialState(config, Random.fromSeed(8)));
  await trainer.step(1, first);
  const before = trainer.read();

  await trainer.useThreads(2);

  expect(trainer.read()).toEqual(before);
  const { reported } = await train(['tiled', 'tiled']);
  for (const [name, value] of Object.entries(await trainer.step(2, second)))
    expect(value / (reported[1] as Record<string, number>)[name]! - 1, name).toBeCloseTo(0, 4);
  expect((await trainer.sample(Random.fromSeed(1).normals(config.latentDim))).length).toBe(64 * 64 * 3);
});

test.each(['batch', 'spectral'] as const)(
  'every form and engine asks the discriminator alike, and nothing is learned from it (%s norm)',
  async (discriminatorNorm) => {
    const judged = { ...config, discriminatorNorm };
    const random = Random.fromSeed(9);
    const state = initialState(judged, random);
    const photos = () => Uint8Array.from({ length: 4 * 64 * 64 * 3 }, () => random.integer(256));
    const batch = { known: photos(), heldOut: photos().fill(200, 9000), noise: random.normals(4 * config.latentDim) };
    const answers = [];
    for (const place of Object.keys(places)) {
      const trainer = await places[place]!(judged);
      onTestFinished(() => trainer.release());
      trainer.load(state);
      answers.push(await trainer.judge(batch));
      for (const [name, { values }] of trainer.read()) expect(values, `${name}, ${place}`).toEqual(state.get(name));
    }
    const { known, heldOut, generated } = answers[0]!;
    expect(new Set([known, heldOut, generated]).size).toBe(3);
    for (const answer of answers) {
      expect(answer.known).toBeCloseTo(known, 4);
      expect(answer.heldOut).toBeCloseTo(heldOut, 4);
      expect(answer.generated).toBeCloseTo(generated, 4);
    }
  },
);
