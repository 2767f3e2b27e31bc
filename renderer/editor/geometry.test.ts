import { describe, expect, test } from 'vitest';
import type { Bbox } from '../../electron/contract/words';
import {
  bboxBetween,
  clampBbox,
  handleAt,
  handlePoint,
  handles,
  moveBbox,
  resizeBbox,
  smallestSide,
  snapBbox,
} from './geometry';

const image = { width: 400, height: 600 };
const bbox: Bbox = [100, 200, 80, 120];

describe('moving', () => {
  test('a box moves by what the hand moved and keeps its size', () => {
    expect(moveBbox(bbox, 10, -20, image)).toEqual([110, 180, 80, 120]);
  });

  test.each([
    [-1000, 0, [0, 200, 80, 120]],
    [1000, 0, [320, 200, 80, 120]],
    [0, -1000, [100, 0, 80, 120]],
    [0, 1000, [100, 480, 80, 120]],
  ])('a box pushed by (%i, %i) stops at the edge of the image', (dx, dy, expected) => {
    expect(moveBbox(bbox, dx, dy, image)).toEqual(expected);
  });
});

describe('resizing', () => {
  test.each([
    ['nw', [90, 190, 90, 130]],
    ['n', [100, 190, 80, 130]],
    ['ne', [100, 190, 70, 130]],
    ['e', [100, 200, 70, 120]],
    ['se', [100, 200, 70, 110]],
    ['s', [100, 200, 80, 110]],
    ['sw', [90, 200, 90, 110]],
    ['w', [90, 200, 90, 120]],
  ] as const)('the %s handle moves its own edges alone', (handle, expected) => {
    expect(resizeBbox(bbox, handle, -10, -10, image)).toEqual(expected);
  });

  test('an edge never passes the one across from it', () => {
    for (const handle of handles) {
      for (const distance of [-2000, 2000]) {
        const [x, y, width, height] = resizeBbox(bbox, handle, distance, distance, image);
        expect(width).toBeGreaterThanOrEqual(smallestSide);
        expect(height).toBeGreaterThanOrEqual(smallestSide);
        expect(x).toBeGreaterThanOrEqual(0);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(x + width).toBeLessThanOrEqual(image.width);
        expect(y + height).toBeLessThanOrEqual(image.height);
      }
    }
  });
});

describe('drawing', () => {
  test('a box may be drawn from any corner', () => {
    const expected = [10, 20, 90, 180];
    expect(bboxBetween({ x: 10, y: 20 }, { x: 100, y: 200 }, image)).toEqual(expected);
    expect(bboxBetween({ x: 100, y: 200 }, { x: 10, y: 20 }, image)).toEqual(expected);
    expect(bboxBetween({ x: 100, y: 20 }, { x: 10, y: 200 }, image)).toEqual(expected);
  });

  test('what is drawn beyond the image is cut off', () => {
    expect(bboxBetween({ x: -50, y: 590 }, { x: 30, y: 900 }, image)).toEqual([0, 590, 30, 10]);
  });

  test('a click is no box', () => {
    expect(bboxBetween({ x: 50, y: 50 }, { x: 51, y: 52 }, image)).toBeNull();
  });
});

describe('clamping', () => {
  test('a box wholly outside becomes a smallest box at the edge', () => {
    expect(clampBbox([900, 900, 50, 50], image)).toEqual([396, 596, 4, 4]);
  });

  test('a box inside stays as it is', () => {
    expect(clampBbox(bbox, image)).toEqual(bbox);
  });
});

describe('handles', () => {
  test('every handle is found where it is drawn', () => {
    for (const handle of handles) expect(handleAt(bbox, handlePoint(bbox, handle), 12)).toBe(handle);
  });

  test('nothing is found beyond the reach', () => {
    expect(handleAt(bbox, { x: 100 - 13, y: 200 }, 12)).toBeNull();
  });

  test('the corner wins where the handles of a small box meet', () => {
    expect(handleAt([100, 100, 8, 8], { x: 102, y: 98 }, 12)).toBe('nw');
  });
});

describe('snapping', () => {
  const other: Bbox = [98, 195, 90, 130];

  test('the edge in hand goes to the nearest edge within reach', () => {
    expect(snapBbox(bbox, 'w', [other], 4, image)).toEqual([98, 200, 82, 120]);
    expect(snapBbox(bbox, 'n', [other], 6, image)).toEqual([100, 195, 80, 125]);
  });

  test('edges that are not in hand stay', () => {
    expect(snapBbox(bbox, 's', [other], 5, image)).toEqual([100, 200, 80, 125]);
  });

  test('nothing snaps from farther than the reach', () => {
    expect(snapBbox(bbox, 'e', [other], 4, image)).toEqual(bbox);
  });
});
