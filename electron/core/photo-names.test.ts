import { expect, test } from 'vitest';
import { photosByName } from './photo-names';
import { splitTogether } from './split';

test('pictures of one name in sibling folders, and the exported crops of one photo, come from one photo', () => {
  const keys = photosByName([
    '/outfit/ccp_0004.jpg',
    '/dress/CCP_0004.png',
    '/ccp_0004-full-1.png',
    '/ccp_0004-outfit-12.png',
    '/outfit/ccp_0011.jpg',
    '/outfit/ccp_0011-2.jpg',
  ]);
  expect(new Set(keys.slice(0, 4)).size).toBe(1);
  expect(new Set(keys).size).toBe(3);
});

test('a photo is on one side whether its crops are frozen together or folder by folder', () => {
  const names = Array.from({ length: 300 }, (_, at) => `ccp_${at}.jpg`);
  const splits = (folders: readonly string[]) => {
    const files = folders.flatMap((folder) => names.map((name) => `${folder}/${name}`));
    const alone = files.map((_, at) => at);
    return splitTogether(photosByName(files), alone, 0.2);
  };
  const both = splits(['/outfit', '/dress']);
  expect(both.slice(0, 300)).toEqual(both.slice(300));
  expect(splits([''])).toEqual(both.slice(0, 300));
  expect(both.filter((split) => split === 'validation').length).toBeGreaterThan(60);
});

test('a name that every folder has is no photo: frames of many films are not put on one side', () => {
  const files = Array.from({ length: 300 }, (_, film) => `/film ${film}/frame-0001.jpg`);
  expect(new Set(photosByName(files)).size).toBe(300);
});
