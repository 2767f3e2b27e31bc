import { expect, test } from 'vitest';
import { keyNames } from './key-names';

test('a Mac has its own signs for the keys that a PC names', () => {
  expect(keyNames(['Ctrl', 'Z'], 'MacIntel')).toEqual(['⌘', 'Z']);
  expect(keyNames(['Alt', '1 … 5'], 'MacIntel')).toEqual(['⌥', '1 … 5']);
  expect(keyNames(['Shift', 'Z'], 'MacIntel')).toEqual(['⇧', 'Z']);
});

test.each(['Win32', 'Linux x86_64'])('%s has the names of a PC', (platform) => {
  expect(keyNames(['Ctrl', 'Alt', 'Shift', 'Enter'], platform)).toEqual(['Ctrl', 'Alt', 'Shift', 'Enter']);
});
