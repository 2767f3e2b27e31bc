import { expect, test } from 'vitest';
import { RecipeText, blendSeries, formatRecipe, parentsOf, parseRecipe } from './latent-recipe';

test.each(['7#3', 'mix(7#3,7#9,0.5)', 'vary(7#3,12,0.35)', 'vary(mix(4294967295#0,vary(1#2,3,1),0),9,0.0001)'])(
  '%s means itself when it is read and written again',
  (text) => {
    expect(formatRecipe(parseRecipe(text))).toBe(text);
  },
);

test('spaces do not matter, and shares keep four decimals', () => {
  expect(formatRecipe(parseRecipe(' mix( 7#3 , 7#9 , 0.33333333 ) '))).toBe('mix(7#3,7#9,0.3333)');
});

test.each([
  ['', /expected a seed/],
  ['7', /expected "#" at character 2/],
  ['7#', /expected the number of a look/],
  ['7#3x', /expected the end at character 4/],
  ['mix(7#3,7#9)', /expected ","/],
  ['mix(7#3,7#9,1.5)', /from 0 to 1/],
  ['vary(7#3,-1,0.5)', /expected a seed/],
  ['4294967296#0', /expected a seed/],
  ['vary('.repeat(70), /64 generations/],
])('%s is refused with the place and an example', (text, message) => {
  expect(() => parseRecipe(text)).toThrow(message);
  expect(() => parseRecipe(text)).toThrow(/looks like 7#3/);
  expect(RecipeText.safeParse(text).success).toBe(false);
});

test('a series begins and ends with the two looks themselves', () => {
  const series = blendSeries(parseRecipe('1#0'), parseRecipe('1#1'), 5).map(formatRecipe);
  expect(series).toEqual(['1#0', 'mix(1#0,1#1,0.25)', 'mix(1#0,1#1,0.5)', 'mix(1#0,1#1,0.75)', '1#1']);
});

test('a bred look has two parents, a variation one, a seed none', () => {
  const parents = (text: string) => parentsOf(parseRecipe(text)).map(formatRecipe);
  expect(parents('mix(1#0,vary(1#1,5,0.2),0.25)')).toEqual(['1#0', 'vary(1#1,5,0.2)']);
  expect(parents('vary(1#1,5,0.2)')).toEqual(['1#1']);
  expect(parents('1#1')).toEqual([]);
});
