import { expect, test } from 'vitest';
import { alternate, spreadOf } from './rounds';

test('the median of an even number of figures lies between the middle two', () => {
  expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, least: 1, most: 4 });
  expect(spreadOf([5])).toEqual({ median: 5, least: 5, most: 5 });
});

test('contenders take turns', async () => {
  const order: string[] = [];
  const contender = (name: string) => async () => order.push(name);
  const figures = await alternate(2, { a: contender('a'), b: contender('b') });
  expect(order).toEqual(['a', 'b', 'a', 'b']);
  expect(figures).toEqual({ a: [1, 3], b: [2, 4] });
});
