import { expect, test } from 'vitest';
import { isOurs, pageUrl } from './trusted';

test('only the page itself and what lies beside it are ours', () => {
  const page = pageUrl(undefined);
  expect(isOurs('studio://app/index.html#/train', page)).toBe(true);
  for (const address of [
    'studio://pixels/thumbnail/1',
    'studio://app.evil/index.html',
    'https://app/index.html',
    'file:///etc/passwd',
    'data:text/html,x',
    'about:blank',
    '',
  ]) {
    expect(isOurs(address, page), address).toBe(false);
  }
});

test('in development the page is the one of the development server', () => {
  const page = pageUrl('http://localhost:5173');
  expect(isOurs('http://localhost:5173/index.html', page)).toBe(true);
  expect(isOurs('http://localhost:5174/', page)).toBe(false);
  expect(isOurs('studio://app/index.html', page)).toBe(false);
});
