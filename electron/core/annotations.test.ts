import { expect, test } from 'vitest';
import { addImage, annotation, detection, testProject } from '../testing/factories';
import {
  acceptAllBoxes,
  acceptBoxes,
  countWaiting,
  readBoxes,
  reopenImages,
  replaceBoxes,
  stepHistory,
} from './annotations';
import { getImage, queryImages, readDetections } from './library';
import type { Project } from './project';

const proposals = (project: Project) => (imageId: number) => readDetections(project, imageId);

test('accepting an untouched image turns its sure proposals into annotations and keeps the proposals', () => {
  const project = testProject();
  const imageId = addImage(project, 'a.jpg', [detection({ score: 0.9 }), detection({ category: 'upper', score: 0.2 })]);
  const revised = acceptBoxes(project, { imageId, revision: 0, minScore: 0.4 }, proposals(project));
  expect(revised).toMatchObject({ revision: 1, reviewed: true, touched: true, canUndo: true, canRedo: false });
  expect(revised.boxes).toMatchObject([{ category: 'outfit', origin: 'accepted', score: 0.9 }]);
  expect(getImage(project, imageId).proposals).toHaveLength(2);
});

test('accepting an image that a person has edited keeps what the person drew', () => {
  const project = testProject();
  const imageId = addImage(project, 'a.jpg', [detection()]);
  const mine = annotation({ category: 'full' });
  replaceBoxes(project, { imageId, revision: 0, boxes: [mine] });
  const revised = acceptBoxes(project, { imageId, revision: 1, minScore: 0.1 }, proposals(project));
  expect(revised.boxes).toEqual([mine]);
});

test('an edit of a stale revision is refused and changes nothing', () => {
  const project = testProject();
  const imageId = addImage(project, 'a.jpg');
  replaceBoxes(project, { imageId, revision: 0, boxes: [annotation()] });
  const stale = () => replaceBoxes(project, { imageId, revision: 0, boxes: [] });
  expect(stale).toThrow(expect.objectContaining({ code: 'conflict' }));
  expect(readBoxes(project, imageId)).toHaveLength(1);
});

test('undo and redo walk through every state, before and after a restart', () => {
  const project = testProject();
  const imageId = addImage(project, 'a.jpg', [detection()]);
  const first = annotation({ bbox: [10, 10, 50, 50] });
  const moved = { ...first, bbox: [20, 10, 50, 50] as [number, number, number, number], origin: 'moved' as const };
  replaceBoxes(project, { imageId, revision: 0, boxes: [first] });
  replaceBoxes(project, { imageId, revision: 1, boxes: [moved] });
  acceptBoxes(project, { imageId, revision: 2, minScore: 0.4 }, proposals(project));
  project.close();

  const again = testProject(project.folder);
  expect(stepHistory(again, { imageId, revision: 3 }, -1)).toMatchObject({ boxes: [moved], reviewed: false });
  expect(stepHistory(again, { imageId, revision: 4 }, -1)).toMatchObject({ boxes: [first], touched: true });
  expect(stepHistory(again, { imageId, revision: 5 }, -1)).toMatchObject({ boxes: [], touched: false, canUndo: false });
  expect(() => stepHistory(again, { imageId, revision: 6 }, -1)).toThrow(/nothing to undo/);
  stepHistory(again, { imageId, revision: 6 }, 1);
  stepHistory(again, { imageId, revision: 7 }, 1);
  expect(stepHistory(again, { imageId, revision: 8 }, 1)).toMatchObject({
    boxes: [moved],
    reviewed: true,
    canRedo: false,
  });
});

test('an edit after undo replaces what was undone', () => {
  const project = testProject();
  const imageId = addImage(project, 'a.jpg');
  replaceBoxes(project, { imageId, revision: 0, boxes: [annotation()] });
  stepHistory(project, { imageId, revision: 1 }, -1);
  const other = annotation({ category: 'lower' });
  expect(replaceBoxes(project, { imageId, revision: 2, boxes: [other] })).toMatchObject({
    boxes: [other],
    canRedo: false,
  });
});

test('a box outside the image, and an id that another image has, are refused', () => {
  const project = testProject();
  const [a, b] = [addImage(project, 'a.jpg'), addImage(project, 'b.jpg')];
  const outside = annotation({ bbox: [500, 10, 200, 50] });
  expect(() => replaceBoxes(project, { imageId: a, revision: 0, boxes: [outside] })).toThrow(/not inside the image/);
  const box = annotation();
  replaceBoxes(project, { imageId: a, revision: 0, boxes: [box] });
  expect(() => replaceBoxes(project, { imageId: b, revision: 0, boxes: [box] })).toThrow(/belongs to another image/);
  expect(() => replaceBoxes(project, { imageId: b, revision: 0, boxes: [box, box] })).toThrow(/same id/);
});

test('accepting all takes the images with a sure proposal and leaves the doubtful ones to a person', async () => {
  const project = testProject();
  const sure = addImage(project, 'sure.jpg', [detection({ score: 0.8 }), detection({ category: 'upper', score: 0.5 })]);
  addImage(project, 'doubtful.jpg', [detection({ score: 0.3 })]);
  addImage(project, 'new.jpg');
  expect(await acceptAllBoxes(project, 0.5, proposals(project))).toEqual({
    images: 1,
    annotations: 2,
    imageIds: [sure],
  });
  const reviewed = queryImages(project, { filter: { state: 'reviewed' }, sort: 'name', offset: 0, limit: 10 });
  expect(reviewed.items.map(({ name }) => name)).toEqual(['sure.jpg']);
});

test('accepting all is taken back where nobody has gone on since', async () => {
  const project = testProject();
  const [a, b] = [addImage(project, 'a.jpg', [detection()]), addImage(project, 'b.jpg', [detection()])];
  const { imageIds } = await acceptAllBoxes(project, 0.5, proposals(project));
  replaceBoxes(project, { imageId: b, revision: 1, boxes: [annotation()] });
  expect(await reopenImages(project, imageIds)).toEqual({ images: 1 });
  expect(getImage(project, a)).toMatchObject({ state: 'detected', touched: false, boxes: [] });
  expect(getImage(project, b)).toMatchObject({ state: 'reviewed', annotations: 1 });
});

test('what waits for review is counted by per cent of its best score, and accepting takes exactly those', async () => {
  const project = testProject();
  for (const [place, score] of [0.57, 0.5699, 0.29, 1].entries())
    addImage(project, `${place}.jpg`, [detection({ score })]);
  addImage(project, 'new.jpg');
  const counts = countWaiting(project);
  expect([counts[29], counts[56], counts[57], counts[100]]).toEqual([1, 1, 1, 1]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(4);
  const from57 = counts.slice(57).reduce((sum, count) => sum + count, 0);
  expect(await acceptAllBoxes(project, 0.57, proposals(project))).toMatchObject({ images: from57 });
});
