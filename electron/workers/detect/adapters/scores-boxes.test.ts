import { expect, test } from 'vitest';
import { inEnglish } from '../../../contract/said';
import { pilotManifest } from '../../../testing/detector-manifests';
import { scoresBoxes } from './scores-boxes';

const tensor = (dims: number[], values: number[]) => ({ type: 'float32', dims, data: Float32Array.from(values) });

test('every category of a place has its own box, given by its corners', () => {
  const outputs = {
    scores: tensor([1, 1, 3], [0.5, 0.25, 0.75]),
    boxes: tensor([1, 1, 3, 4], [0, 0, 10, 20, 1, 2, 3, 4, 5, 5, 50, 60]),
  };
  expect(scoresBoxes.findMismatch(outputs, pilotManifest)).toBeNull();
  expect(scoresBoxes.read(outputs, pilotManifest, 0.3)).toEqual([
    { category: 0, score: 0.5, bbox: [0, 0, 10, 20] },
    { category: 2, score: 0.75, bbox: [5, 5, 45, 55] },
  ]);
});

test('or all categories of a place share one', () => {
  const outputs = {
    scores: tensor([1, 2, 3], [0, 0, 0, 0.5, 0.75, 0]),
    boxes: tensor([1, 2, 4], [0, 0, 1, 1, 10, 20, 30, 60]),
  };
  expect(scoresBoxes.findMismatch(outputs, pilotManifest)).toBeNull();
  expect(scoresBoxes.read(outputs, pilotManifest, 0.3)).toEqual([
    { category: 0, score: 0.5, bbox: [10, 20, 20, 40] },
    { category: 1, score: 0.75, bbox: [10, 20, 20, 40] },
  ]);
});

test('categories that the product has no use for are left out', () => {
  const manifest = { ...pilotManifest, categories: pilotManifest.categories.map((one) => ({ ...one, maps: null })) };
  const outputs = { scores: tensor([1, 1, 3], [0.9, 0.9, 0.9]), boxes: tensor([1, 1, 4], [0, 0, 9, 9]) };
  expect(scoresBoxes.read(outputs, manifest, 0)).toEqual([]);
});

test('shapes that do not fit are described', () => {
  const scores = tensor([1, 2, 3], Array(6).fill(0));
  const describe = (outputs: Parameters<typeof scoresBoxes.findMismatch>[0]) =>
    inEnglish(scoresBoxes.findMismatch(outputs, pilotManifest) ?? '');
  expect(describe({ scores: tensor([1, 2, 80], []), boxes: scores })).toBe(
    'its scores are for 80 categories, the manifest names 3',
  );
  expect(describe({ scores: tensor([2, 3], []), boxes: scores })).toContain('shape [2, 3], expected [1, places, 3]');
  expect(describe({ scores, boxes: tensor([1, 5, 4], []) })).toBe(
    'its boxes have the shape [1, 5, 4], expected [1, 2, 4] or [1, 2, 3, 4]',
  );
});

test('logits and numbers that are none are refused, rounding is not', () => {
  const read = (score: number) =>
    scoresBoxes.read(
      { scores: tensor([1, 1, 3], [score, 0, 0]), boxes: tensor([1, 1, 4], [0, 0, 9, 9]) },
      pilotManifest,
      0.5,
    );
  for (const score of [4.2, -7, NaN])
    expect(() => read(score)).toThrow(expect.objectContaining({ code: 'model-invalid' }));
  expect(read(1.0005)[0]).toMatchObject({ score: 1 });
});
