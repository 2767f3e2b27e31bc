import { expect, test } from 'vitest';
import { enlarge } from './resample';

const picture = (width: number, height: number, color: (x: number, y: number) => number) => {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data.set([color(x, y), color(x, y), color(x, y), 255], (y * width + x) * 4);
  return { data, width, height };
};
const grey = ({ data, width }: { data: Uint8ClampedArray; width: number }, x: number, y: number) =>
  data[(y * width + x) * 4]!;

test('an even picture stays even, opaque and of its colour', () => {
  const { data, width, height } = enlarge(
    picture(8, 8, () => 90),
    37,
    53,
  );
  expect([width, height]).toEqual([37, 53]);
  for (let at = 0; at < data.length; at += 4) expect([data[at], data[at + 3]]).toEqual([90, 255]);
});

test('an edge becomes a slope without steps and with hardly a halo', () => {
  const large = enlarge(
    picture(8, 4, (x) => (x < 4 ? 50 : 200)),
    128,
    64,
  );
  const row = Array.from({ length: 128 }, (_, x) => grey(large, x, 30));
  const steps = row.slice(1).map((value, at) => Math.abs(value - row[at]!));
  expect(Math.max(...steps)).toBeLessThan(20);
  expect(Math.min(...row)).toBeGreaterThan(40);
  expect(Math.max(...row)).toBeLessThan(210);
  expect(row[10]).toBeCloseTo(50, -1);
  expect(row[117]).toBeCloseTo(200, -1);
});
