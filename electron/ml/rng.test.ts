import { expect, test } from 'vitest';
import { Random } from './rng';

test('a saved state goes on with the same numbers', () => {
  const random = Random.fromSeed(7);
  random.normals(33);
  const copy = Random.fromState(random.state);

  expect([copy.uint32(), copy.integer(10), ...copy.normals(5)]).toEqual([
    random.uint32(),
    random.integer(10),
    ...random.normals(5),
  ]);
});

test('the generator is xoshiro128** (values of its reference implementation for state 1, 2, 3, 4)', () => {
  const random = Random.fromState([1, 2, 3, 4]);

  expect([random.uint32(), random.uint32(), random.uint32(), random.uint32()]).toEqual([11520, 0, 5927040, 70819200]);
});

test('neighbouring seeds and streams give unrelated numbers', () => {
  const first = [0, 1, 2, 3].map((seed) => Random.fromSeed(seed).uint32());
  const streams = [0, 1, 2, 3].map((stream) => Random.fromSeed(1, stream).uint32());

  expect(new Set([...first, ...streams]).size).toBe(7);
});

test('normal numbers have mean 0, variance 1 and the right share beyond two', () => {
  const values = Random.fromSeed(3).normals(200_001);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const tail = values.filter((value) => Math.abs(value) > 2).length / values.length;

  expect(Math.abs(mean)).toBeLessThan(0.01);
  expect(variance).toBeCloseTo(1, 1);
  expect(tail).toBeCloseTo(0.0455, 2);
});

test('shuffling keeps every element and reaches every place', () => {
  const random = Random.fromSeed(5);
  const firsts = new Set<number>();
  for (let round = 0; round < 200; round++) {
    const values = [0, 1, 2, 3, 4];
    random.shuffle(values);
    expect([...values].sort()).toEqual([0, 1, 2, 3, 4]);
    firsts.add(values[0] as number);
  }
  expect(firsts.size).toBe(5);
});
