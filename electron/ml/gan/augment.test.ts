import { expect, test } from 'vitest';
import { makeStepper } from '../../testing/stepper';
import { smallConfig } from '../../testing/small-training';
import { Random } from '../rng';
import { drawAugmentation } from './augment';
import { initialState } from './state';

const config = smallConfig({ batch: 64 }, 'better');

test('a share of none changes no picture: a step is that without augmentation', async () => {
  const random = Random.fromSeed(1);
  const small = { ...config, batch: 4 };
  const start = initialState(small, random);
  const real = Uint8Array.from({ length: 4 * 64 * 64 * 3 }, () => random.integer(256));
  const noise = random.normals(4 * small.latentDim);
  for (const form of ['tiled', 'im2col', 'native'] as const) {
    const [plain, changed] = [await makeStepper({ ...small, augment: [] }, form), await makeStepper(small, form)];
    plain.load(start);
    changed.load(start);
    const expected = await plain.step(real, noise, new Map());
    const values = await changed.step(real, noise, drawAugmentation(small, random, 0));
    for (const [name, value] of Object.entries(values))
      expect(value, `${name}, ${form}`).toBeCloseTo(expected[name as keyof typeof expected], 5);
    await plain.release();
    await changed.release();
  }
});

test('a share of some changes about as many, each kind of change by itself', () => {
  const drawn = drawAugmentation(config, Random.fromSeed(2), 0.25);
  const moved = (pass: string, name: string, none: number): boolean[] =>
    [...drawn.get(`augment.${pass}.${name}`)!].map((value) => value !== none);
  const passes = ['real', 'generated', 'generatorUpdate'];
  const colored = passes.flatMap((pass) => moved(pass, 'contrast', 0.5));
  const cut = passes.flatMap((pass) => moved(pass, 'cutY', 65));
  for (const changed of [colored, cut]) {
    const count = changed.filter(Boolean).length;
    expect(count).toBeGreaterThan(0.15 * changed.length);
    expect(count).toBeLessThan(0.35 * changed.length);
  }
  expect(colored).not.toEqual(cut);
});

test('with all of them changed, the random numbers are those of a run without a share', () => {
  expect(drawAugmentation(config, Random.fromSeed(3), 1)).toEqual(drawAugmentation(config, Random.fromSeed(3)));
});
