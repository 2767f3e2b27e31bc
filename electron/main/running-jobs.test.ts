import { expect, test } from 'vitest';
import type { JobSummary, JobState } from '../contract/api/system';
import { closingQuestion } from './running-jobs';
import { shellText } from './shell-text';

const english = shellText('en', 'de');

const job = (method: string, state: JobState): JobSummary => ({
  id: 1,
  method,
  params: {},
  state,
  progress: null,
  error: null,
  createdAt: '2026-01-01T00:00:00Z',
  finishedAt: null,
});

test('nothing is asked when nothing runs', () => {
  expect(closingQuestion([], english)).toBeNull();
  expect(closingQuestion([job('runs.start', 'finished'), job('images.import', 'failed')], english)).toBeNull();
  expect(closingQuestion([job('images.scan', 'running')], english)).toBeNull();
});

test('the question names what runs, each once, and says what becomes of a training', () => {
  const jobs = [job('runs.start', 'running'), job('runs.resume', 'queued'), job('images.import', 'running')];
  const question = closingQuestion(jobs, english);
  expect(question?.message).toBe('Close the studio and stop a training and the import of photos?');
  expect(question?.detail).toContain('last checkpoint');
});

test('the question is asked in the language of the window', () => {
  const jobs = [job('images.import', 'running'), job('crops.export', 'running'), job('runs.start', 'running')];
  expect(closingQuestion(jobs, shellText('zh', 'en'))).toEqual({
    message: '要关闭工作室并停止照片导入、裁切导出和训练吗？',
    detail: '训练以后可以从最后一个检查点接着进行。其他已完成的部分都会保留。',
    buttons: ['继续运行', '停止并关闭'],
  });
});

test('without a training nothing is said about one', () => {
  expect(closingQuestion([job('detections.run', 'running')], english)?.detail).not.toContain('raining');
});
