import { expect, test } from 'vitest';
import { windowCommandFor } from './commands';
import type { CommandKey } from './commands';

const press = (more: Partial<CommandKey>): CommandKey => ({
  key: '',
  code: '',
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...more,
});

test('Alt and a figure go to a room, whatever sign the keyboard writes with it', () => {
  expect(windowCommandFor(press({ key: '1', code: 'Digit1', altKey: true }))).toBe('library');
  expect(windowCommandFor(press({ key: '\u00a2', code: 'Digit4', altKey: true }))).toBe('train');
});

test('a figure alone is left to the room, which gives a box its category by it', () => {
  expect(windowCommandFor(press({ key: '1', code: 'Digit1' }))).toBeNull();
});

test('a question mark lists the keys, wherever the keyboard has it', () => {
  expect(windowCommandFor(press({ key: '?', code: 'Slash', shiftKey: true }))).toBe('shortcuts');
  expect(windowCommandFor(press({ key: '?', code: 'Minus', shiftKey: true }))).toBe('shortcuts');
});

test('the usual key opens the settings, and no other control key is taken', () => {
  expect(windowCommandFor(press({ key: ',', code: 'Comma', ctrlKey: true }))).toBe('settings');
  expect(windowCommandFor(press({ key: ',', code: 'Comma', metaKey: true }))).toBe('settings');
  expect(windowCommandFor(press({ key: 'a', code: 'KeyA', ctrlKey: true }))).toBeNull();
});
