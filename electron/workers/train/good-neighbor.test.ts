import { expect, test } from 'vitest';
import { GoodNeighbor, readProcessorTimes, threadsBeside, type ProcessorTimes } from './good-neighbor';

test('a training takes what other programs leave, and never less than one thread', () => {
  expect(threadsBeside(0, 8, 8)).toBe(8);
  expect(threadsBeside(3, 8, 8)).toBe(5);
  expect(threadsBeside(8, 8, 8)).toBe(1);
  expect(threadsBeside(0, 8, 1)).toBe(8);
  expect(threadsBeside(1, 2, 2)).toBe(1);
});

test('a little more or less work of others changes nothing', () => {
  expect(threadsBeside(0.7, 8, 8)).toBe(8);
  expect(threadsBeside(0.9, 8, 8)).toBe(7);
  expect(threadsBeside(0.3, 8, 7)).toBe(7);
  expect(threadsBeside(0.1, 8, 7)).toBe(8);
});

/** A machine of four cores on which so many are kept busy, by this process and by others, between two looks. */
function machine(spans: readonly { own: number; others: number }[]) {
  const times: ProcessorTimes = { own: 0, busy: 0, all: 0, cores: 4 };
  const states = [{ ...times }];
  for (const { own, others } of spans) {
    times.own += own * 1000;
    times.busy += (own + others) * 1000;
    times.all += 4000;
    states.push({ ...times });
  }
  return new GoodNeighbor(() => states.shift()!);
}

test('the own work does not count as that of others', () => {
  expect(machine([{ own: 4, others: 0 }]).look()).toBeNull();
});

test('threads are given up while others work and taken back when they are done; each change is told once', () => {
  const neighbor = machine([
    { own: 2, others: 2 },
    { own: 2, others: 2 },
    { own: 2, others: 0 },
    { own: 4, others: 0 },
  ]);

  expect([1, 2, 3, 4].map(() => neighbor.look())).toEqual([2, null, 4, null]);
});

test('the times of this machine are read', () => {
  const { own, busy, all, cores } = readProcessorTimes();

  expect(own).toBeGreaterThan(0);
  expect(busy).toBeGreaterThan(own / 2);
  expect(all).toBeGreaterThan(busy);
  expect(cores).toBeGreaterThan(0);
});
