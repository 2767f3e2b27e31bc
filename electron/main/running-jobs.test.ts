import { expect, test } from 'vitest';
import type { JobSummary, JobState } from '../contract/api/system';
import { closingQuestion } from './running-jobs';

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
  expect(closingQuestion([])).toBeNull();
  expect(closingQuestion([job('runs.start', 'finished'), job('images.import', 'failed')])).toBeNull();
  expect(closingQuestion([job('images.scan', 'running')])).toBeNull();
});

test('the question names what runs, each once, and says what becomes of a training', () => {
  const question = closingQuestion([
    job('runs.start', 'running'),
    job('runs.resume', 'queued'),
    job('images.import', 'running'),
  ]);
  expect(question?.message).toBe('Close the studio and stop a training and the import of photos?');
  expect(question?.detail).toContain('last checkpoint');
});

test('without a training nothing is said about one', () => {
  expect(closingQuestion([job('detections.run', 'running')])?.detail).not.toContain('raining');
});
