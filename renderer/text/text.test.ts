import { afterEach, expect, test } from 'vitest';
import { en } from './en';
import type { TextKey } from './en';
import { resolveLanguage } from './language';
import { formatBytes, formatDuration, formatRoughDuration, setLanguage, t } from './text.svelte';
import { zh } from './zh';

afterEach(() => setLanguage('en'));
const namesOf = (text: string) => [...text.matchAll(/\{(\w+)/g)].map((match) => match[1]).sort();

test('numbers are written as the language writes them, and words follow their number', () => {
  expect(t('library.count', { count: 1 })).toBe('1 photo');
  expect(t('library.count', { count: 12_345 })).toBe('12,345 photos');
});

test('every Chinese text takes the same values as the English one', () => {
  for (const key of Object.keys(en) as TextKey[]) {
    expect([key, namesOf(zh[key])]).toEqual([key, namesOf(en[key])]);
    expect(zh[key].trim()).not.toBe('');
  }
});

test('what is advised to whoever has a failure names no preset, which may be the one they train with', () => {
  const advised = (Object.keys(en) as TextKey[]).filter((key) => /^advice\..*-/.test(key));
  expect(advised).toContain('advice.loss-not-finite');
  for (const key of advised) expect(en[key] + zh[key]).not.toMatch(/preset|better|article|预设/);
});

test('Chinese sentences follow each other without a blank', () => {
  expect(zh['text.sentences']).toBe('{first}{second}');
  for (const text of Object.values(zh)) expect(text).not.toMatch(/[。；，：？] /);
});

test('a percentage is written as each language writes it', () => {
  for (const text of Object.values(zh)) expect(text).not.toMatch(/ %/);
  for (const text of Object.values(en)) expect(text).not.toMatch(/[\d}]%/);
});

test('no text shouts or says TODO', () => {
  for (const text of [...Object.values(en), ...Object.values(zh)]) expect(text).not.toMatch(/[!！]|TODO/);
});

test('durations are as exact as anyone wants to know', () => {
  expect(formatDuration(400)).toBe('0 s');
  expect(formatDuration(59_000)).toBe('59 s');
  expect(formatDuration(61_000)).toBe('1 min');
  expect(formatDuration(3 * 3_600_000 + 5 * 60_000)).toBe('3 h 5 min');
  expect(formatDuration(2 * 3_600_000)).toBe('2 h');
});

test('what nobody has measured is not said to the minute', () => {
  const minute = 60_000;
  expect(formatRoughDuration(4.2 * minute)).toBe('4 min');
  expect(formatRoughDuration(23 * minute)).toBe('25 min');
  expect(formatRoughDuration(61 * minute)).toBe('1 h');
  expect(formatRoughDuration(97 * minute)).toBe('1 h 40 min');
});

test('sizes keep two or three figures', () => {
  expect(formatBytes(950)).toBe('950 B');
  expect(formatBytes(1_250_000)).toBe('1.3 MB');
  expect(formatBytes(84_000_000)).toBe('84 MB');
});

test('the language follows the system unless it is chosen', () => {
  expect(resolveLanguage('system', ['zh-TW', 'en'])).toBe('zh');
  expect(resolveLanguage('system', ['de'])).toBe('en');
  expect(resolveLanguage('zh', ['en'])).toBe('zh');
});
