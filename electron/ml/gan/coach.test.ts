import { expect, test } from 'vitest';
import { Random } from '../rng';
import { diversity, judgedSteps, judgeDiversity, judgeLosses } from './coach';

const rows = (count: number, lossD: (step: number) => number, lossG = 2) =>
  Array.from({ length: count }, (_, index) => ({ step: index + 1, lossD: lossD(index + 1), lossG }));

test('a training in balance gives no cause for a remark', () => {
  expect(
    judgeLosses(
      rows(1000, (step) => 0.8 + 0.5 * Math.sin(step)),
      'bce',
    ),
  ).toBeNull();
  expect(
    judgeLosses(
      rows(1000, () => 1.8),
      'hinge',
    ),
  ).toBeNull();
});

test('a discriminator that has won for long is reported with its numbers', () => {
  expect(
    judgeLosses(
      rows(1000, () => 0.01, 9.5),
      'bce',
    ),
  ).toMatchObject({
    kind: 'discriminator-wins',
    message: expect.stringMatching(/lossD is 0\.010 and lossG 9\.50/),
  });
});

test('a win at the very beginning, or a short one, is how every training goes', () => {
  expect(
    judgeLosses(
      rows(300, () => 0.01),
      'bce',
    ),
  ).toBeNull();
  expect(
    judgeLosses(
      rows(1000, (step) => (step > 1000 - judgedSteps / 2 ? 0.01 : 1)),
      'bce',
    ),
  ).toBeNull();
});

test('a discriminator worse than a coin is reported; what a coin would lose depends on the loss', () => {
  expect(
    judgeLosses(
      rows(1000, () => 2.5),
      'bce',
    ),
  ).toMatchObject({ kind: 'discriminator-lost' });
  expect(
    judgeLosses(
      rows(1000, () => 2.5),
      'hinge',
    ),
  ).toBeNull();
});

test('pictures that are all alike are reported as a collapse, varied ones are not', () => {
  const random = Random.fromSeed(1);
  const noise = (spread: number) => Float32Array.from(random.normals(12 * 300), (value) => 128 + spread * value);
  const real = noise(60);

  expect(judgeDiversity(noise(40), real, 300)).toBeNull();
  expect(judgeDiversity(noise(5), real, 300)).toMatchObject({
    kind: 'collapse',
    message: expect.stringMatching(/varies by 4\.\d of 255 .* real ones vary by 5\d\.\d/),
  });
});

test('diversity is the spread from picture to picture, whatever the pictures show', () => {
  const picture = Array.from({ length: 300 }, (_, index) => index % 256);

  expect(diversity([...picture, ...picture], 300)).toBe(0);
  expect(diversity([...picture.map(() => 0), ...picture.map(() => 20)], 300)).toBeCloseTo(10);
});
