import { expect, test } from 'vitest';
import { api } from './api';
import { toWire } from './errors';
import type { Method, Params } from './api';

/** What a caller hears of params that are not as they must be. */
function refusal<M extends Method>(method: M, params: unknown) {
  const { error } = api[method].params.safeParse(params as Params<M>);
  return toWire(error);
}

test.each([
  [{ overrides: { learningRate: 5 } }, 'params.most', 'learningRate must be at most 0.1.'],
  [{ overrides: { learningRate: 0 } }, 'params.above', 'learningRate must be above 0.'],
  [{ overrides: { batch: 1 } }, 'params.least', 'batch must be at least 2.'],
  [{ preset: 'best' }, 'params.oneOf', 'preset must be one of: article, better.'],
  [{ overrides: { flip: 'yes' } }, 'params.kind', 'flip is missing or of the wrong kind: expected boolean.'],
])('%o is refused by name, as a sentence that can be said in any language', (params, key, sentence) => {
  expect(refusal('runs.start', params)).toMatchObject({
    code: 'invalid-params',
    message: sentence,
    said: { key: 'params.wrong', values: { issues: [{ key }] } },
  });
});

test('a rule of our own is told in its own words', () => {
  expect(refusal('datasets.freeze', { name: 'a/b' })).toMatchObject({
    message: expect.stringMatching(/^"a\/b" cannot be the name of a dataset/) as string,
    said: { values: { issues: [{ key: 'dataset.name', values: { name: 'a/b' } }] } },
  });
  expect(refusal('gallery.generate', { run: 'run-1', recipes: ['7#'] }).said).toMatchObject({
    values: { issues: [{ key: 'recipe.wrong', values: { expected: { key: 'recipe.look' } } }] },
  });
});

test('several faults are told one after the other', () => {
  expect(refusal('runs.start', { overrides: { batch: 1, learningRate: 5 } }).message).toBe(
    'batch must be at least 2. learningRate must be at most 0.1.',
  );
});
