import { expect, test } from 'vitest';
import { api } from '../contract/api';
import type { JobSummary } from '../contract/api/system';
import { StudioError, toWire } from '../contract/errors';
import { say } from '../contract/said';
import { endNotice } from './end-notice';
import { shellText } from './shell-text';

const english = shellText('en', 'de');
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
  const error = toWire(new StudioError('disk-full', say('file.diskFull', { path: '/runs/1' })));
  expect(endNotice(job({ state: 'failed', error }), english)).toEqual({
    title: 'Training failed',
    body: 'The disk is full: /runs/1 could not be written. Free some space and try again.',
  });
});

/** Asked for by a room when it is opened, or by the command line, which waits for it. */
const forItself = ['datasets.examine', 'samples.draw'];
const jobs = Object.entries(api).flatMap(([method, { kind }]) =>
  kind === 'job' && !forItself.includes(method) ? [method] : [],
);

test.each(jobs)('the end of %s is told in both languages, whichever way it ended', (method) => {
  const chinese = shellText('zh', 'en');
  for (const state of ['finished', 'failed'] as const) {
    const [en, zh] = [endNotice(job({ method, state }), english), endNotice(job({ method, state }), chinese)];
    expect(en?.title).toMatch(/^[A-Z][a-z ]+$/);
    expect(zh?.title).toMatch(/^\p{Script=Han}+$/u);
  }
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
  expect(shellText('zh', 'en-US').t('room.library')).toBe('图库');
  expect(shellText('system', 'zh-TW').t('room.library')).toBe('图库');
  expect(shellText('system', 'fr').t('room.library')).toBe('Library');
});

test('why it failed is told in the same language', () => {
  const said = say('file.diskFull', { path: '/runs/1' });
  const error = { code: 'disk-full' as const, message: 'The disk is full: /runs/1 ...', said };
  expect(endNotice(job({ state: 'failed', error }), shellText('zh', 'en'))).toEqual({
    title: '训练失败',
    body: '磁盘已满：/runs/1 无法写入。请腾出空间后重试。',
  });
});
