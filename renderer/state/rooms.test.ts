import { expect, test } from 'vitest';
import { noCounts } from '../testing/scripted-recent';
import { hashOf, nextRoom, placeFromHash } from './rooms';

test.each([
  ['an empty project', {}, 'library'],
  ['photos that nobody has looked at', { images: 9, new: 9 }, 'library'],
  ['boxes proposed', { images: 9, detected: 9 }, 'review'],
  ['a few reviewed of many', { images: 9, detected: 8, reviewed: 1, annotations: 3 }, 'review'],
  ['all reviewed', { images: 9, reviewed: 9, annotations: 20 }, 'dataset'],
  ['a frozen dataset', { images: 9, reviewed: 9, annotations: 20, datasets: 1 }, 'train'],
  ['a training that is over', { images: 9, reviewed: 9, annotations: 20, datasets: 1, runs: 1 }, 'compare'],
  [
    'a training that waits to go on',
    { images: 9, reviewed: 9, annotations: 20, datasets: 1, runs: 1, unfinished: true },
    'train',
  ],
  [
    'photos that wait beside a training that waits to go on',
    { images: 9, detected: 2, reviewed: 7, annotations: 20, datasets: 1, runs: 1, unfinished: true },
    'review',
  ],
  [
    'photos that wait after a training',
    { images: 9, detected: 2, reviewed: 7, annotations: 20, datasets: 1, runs: 1 },
    'review',
  ],
  ['photos that wait after a freeze', { images: 9, detected: 2, reviewed: 7, annotations: 20, datasets: 1 }, 'review'],
  ['new photos after all were reviewed', { images: 9, new: 3, reviewed: 6, annotations: 20 }, 'library'],
  ['new photos after a training', { images: 9, new: 3, reviewed: 6, annotations: 20, datasets: 1, runs: 1 }, 'library'],
  ['all photos reviewed and no box on any', { images: 9, reviewed: 9 }, 'library'],
  ['every photo excluded', { images: 9, excluded: 9 }, 'library'],
  ['a run whose dataset is gone', { images: 9, reviewed: 9, annotations: 20, runs: 1 }, 'compare'],
] as const)('with %s the next step is %s', (_, counts, room) => {
  expect(nextRoom({ ...noCounts, ...counts }, false)).toBe(room);
});

test('while a training goes on it is what is next', () => {
  expect(nextRoom({ ...noCounts, datasets: 1, runs: 3 }, true)).toBe('train');
});

test('a place survives the address', () => {
  expect(placeFromHash(hashOf({ room: 'review', item: '41' }))).toEqual({ room: 'review', item: '41' });
  expect(placeFromHash(hashOf({ room: 'train', item: 'looks 1/2' }))).toEqual({ room: 'train', item: 'looks 1/2' });
  expect(placeFromHash(hashOf({ room: 'compare', item: null }))).toEqual({ room: 'compare', item: null });
});

test('an address that means nothing leads to the library', () => {
  expect(placeFromHash('#/attic/3')).toEqual({ room: 'library', item: null });
  expect(placeFromHash('')).toEqual({ room: 'library', item: null });
});
