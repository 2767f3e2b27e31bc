import { expect, test } from 'vitest';
import { folderTree } from './folder-tree';

test('folders read as a tree, with what lies below them counted', () => {
  const tree = folderTree([
    { folder: '/home/you/Photos/spring/day 10', count: 2 },
    { folder: '/home/you/Photos/spring/day 9', count: 3 },
    { folder: '/home/you/Photos/summer', count: 5 },
  ]);
  expect(tree).toEqual([
    { folder: '/home/you/Photos', name: '/home/you/Photos', depth: 0, count: 10 },
    { folder: '/home/you/Photos/spring', name: 'spring', depth: 1, count: 5 },
    { folder: '/home/you/Photos/spring/day 9', name: 'day 9', depth: 2, count: 3 },
    { folder: '/home/you/Photos/spring/day 10', name: 'day 10', depth: 2, count: 2 },
    { folder: '/home/you/Photos/summer', name: 'summer', depth: 1, count: 5 },
  ]);
});

test('a folder that holds only another one is left out, and one with photos of its own is not', () => {
  expect(
    folderTree([
      { folder: '/a', count: 1 },
      { folder: '/a/b/c', count: 2 },
    ]),
  ).toEqual([
    { folder: '/a', name: '/a', depth: 0, count: 3 },
    { folder: '/a/b/c', name: 'b/c', depth: 1, count: 2 },
  ]);
});

test('folders of Windows, on two drives, have no common top', () => {
  expect(
    folderTree([
      { folder: 'C:\\Photos\\x', count: 1 },
      { folder: 'D:\\y', count: 2 },
    ]).map(({ name, depth }) => [name, depth]),
  ).toEqual([
    ['C:\\Photos\\x', 0],
    ['D:\\y', 0],
  ]);
});

test('nothing is no folder', () => expect(folderTree([])).toEqual([]));
