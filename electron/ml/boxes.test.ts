import { expect, test } from 'vitest';
import type { Bbox } from '../contract/words';
import {
  clipBbox,
  containment,
  intersectionOverUnion,
  placeImage,
  suppressOverlaps,
  toImagePixels,
  toInputPixels,
  unionOf,
  type InputFrame,
} from './boxes';

const frame: InputFrame = { width: 320, height: 480, fit: 'letterbox', align: 'centre' };

test('overlap is the shared area over the area of both', () => {
  expect(intersectionOverUnion([0, 0, 10, 10], [0, 0, 10, 10])).toBe(1);
  expect(intersectionOverUnion([0, 0, 10, 10], [5, 0, 10, 10])).toBeCloseTo(50 / 150);
  expect(intersectionOverUnion([0, 0, 10, 10], [10, 0, 10, 10])).toBe(0);
  expect(intersectionOverUnion([0, 0, 10, 10], [30, 30, 10, 10])).toBe(0);
});

test('containment is the share of the smaller box', () => {
  expect(containment([0, 0, 10, 10], [2, 2, 4, 4])).toBe(1);
  expect(containment([8, 0, 4, 4], [0, 0, 10, 10])).toBe(0.5);
});

test('a box is cut at the edges of its image and dropped when nothing is left', () => {
  expect(clipBbox([-10, -20, 30, 40], 100, 100)).toEqual([0, 0, 20, 20]);
  expect(clipBbox([90, 95, 30, 40], 100, 100)).toEqual([90, 95, 10, 5]);
  expect(clipBbox([99.5, 0, 30, 40], 100, 100)).toBeNull();
  expect(clipBbox([200, 0, 30, 40], 100, 100)).toBeNull();
  expect(clipBbox([20, 20, -5, 10], 100, 100)).toBeNull();
});

test('a union goes around all of its boxes', () => {
  expect(unionOf([[10, 10, 20, 20]])).toEqual([10, 10, 20, 20]);
  expect(
    unionOf([
      [10, 10, 20, 20],
      [5, 40, 10, 10],
      [28, 0, 4, 4],
    ]),
  ).toEqual([5, 0, 27, 50]);
});

test('of overlapping boxes of one category the best stays, and other categories are left alone', () => {
  const box = (name: string, category: string, score: number, bbox: Bbox) => ({ name, category, score, bbox });
  const kept = suppressOverlaps(
    [
      box('second guess', 'upper', 0.5, [1, 1, 100, 100]),
      box('best', 'upper', 0.9, [0, 0, 100, 100]),
      box('lower at the same place', 'lower', 0.6, [0, 0, 100, 100]),
      box('neighbour', 'upper', 0.4, [60, 0, 100, 100]),
    ],
    0.6,
  );
  expect(kept.map(({ name }) => name)).toEqual(['best', 'lower at the same place', 'neighbour']);
});

test('a suppressed box suppresses nothing itself', () => {
  const row = [0, 20, 40].map((x, index) => ({
    category: 'upper',
    score: 0.9 - index / 10,
    bbox: [x, 0, 100, 100] as Bbox,
  }));
  expect(suppressOverlaps(row, 0.6).map(({ bbox }) => bbox[0])).toEqual([0, 40]);
});

test('boxes of equal score stay in the order in which the model gave them', () => {
  const boxes = [0, 200, 400, 1].map((x) => ({ category: 'upper', score: 0.5, bbox: [x, 0, 100, 100] as Bbox }));
  expect(suppressOverlaps(boxes, 0.6).map(({ bbox }) => bbox[0])).toEqual([0, 200, 400]);
});

test('a letterbox keeps the shape of the image and puts it in the middle or in the corner', () => {
  expect(placeImage(400, 300, frame)).toEqual({ left: 0, top: 120, width: 320, height: 240 });
  expect(placeImage(400, 300, { ...frame, align: 'corner' })).toEqual({ left: 0, top: 0, width: 320, height: 240 });
  expect(placeImage(300, 900, frame)).toEqual({ left: 80, top: 0, width: 160, height: 480 });
  expect(placeImage(400, 300, { ...frame, fit: 'stretch' })).toEqual({ left: 0, top: 0, width: 320, height: 480 });
});

test('a panorama of one row still has a row of pixels, inside the frame', () => {
  expect(placeImage(20_000, 10, frame)).toEqual({ left: 0, top: 239, width: 320, height: 1 });
  expect(placeImage(10, 20_000, frame)).toMatchObject({ width: 1, height: 480 });
});

test('a box goes into the input and comes back to where it was, for every fit', () => {
  const bbox: Bbox = [123.25, 45.5, 210, 333.3];
  for (const fit of ['letterbox', 'stretch'] as const)
    for (const align of ['centre', 'corner'] as const)
      for (const [width, height] of [
        [427, 640],
        [5000, 701],
        [33, 31],
      ] as const) {
        const placement = placeImage(width, height, { ...frame, fit, align });
        const back = toImagePixels(toInputPixels(bbox, placement, width, height), placement, width, height);
        for (const [index, value] of back.entries()) expect(value).toBeCloseTo(bbox[index]!, 8);
      }
});

test('the whole image is its placement in the input', () => {
  const placement = placeImage(427, 641, frame);
  expect(toInputPixels([0, 0, 427, 641], placement, 427, 641)).toEqual([
    placement.left,
    placement.top,
    placement.width,
    placement.height,
  ]);
});
