import { expect, test } from 'vitest';
import { bringIntoView, largestScale, panBy, wheelFactor, wholeSheet, zoomAbout } from './sheet-view';

/** Where a point of the sheet is in the frame. */
const seenAt = (view: { scale: number; x: number }, point: number) => point * view.scale + view.x;

test('the point under the pointer stays where it is', () => {
  const near = zoomAbout(wholeSheet, 2, { x: 0.3, y: 0.8 });
  expect(seenAt(near, 0.3)).toBeCloseTo(0.3, 9);
  const nearer = zoomAbout(near, 1.7, { x: 0.6, y: 0.5 });
  const under = (0.6 - near.x) / near.scale;
  expect(seenAt(nearer, under)).toBeCloseTo(0.6, 9);
});

test('zooming out ends at the whole sheet, zooming in at eight times', () => {
  expect(zoomAbout(zoomAbout(wholeSheet, 3, { x: 0.1, y: 0.9 }), 0.01, { x: 0.5, y: 0.5 })).toEqual(wholeSheet);
  expect(zoomAbout(wholeSheet, 1000, { x: 0.5, y: 0.5 }).scale).toBe(largestScale);
});

test('the sheet cannot be dragged out of its frame', () => {
  const near = zoomAbout(wholeSheet, 4, { x: 0.5, y: 0.5 });
  expect(panBy(near, { x: 9, y: 9 })).toEqual({ scale: 4, x: 0, y: 0 });
  expect(panBy(near, { x: -9, y: -9 })).toEqual({ scale: 4, x: -3, y: -3 });
  expect(panBy(wholeSheet, { x: 0.5, y: 0 })).toEqual(wholeSheet);
});

test('a picture that the keys come to is brought into view, and one that is seen moves nothing', () => {
  const near = { scale: 4, x: 0, y: 0 };
  const moved = bringIntoView(near, { x: 0.75, y: 0.5, size: 0.25 });
  expect(seenAt(moved, 0.75)).toBeGreaterThanOrEqual(0);
  expect(seenAt(moved, 1)).toBeLessThanOrEqual(1.0001);
  expect(bringIntoView(near, { x: 0, y: 0, size: 0.2 })).toEqual(near);
});

test('a pinch zooms in small steps, the wheel in larger ones, both ways', () => {
  expect(wheelFactor({ deltaY: -100, ctrlKey: false })).toBeGreaterThan(1.1);
  expect(wheelFactor({ deltaY: 100, ctrlKey: false })).toBeLessThan(0.9);
  expect(wheelFactor({ deltaY: -3, ctrlKey: true })).toBeCloseTo(1.03, 2);
});
