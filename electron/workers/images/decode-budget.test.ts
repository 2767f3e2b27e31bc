import { expect, test } from 'vitest';
import { DecodeBudget } from './decode-budget';

/** Starts works of given sizes that end when told, and watches how much runs at once. */
function drive(budget: DecodeBudget, sizes: number[]) {
  const running = new Set<number>();
  const ends: (() => void)[] = [];
  const all = sizes.map((size, index) =>
    budget.run(size, async () => {
      running.add(index);
      await new Promise<void>((resolve) => (ends[index] = resolve));
      running.delete(index);
    }),
  );
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { running, all, settle, end: async (index: number) => (ends[index]?.(), settle()) };
}

test('no more files and no more pixels run at once than allowed, and all get their turn in order', async () => {
  const { running, all, settle, end } = drive(new DecodeBudget(3, 100), [40, 40, 40, 10]);
  await settle();
  expect([...running]).toEqual([0, 1]);
  await end(0);
  expect([...running]).toEqual([1, 2, 3]);
  for (const index of [1, 2, 3]) await end(index);
  await Promise.all(all);
});

test('a picture larger than the whole budget runs alone', async () => {
  const { running, all, settle, end } = drive(new DecodeBudget(4, 100), [10, 500, 10]);
  await settle();
  expect([...running]).toEqual([0]);
  await end(0);
  expect([...running]).toEqual([1]);
  await end(1);
  expect([...running]).toEqual([2]);
  await end(2);
  await Promise.all(all);
});

test('work that fails gives its room back', async () => {
  const budget = new DecodeBudget(1, 100);
  await expect(budget.run(50, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await expect(budget.run(50, () => Promise.resolve('fine'))).resolves.toBe('fine');
});
