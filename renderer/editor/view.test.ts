import { expect, test } from 'vitest';
import { clampView, fitView, largestScale, toImage, toScreen, zoomAt } from './view';

const image = { width: 400, height: 600 };
const screen = { width: 1000, height: 700 };

test('fit shows the whole image in the middle', () => {
  const view = fitView(image, screen);
  const topLeft = toScreen(view, { x: 0, y: 0 });
  const bottomRight = toScreen(view, { x: 400, y: 600 });
  expect(topLeft.y).toBeGreaterThan(0);
  expect(bottomRight.y).toBeLessThan(700);
  expect(topLeft.x + bottomRight.x).toBeCloseTo(1000);
  expect(topLeft.y + bottomRight.y).toBeCloseTo(700);
});

test('a tiny image is not blown up beyond four times', () => {
  expect(fitView({ width: 20, height: 20 }, screen).scale).toBe(4);
});

test('screen to image and back is the same point', () => {
  const view = { scale: 2.5, x: -120, y: 33 };
  const there = toImage(view, { x: 417, y: 250 });
  expect(toScreen(view, there)).toEqual({ x: 417, y: 250 });
});

test('what lies under the pointer stays there while zooming', () => {
  const view = fitView(image, screen);
  const at = { x: 520, y: 300 };
  const before = toImage(view, at);
  const after = toImage(zoomAt(view, 1.6, at, image, screen), at);
  expect(after.x).toBeCloseTo(before.x, 6);
  expect(after.y).toBeCloseTo(before.y, 6);
});

test('zooming ends at both ends', () => {
  const view = fitView(image, screen);
  const at = { x: 500, y: 350 };
  expect(zoomAt(view, 1e6, at, image, screen).scale).toBe(largestScale);
  expect(zoomAt(view, 1e-6, at, image, screen).scale).toBeGreaterThan(0.2);
});

test('the image cannot be lost off the screen', () => {
  for (const offset of [-1e5, 1e5]) {
    const view = clampView({ scale: 1, x: offset, y: offset }, image, screen);
    const right = view.x + image.width;
    expect(view.x).toBeLessThan(screen.width);
    expect(right).toBeGreaterThan(0);
    expect(view.y).toBeLessThan(screen.height);
    expect(view.y + image.height).toBeGreaterThan(0);
  }
});
