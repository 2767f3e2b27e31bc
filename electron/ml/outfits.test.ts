import { expect, test } from 'vitest';
import type { Bbox, Category, Detection } from '../contract/words';
import { deriveOutfits, groupByPerson } from './outfits';

const box = (category: Category, bbox: Bbox, score = 0.9): Detection => ({ category, score, bbox, derived: false });
const outfitsOf = (...boxes: Detection[]) => deriveOutfits(boxes).map(({ bbox }) => bbox);

// One standing person, 100 wide, from neck (100) to ankle (500).
const upper = (x = 100, score = 0.9) => box('upper', [x, 100, 100, 160], score);
const lower = (x = 100, score = 0.8) => box('lower', [x + 10, 250, 80, 250], score);

test('Upper and Lower of one person are one outfit, their union, marked as derived', () => {
  const [outfit, ...others] = deriveOutfits([upper(), lower()]);
  expect(others).toEqual([]);
  expect(outfit).toMatchObject({ category: 'outfit', derived: true, bbox: [100, 100, 100, 400] });
});

test('an outfit is as sure as its parts, the larger part counting more', () => {
  const [outfit] = deriveOutfits([upper(100, 0.5), lower(100, 0.8)]);
  expect(outfit!.score).toBeCloseTo((0.5 * 16_000 + 0.8 * 20_000) / 36_000);
});

test('two people side by side are two outfits', () => {
  expect(outfitsOf(upper(100, 0.9), upper(190, 0.7), lower(190, 0.6), lower(100, 0.8))).toEqual([
    [100, 100, 100, 400],
    [190, 100, 100, 400],
  ]);
});

test('two people arm in arm stay two, although each Lower touches both Uppers', () => {
  const outfits = outfitsOf(
    box('upper', [100, 100, 120, 160], 0.9),
    box('upper', [180, 105, 120, 160], 0.85),
    box('lower', [105, 255, 100, 245], 0.8),
    box('lower', [190, 260, 100, 245], 0.75),
  );
  expect(outfits).toEqual([
    [100, 100, 120, 400],
    [180, 105, 120, 400],
  ]);
});

test('a wide box across two people does not make them one', () => {
  const people = groupByPerson([upper(100), lower(100), upper(220), lower(220), box('full', [90, 100, 240, 300], 0.3)]);
  const holdsTwoUppers = people.some((person) => person.filter(({ category }) => category === 'upper').length > 1);
  expect(holdsTwoUppers).toBe(false);
});

test('a row of five people is five outfits', () => {
  const people = [0, 110, 220, 330, 440].flatMap((x) => [upper(x), lower(x)]);
  expect(deriveOutfits(people)).toHaveLength(5);
});

test('Upper without Lower is an outfit of its own, as in a portrait', () => {
  expect(deriveOutfits([upper(100, 0.7)])).toEqual([
    { category: 'outfit', score: 0.7, bbox: [100, 100, 100, 160], derived: true },
  ]);
});

test('an Upper of one person and a Lower of another, far away, are two outfits', () => {
  expect(deriveOutfits([upper(100), lower(400)])).toHaveLength(2);
});

test('a long coat over a dress is one outfit around both', () => {
  expect(outfitsOf(box('full', [90, 95, 130, 330], 0.9), box('full', [120, 110, 70, 380], 0.6))).toEqual([
    [90, 95, 130, 395],
  ]);
});

test('a jacket over a dress, and trousers under a coat, are one outfit each', () => {
  expect(outfitsOf(box('upper', [95, 100, 110, 150]), box('full', [110, 110, 80, 330]))).toEqual([[95, 100, 110, 340]]);
  expect(outfitsOf(box('full', [90, 95, 130, 300]), box('lower', [110, 300, 80, 200]))).toEqual([[90, 95, 130, 405]]);
});

test('a shirt under a jacket goes with the same trousers', () => {
  expect(outfitsOf(upper(), box('upper', [120, 105, 60, 150], 0.5), lower())).toEqual([[100, 100, 100, 400]]);
});

test('a child in front of a grown-up keeps an outfit of its own', () => {
  const outfits = outfitsOf(
    box('full', [100, 100, 160, 500], 0.9),
    box('upper', [120, 340, 60, 90], 0.8),
    box('lower', [125, 425, 50, 130], 0.8),
  );
  expect(outfits).toEqual([
    [100, 100, 160, 500],
    [120, 340, 60, 215],
  ]);
});

test('a doubtful box neither widens a sure outfit nor makes a second one of the same person', () => {
  const doubtful = [box('lower', [60, 250, 160, 330], 0.06), box('full', [100, 200, 90, 200], 0.05)];
  expect(outfitsOf(upper(), lower(), ...doubtful)).toEqual([[100, 100, 100, 400]]);
});

test('a doubtful box that lies better does not part a sure Upper from its Lower', () => {
  const doubtful = box('lower', [100, 260, 100, 240], 0.05);
  expect(outfitsOf(upper(), lower(), doubtful)).toEqual([[100, 100, 100, 400]]);
});

test('where the model gives a person or outfit box, that one stands', () => {
  const person = box('outfit', [85, 30, 130, 520], 0.95);
  expect(deriveOutfits([person, upper(), lower()])).toEqual([]);
  expect(deriveOutfits([person, upper()])).toEqual([]);
});

test('a person for whom the model gives none still gets a derived one', () => {
  const person = box('outfit', [85, 30, 130, 520], 0.95);
  expect(outfitsOf(person, upper(), lower(), upper(300), lower(300))).toEqual([[300, 100, 100, 400]]);
});

test('no garments, no outfits', () => {
  expect(deriveOutfits([])).toEqual([]);
});

test('the outcome does not depend on the order of the boxes', () => {
  const boxes = [
    upper(100, 0.9),
    lower(100, 0.8),
    upper(190, 0.7),
    lower(190, 0.6),
    box('full', [400, 90, 90, 400], 0.5),
  ];
  const expected = deriveOutfits(boxes);
  expect(deriveOutfits([...boxes].reverse())).toEqual(expected);
});
