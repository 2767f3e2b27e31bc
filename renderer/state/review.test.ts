import { beforeEach, expect, test, vi } from 'vitest';
import { eventually } from '../testing/eventually';
import { createScriptedConnection } from '../testing/scripted-client';
import { inventPhotos } from '../testing/scripted-images';
import type { ScriptedStudio } from '../testing/scripted-studio';
import { ReviewState, shownScore } from './review.svelte';
import { StudioState } from './studio.svelte';

vi.stubGlobal('navigator', { userAgent: 'test' });
vi.stubGlobal('location', { hash: '' });

let server: ScriptedStudio;
let studio: StudioState;
let review: ReviewState;
const first = () => review.boxes[0]!;
const saved = () => eventually(() => expect(review.unsaved).toBe(0));
const stored = () => server.image(review.image!.id);

beforeEach(async () => {
  const connection = createScriptedConnection({ photos: inventPhotos(12) });
  server = connection.studio;
  studio = new StudioState(connection);
  await studio.load();
  review = new ReviewState(studio);
  await review.queue.open('open');
  await review.show(review.queue.current!.id);
});

test('the queue begins with the most doubtful image', () => {
  const doubts = review.queue.items.map((item) => item.doubt!);
  expect(doubts).toEqual([...doubts].sort((a, b) => b - a));
});

test('an image that nobody touched shows its proposals from the shown score on', () => {
  const expected = stored().proposals.filter((proposal) => proposal.score >= shownScore);
  expect(review.boxes.map((box) => box.bbox)).toEqual(expected.map((proposal) => proposal.bbox));
  expect(review.boxes.every((box) => box.proposed)).toBe(true);
  expect(review.canUndo).toBe(false);
});

test('the first edit saves every shown box: the moved one as moved, the others as accepted', async () => {
  const count = review.boxes.length;
  review.move(first().id, [10, 20, 30, 40]);
  await saved();
  expect(stored().boxes).toHaveLength(count);
  expect(stored().boxes[0]).toMatchObject({ bbox: [10, 20, 30, 40], origin: 'moved' });
  expect(
    stored()
      .boxes.slice(1)
      .every((box) => box.origin === 'accepted'),
  ).toBe(true);
  expect(new Set(stored().boxes.map((box) => box.id)).size).toBe(count);
});

test('edits that come faster than answers are all saved, in order', async () => {
  for (let step = 1; step <= 10; step++) review.move(first().id, [step, step, 50, 60]);
  review.draw([1, 2, 30, 40], 'upper');
  await saved();
  expect(stored().revision).toBe(11);
  expect(stored().boxes[0]?.bbox).toEqual([10, 10, 50, 60]);
  expect(stored().boxes.at(-1)).toMatchObject({ category: 'upper', origin: 'drawn', score: null });
  expect(studio.notices.list).toEqual([]);
});

test('undoing everything brings the proposals back, and redo the edits', async () => {
  const before = review.boxes.map((box) => box.bbox);
  review.remove(first().id);
  review.setCategory(first().id, 'lower');
  await saved();
  review.undo();
  review.undo();
  await saved();
  expect(review.boxes.map((box) => box.bbox)).toEqual(before);
  expect(review.boxes.every((box) => box.proposed)).toBe(true);
  review.redo();
  await saved();
  expect(review.boxes).toHaveLength(before.length - 1);
  expect(review.canRedo).toBe(true);
});

test('many presses of an arrow are one edit', async () => {
  review.select(first().id);
  for (let step = 1; step <= 8; step++) review.nudge([step, 5, 50, 60]);
  expect(review.unsaved).toBe(0);
  review.select(null);
  await saved();
  expect(stored().revision).toBe(1);
  expect(stored().boxes[0]?.bbox).toEqual([8, 5, 50, 60]);
});

test('accepting an untouched image keeps its proposals and goes on', async () => {
  const { id } = review.image!;
  const count = review.boxes.length;
  expect(await review.accept()).toBe(true);
  await saved();
  expect(server.image(id)).toMatchObject({ state: 'reviewed', annotations: count });
  expect(review.queue.current?.id).not.toBe(id);
});

test('accepting an image whose boxes were all deleted does not bring them back', async () => {
  const { id } = review.image!;
  while (review.boxes.length > 0) review.remove(first().id);
  await review.accept();
  await saved();
  expect(server.image(id)).toMatchObject({ state: 'reviewed', annotations: 0 });
});

test('accepting shows the next image at once, whatever the saving of the last one takes', async () => {
  const [{ id }, next] = [review.image!, review.queue.items[1]!];
  const never = new Promise<never>(() => undefined);
  const run = studio.client.run.bind(studio.client);
  const waiting = vi.spyOn(studio.client, 'run');
  waiting.mockImplementation(((method: 'images.get', params: never) =>
    method.startsWith('annotations.') ? never : run(method, params)) as typeof run);
  expect(await review.accept()).toBe(true);
  await review.show(review.queue.current!.id);
  expect(review.image!.id).toBe(next.id);
  expect(review.boxes.length).toBeGreaterThan(0);
  expect(review.queue.items[0]).toMatchObject({ id, state: 'reviewed' });
  waiting.mockRestore();
});

test('an edit of the next image that is made while the last one is saved goes to the next image', async () => {
  const [before, after] = [review.image!.id, review.queue.items[1]!.id];
  review.move(first().id, [10, 20, 30, 40]);
  const accepting = review.accept();
  await accepting;
  await review.show(after);
  review.move(first().id, [1, 2, 30, 40]);
  await saved();
  expect(server.image(before)).toMatchObject({ state: 'reviewed', boxes: [{ bbox: [10, 20, 30, 40] }, {}, {}] });
  expect(server.image(after).boxes[0]?.bbox).toEqual([1, 2, 30, 40]);
  expect(studio.notices.list).toEqual([]);
});

test('accepting twice before the next image is there accepts one', async () => {
  const [, second, third] = review.queue.items;
  await review.accept();
  expect(await review.accept()).toBe(true);
  expect(review.queue.current?.id).toBe(second!.id);
  await review.show(second!.id);
  await review.accept();
  expect(review.queue.current?.id).toBe(third!.id);
  await saved();
  expect(server.image(second!.id).state).toBe('reviewed');
});

test('accepting goes through the whole queue and says when it is done', async () => {
  let more = true;
  for (let count = 0; more && count < 20; count++) {
    await review.show(review.queue.current!.id);
    more = await review.accept();
  }
  await saved();
  expect(server.images.every((image) => image.state === 'reviewed')).toBe(true);
});

test('an edit from elsewhere wins, and is shown without a complaint', async () => {
  const image = stored();
  image.revision = 5;
  image.touched = true;
  image.boxes = [{ id: crypto.randomUUID(), category: 'full', bbox: [1, 1, 9, 9], origin: 'drawn', score: null }];
  review.move(first().id, [10, 20, 30, 40]);
  await saved();
  expect(review.boxes.map((box) => box.bbox)).toEqual([[1, 1, 9, 9]]);
  expect(studio.notices.list).toEqual([]);
  review.move(first().id, [2, 2, 9, 9]);
  await saved();
  expect(stored().boxes[0]?.bbox).toEqual([2, 2, 9, 9]);
});

test('a queue that was read to its end takes in what is detected later, without moving what is shown', async () => {
  const late = server.images.slice(0, 4);
  for (const image of late) image.state = 'new';
  await review.queue.open('open');
  expect(review.queue.items).toHaveLength(8);
  const { id } = review.queue.current!;
  for (const image of late) image.state = 'detected';
  await review.queue.extend();
  expect(review.queue.items).toHaveLength(12);
  expect(review.queue.current!.id).toBe(id);
  expect(new Set(review.queue.items.map((item) => item.id)).size).toBe(12);
});

test('an image that is asked for comes first where the queue does not hold it', async () => {
  const image = server.images.find((one) => one.id === 7)!;
  image.state = 'reviewed';
  await review.queue.open('open', 7);
  expect(review.queue.current?.id).toBe(7);
  expect(review.queue.items).toHaveLength(12);
});

/** A studio that never answers an edit. */
function withoutAnswers() {
  const run = studio.client.run.bind(studio.client);
  const never = new Promise<never>(() => undefined);
  return vi
    .spyOn(studio.client, 'run')
    .mockImplementation(((method: 'images.get', params: never) =>
      method.startsWith('annotations.') ? never : run(method, params)) as typeof run);
}

test('undo and redo are shown at once, whatever the studio takes', async () => {
  const proposed = review.boxes.map((box) => box.bbox);
  review.move(first().id, [10, 20, 30, 40]);
  await saved();
  review.remove(review.boxes[1]!.id);
  await saved();
  withoutAnswers();
  review.undo();
  expect(review.boxes.map((box) => box.bbox)).toEqual([[10, 20, 30, 40], ...proposed.slice(1)]);
  expect([review.canUndo, review.canRedo]).toEqual([true, true]);
  review.undo();
  expect(review.boxes.map((box) => box.bbox)).toEqual(proposed);
  expect(review.boxes.every((box) => box.proposed)).toBe(true);
  expect([review.canUndo, review.canRedo]).toEqual([false, true]);
  expect(review.queue.current).toMatchObject({ state: 'detected', annotations: 0 });
  review.redo();
  review.redo();
  expect(review.boxes).toHaveLength(proposed.length - 1);
  expect([review.canUndo, review.canRedo]).toEqual([true, false]);
});

test('what was accepted is taken back at once by whoever comes back to it', async () => {
  const { id } = review.image!;
  const proposed = review.boxes.map((box) => box.bbox);
  await review.accept();
  await review.show(review.queue.current!.id);
  review.queue.go(0);
  await review.show(id);
  expect(review.boxes.every((box) => !box.proposed)).toBe(true);
  withoutAnswers();
  review.undo();
  expect(review.queue.current).toMatchObject({ id, state: 'detected' });
  expect(review.boxes.map((box) => box.bbox)).toEqual(proposed);
  expect(review.boxes.every((box) => box.proposed)).toBe(true);
});

test('steps that only the studio knows are shown when it answers, and the way back at once', async () => {
  review.move(first().id, [10, 20, 30, 40]);
  review.move(first().id, [11, 21, 31, 41]);
  await saved();
  const later = new ReviewState(studio);
  await later.queue.open('open', review.image!.id);
  await later.show(review.image!.id);
  later.undo();
  expect(later.boxes[0]?.bbox).toEqual([11, 21, 31, 41]);
  await eventually(() => expect(later.unsaved).toBe(0));
  expect(later.boxes[0]?.bbox).toEqual([10, 20, 30, 40]);
  later.move(later.boxes[0]!.id, [1, 2, 3, 4]);
  await eventually(() => expect(later.unsaved).toBe(0));
  withoutAnswers();
  later.undo();
  expect(later.boxes[0]?.bbox).toEqual([10, 20, 30, 40]);
  expect(later.canUndo).toBe(true);
});

test('an undo that is refused shows what the studio has', async () => {
  review.move(first().id, [10, 20, 30, 40]);
  await saved();
  const elsewhere = stored();
  elsewhere.revision += 1;
  elsewhere.boxes = [{ ...elsewhere.boxes[0]!, bbox: [5, 6, 7, 8] }];
  review.undo();
  expect(review.boxes.every((box) => box.proposed)).toBe(true);
  await saved();
  expect(review.boxes.map((box) => box.bbox)).toEqual([[5, 6, 7, 8]]);
  expect(review.queue.current).toMatchObject({ annotations: 1 });
});

test('an undo that fails is taken back and said, and what can be undone is as before', async () => {
  review.move(first().id, [10, 20, 30, 40]);
  await saved();
  const run = studio.client.run.bind(studio.client);
  const failing = vi
    .spyOn(studio.client, 'run')
    .mockImplementation(((method: 'images.get', params: never) =>
      method.startsWith('annotations.') ? Promise.reject(new Error('disk full')) : run(method, params)) as typeof run);
  review.undo();
  await saved();
  failing.mockRestore();
  expect(studio.notices.list.map(({ kind }) => kind)).toEqual(['error']);
  expect(review.boxes[0]?.bbox).toEqual([10, 20, 30, 40]);
  expect([review.canUndo, review.canRedo]).toEqual([true, false]);
  review.undo();
  await saved();
  expect(review.boxes.every((box) => box.proposed)).toBe(true);
});
