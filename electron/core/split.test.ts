import { expect, test } from 'vitest';
import { splitOf, splitTogether } from './split';

const photos = (count: number) => Array.from({ length: count }, (_, at) => `photo ${at}`);
const alone = (count: number) => Array.from({ length: count }, (_, at) => at);

test('pictures that stand alone are split as their photos are, about as asked', () => {
  const splits = splitTogether(photos(2000), alone(2000), 0.2);
  expect(splits).toEqual(photos(2000).map((photo) => splitOf(photo, 0.2)));
  const held = splits.filter((split) => split === 'validation').length;
  expect(held).toBeGreaterThan(320);
  expect(held).toBeLessThan(480);
});

test('near copies and crops of one photo are on the side of the first of them, through any chain', () => {
  const keys = photos(300);
  const groups = alone(300);
  // 40 is a near copy of 3; 41 lies in the photo of 40; 42 is a near copy of 41.
  groups[40] = 3;
  keys[41] = keys[40]!;
  groups[42] = 41;
  for (const share of [0.1, 0.3, 0.5]) {
    const splits = splitTogether(keys, groups, share);
    for (const at of [40, 41, 42]) expect(splits[at]).toBe(splits[3]);
    expect(splits[3]).toBe(splitOf('photo 3', share));
  }
});
