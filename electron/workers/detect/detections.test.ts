import { expect, test } from 'vitest';
import type { Bbox } from '../../contract/words';
import { pilotManifest } from '../../testing/detector-manifests';
import { maximumDetections, toDetections } from './detections';

/** An image of 640 x 960 pixels fills the pilot's input of 320 x 480. */
const image = { placement: { left: 0, top: 0, width: 320, height: 480 }, width: 640, height: 960 };
const candidate = (category: number, score: number, bbox: Bbox) => ({ category, score, bbox });

test('boxes come back in pixels of the image, clipped to it, with their outfit, best first', () => {
  const found = toDetections(
    [candidate(1, 0.5, [105, 200, 90, 300]), candidate(0, 0.75, [100, 50, 100, 150])],
    pilotManifest,
    image,
    0.1,
  );
  expect(found.map(({ category, bbox, derived }) => ({ category, bbox, derived }))).toEqual([
    { category: 'upper', bbox: [200, 100, 200, 300], derived: false },
    { category: 'outfit', bbox: [200, 100, 200, 860], derived: true },
    { category: 'lower', bbox: [210, 400, 180, 560], derived: false },
  ]);
});

test('model categories that mean the same here compete with each other', () => {
  const manifest = {
    ...pilotManifest,
    categories: [
      { name: 'shirt', maps: 'upper' as const },
      { name: 'jacket', maps: 'upper' as const },
      { name: 'bag', maps: null },
    ],
  };
  const same: Bbox = [100, 50, 100, 150];
  const found = toDetections(
    [candidate(0, 0.6, same), candidate(1, 0.8, same), candidate(2, 0.9, same)],
    manifest,
    image,
    0.1,
  );
  expect(found.map(({ category, score }) => [category, score])).toEqual([
    ['upper', 0.8],
    ['outfit', 0.8],
  ]);
});

test('a box outside the image, in the grey border, is dropped', () => {
  const narrow = { placement: { left: 100, top: 0, width: 120, height: 480 }, width: 240, height: 960 };
  expect(toDetections([candidate(0, 0.9, [10, 10, 60, 60])], pilotManifest, narrow, 0.1)).toEqual([]);
});

test('there are never more than a hundred', () => {
  const many = Array.from({ length: 400 }, (_, index) =>
    candidate(index % 3, 0.2 + index / 1000, [(index % 20) * 16, Math.floor(index / 20) * 20, 12, 16]),
  );
  const found = toDetections(many, pilotManifest, image, 0.1);
  expect(found).toHaveLength(maximumDetections);
  expect(found[0]!.score).toBeGreaterThan(0.59);
});
