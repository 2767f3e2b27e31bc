import { expect, test } from 'vitest';
import type { KeptLook } from '../../electron/contract/api/gallery';
import { familyOf } from './family';

const kept = (recipe: string, step = 100): KeptLook => ({
  run: 'run-1',
  step,
  recipe,
  truncation: null,
  id: recipe.length.toString(16).padStart(12, '0'),
  pixels: `run/run-1/kept/${recipe}.png`,
  keptAt: '2026-11-24T10:00:00.000Z',
});
const rows = (looks: KeptLook[]) => {
  const found: string[][] = [];
  for (const { recipe, generation } of familyOf(looks)) (found[generation] ??= []).push(recipe);
  return found;
};

test('every look stands once, below all that it was made of', () => {
  expect(rows([kept('vary(mix(1#0,1#1,0.5),3,0.2)'), kept('mix(1#0,1#1,0.5)'), kept('1#0')])).toEqual([
    ['1#0', '1#1'],
    ['mix(1#0,1#1,0.5)'],
    ['vary(mix(1#0,1#1,0.5),3,0.2)'],
  ]);
});

test('only what was kept is marked as kept', () => {
  const members = familyOf([kept('mix(1#0,1#1,0.5)'), kept('1#1')]);
  expect(members.map(({ recipe, kept: look }) => [recipe, look !== null])).toEqual([
    ['1#1', true],
    ['1#0', false],
    ['mix(1#0,1#1,0.5)', true],
  ]);
});

test('children stand in the order of their parents', () => {
  const looks = [kept('vary(1#2,1,0.3)'), kept('vary(1#0,1,0.3)'), kept('1#2'), kept('1#1'), kept('1#0')];
  expect(rows(looks)).toEqual([
    ['1#0', '1#1', '1#2'],
    ['vary(1#0,1,0.3)', 'vary(1#2,1,0.3)'],
  ]);
});

test('the same recipe of two steps is two looks, and a look blended with itself has one parent', () => {
  expect(familyOf([kept('1#0', 200), kept('1#0', 100)])).toHaveLength(2);
  expect(familyOf([kept('mix(1#0,1#0,0.5)')]).at(-1)?.parents).toEqual(['100 null 1#0']);
});
