import { expect, test } from 'vitest';
import { Random } from '../rng';
import { diversity, diversityShare } from './diversity';

test('pictures that are all alike have a small share of the variety of photos, varied ones about all of it', () => {
  const random = Random.fromSeed(1);
  const noise = (spread: number) => Float32Array.from(random.normals(12 * 300), (value) => 128 + spread * value);
  const real = noise(60);

  expect(diversityShare(noise(5), real, 300)).toBeLessThan(0.1);
  expect(diversityShare(noise(60), real, 300)).toBeCloseTo(1, 1);
});

test('diversity is the spread from picture to picture, whatever the pictures show', () => {
  const picture = Array.from({ length: 300 }, (_, index) => index % 256);

  expect(diversity([...picture, ...picture], 300)).toBe(0);
  expect(diversity([...picture, ...picture.map((value) => value + 10)], 300)).toBeCloseTo(5, 9);
});

test('photos without any variety ask for none', () => {
  expect(diversityShare(new Uint8Array(600), new Uint8Array(600), 300)).toBe(1);
});
