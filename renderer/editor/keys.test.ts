import { expect, test } from 'vitest';
import { commandFor } from './keys';
import type { KeyPress } from './keys';

const key = (name: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key: name,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

test('arrows move the chosen box by one pixel, with Shift by ten, with Alt its size', () => {
  expect(commandFor(key('ArrowLeft'), true)).toEqual({ kind: 'nudge', dx: -1, dy: 0, resize: false });
  expect(commandFor(key('ArrowDown', { shiftKey: true }), true)).toEqual({
    kind: 'nudge',
    dx: 0,
    dy: 10,
    resize: false,
  });
  expect(commandFor(key('ArrowUp', { altKey: true }), true)).toEqual({ kind: 'nudge', dx: 0, dy: -1, resize: true });
});

test('without a chosen box left and right go through the queue', () => {
  expect(commandFor(key('ArrowRight'), false)).toEqual({ kind: 'go', step: 1 });
  expect(commandFor(key('ArrowUp'), false)).toBeNull();
});

test('the figures 1 to 4 are the categories', () => {
  expect(['1', '2', '3', '4'].map((name) => commandFor(key(name), true))).toEqual(
    ['upper', 'lower', 'full', 'outfit'].map((category) => ({ kind: 'category', category })),
  );
  expect(commandFor(key('5'), true)).toBeNull();
});

test('a figure with Alt goes to another room and changes no box', () => {
  expect(commandFor(key('1', { altKey: true }), true)).toBeNull();
  expect(commandFor(key('a', { altKey: true }), true)).toBeNull();
});

test('undo and redo answer with and without Control', () => {
  expect(commandFor(key('z'), false)).toEqual({ kind: 'undo' });
  expect(commandFor(key('z', { ctrlKey: true }), false)).toEqual({ kind: 'undo' });
  expect(commandFor(key('Z', { shiftKey: true }), false)).toEqual({ kind: 'redo' });
  expect(commandFor(key('Z', { shiftKey: true, metaKey: true }), false)).toEqual({ kind: 'redo' });
  expect(commandFor(key('y', { ctrlKey: true }), false)).toEqual({ kind: 'redo' });
});

test('the browser keeps its own shortcuts', () => {
  expect(commandFor(key('a', { ctrlKey: true }), false)).toBeNull();
  expect(commandFor(key('d', { metaKey: true }), true)).toBeNull();
  expect(commandFor(key('Tab'), true)).toBeNull();
});

test('capital letters mean the same', () => {
  expect(commandFor(key('A'), false)).toEqual({ kind: 'accept' });
  expect(commandFor(key('D'), true)).toEqual({ kind: 'delete' });
});
