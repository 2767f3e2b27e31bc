import { expect, test } from 'vitest';
import { layOutGrid } from './grid-layout';
import type { GridRoom } from './grid-layout';

const room: GridRoom = { width: 1040, height: 640, count: 100_000, cellWidth: 168, ratio: 4 / 3, gap: 6, padding: 12 };

test('many cells are as small as asked for, and fill the row', () => {
  const { columns, cellWidth, cellHeight } = layOutGrid(room);
  expect(columns).toBe(5);
  expect(columns * cellWidth + (columns - 1) * room.gap + 2 * room.padding).toBeCloseTo(room.width);
  expect(cellHeight).toBe(Math.round(cellWidth * room.ratio));
});

test.each([1, 3, 5, 8, 12, 20])('%i cells in a large window are larger, and all in view', (count) => {
  const large = { ...room, width: 2300, height: 1300, cellWidth: 210, count };
  const { columns, cellWidth, cellHeight } = layOutGrid(large);
  expect(cellWidth).toBeGreaterThan(layOutGrid({ ...large, count: 100_000 }).cellWidth * 1.1);
  expect(Math.ceil(count / columns) * (cellHeight + large.gap)).toBeLessThanOrEqual(large.height);
});

test('a single photo stays within what was asked for', () => {
  expect(layOutGrid({ ...room, count: 1 }).cellWidth).toBe(168 * 2.5);
});

test('a window narrower than a cell has one column', () => {
  expect(layOutGrid({ ...room, width: 90 }).columns).toBe(1);
});
