import { afterEach, expect, test } from 'vitest';
import { sayValue } from './setting-value';
import { setLanguage } from './text.svelte';

afterEach(() => setLanguage('en'));

test('words of a value are in the language of the window; numbers and names stay', () => {
  setLanguage('zh');
  expect(['off', 'color+cutout', 'none', '0.0002', 'tensorflow'].map(sayValue)).toEqual([
    '关',
    '颜色 + 遮挡',
    '无',
    '0.0002',
    'tensorflow',
  ]);
});
