import { expect, test } from 'vitest';
import type { JobSummary } from '../contract/api/system';
import { endNotice } from './end-notice';
import { shellTexts } from './shell-text';

const english = shellTexts('en', 'de');
const job = (more: Partial<JobSummary>): JobSummary => ({
  id: 1,
  method: 'runs.start',
  params: {},
  state: 'finished',
  progress: null,
  error: null,
  createdAt: '2026-11-24T09:00:00Z',
  finishedAt: '2026-11-24T09:20:00Z',
  ...more,
});

test('the end of long work is told, and a failure with its reason', () => {
  expect(endNotice(job({}), english)).toMatchObject({ title: 'Training finished' });
  const error = { code: 'disk-full' as const, message: 'The disk is full.' };
  expect(endNotice(job({ state: 'failed', error }), english)).toEqual({
    title: 'Training failed',
    body: 'The disk is full.',
  });
});

test('a resumed training is told of as any other', () => {
  expect(endNotice(job({ method: 'runs.resume' }), english)).toEqual(endNotice(job({}), english));
});

test('what was short, what a person stopped and what runs still are not told', () => {
  expect(endNotice(job({ finishedAt: '2026-11-24T09:00:04Z' }), english)).toBeNull();
  expect(endNotice(job({ state: 'aborted' }), english)).toBeNull();
  expect(endNotice(job({ state: 'running', finishedAt: null }), english)).toBeNull();
});

test('what the studio does for itself is not told', () => {
  expect(endNotice(job({ method: 'images.checkFiles' }), english)).toBeNull();
});

test('the language is that of the settings, and of the system where they leave it to it', () => {
  expect(shellTexts('zh', 'en-US').library).toBe('图库');
  expect(shellTexts('system', 'zh-TW').library).toBe('图库');
  expect(shellTexts('system', 'fr').library).toBe('Library');
});
