import { expect, test } from 'vitest';
import { ReviewPace } from './review-pace';

test('the pace is known after a few photos, and a pause does not slow it', () => {
  const pace = new ReviewPace();
  for (const at of [0, 4000, 8000]) pace.accepted(at);
  expect(pace.perPhotoMs).toBeNull();
  pace.accepted(12_000);
  expect(pace.perPhotoMs).toBe(4000);
  pace.accepted(3_600_000);
  expect(pace.perPhotoMs).toBe(4000);
  pace.accepted(3_606_000);
  expect(pace.perPhotoMs).toBe(4500);
});

test('the last photos count: someone who gets faster sees it', () => {
  const pace = new ReviewPace();
  for (let photo = 0; photo <= 10; photo++) pace.accepted(photo * 10_000);
  for (let photo = 1; photo <= 20; photo++) pace.accepted(100_000 + photo * 2000);
  expect(pace.perPhotoMs).toBe(2000);
});
