import { randomUUID } from 'node:crypto';
import type { Revised } from '../contract/api/review';
import { StudioError } from '../contract/errors';
import { say } from '../contract/said';
import type { Annotation, AnnotationOrigin, Category, Detection, ImageState } from '../contract/words';
import { categoryBits, proposedCategories } from './image-categories';
import type { Project } from './project';

type Standing = {
  id: number;
  width: number;
  height: number;
  state: ImageState;
  revision: number;
  history_position: number;
};
type HistoryRow = { boxes: string; state: ImageState };

/** An image's boxes as a person left them. */
export function readBoxes(project: Project, imageId: number): Annotation[] {
  return project.database
    .all<{
      id: string;
      category: Category;
      x: number;
      y: number;
      width: number;
      height: number;
      origin: AnnotationOrigin;
      score: number | null;
    }>('SELECT * FROM annotations WHERE image_id = ? ORDER BY rowid', imageId)
    .map(({ id, category, x, y, width, height, origin, score }) => ({
      id,
      category,
      bbox: [x, y, width, height],
      origin,
      score,
    }));
}

/** States that undo and redo can reach. */
export const historyLength = (project: Project, imageId: number) =>
  project.database.get<{ count: number }>(
    'SELECT count(*) AS count FROM annotation_history WHERE image_id = ?',
    imageId,
  )?.count ?? 0;

/** @throws {StudioError} `not-found`; `conflict` when somebody else has edited the image since */
function standing(project: Project, imageId: number, revision: number): Standing {
  const row = project.database.get<Standing>(
    'SELECT id, width, height, state, revision, history_position FROM images WHERE id = ?',
    imageId,
  );
  if (!row) throw new StudioError('not-found', say('library.noImage', { id: imageId }));
  if (row.revision !== revision) {
    throw new StudioError(
      'conflict',
      say('review.conflict', { id: imageId, revision: row.revision, expected: revision }),
    );
  }
  return row;
}

function answer(project: Project, imageId: number): Revised {
  const row = project.database.get<Standing>('SELECT * FROM images WHERE id = ?', imageId)!;
  return {
    revision: row.revision,
    boxes: readBoxes(project, imageId),
    touched: row.history_position > 0,
    reviewed: row.state === 'reviewed',
    canUndo: row.history_position > 0,
    canRedo: row.history_position < historyLength(project, imageId) - 1,
  };
}

/** Puts an image into a state, without touching the history. */
function place(
  project: Project,
  imageId: number,
  boxes: readonly Annotation[],
  state: ImageState,
  position: number,
): void {
  const { database } = project;
  database.run('DELETE FROM annotations WHERE image_id = ?', imageId);
  for (const { id, category, bbox, origin, score } of boxes) {
    database.run(
      'INSERT INTO annotations (id, image_id, category, x, y, width, height, origin, score) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      id,
      imageId,
      category,
      ...bbox,
      origin,
      score,
    );
  }
  database.run(
    `UPDATE images SET state = ?, annotation_count = ?, categories = ?, revision = revision + 1, history_position = ?
     WHERE id = ?`,
    state,
    boxes.length,
    // Before the first edit the proposals stand.
    position === 0 ? proposedCategories(database, imageId) : categoryBits(boxes),
    position,
    imageId,
  );
}

/** A new state: what was undone before it can not be redone any more. */
function advance(
  project: Project,
  image: Standing,
  boxes: readonly Annotation[],
  state: ImageState,
  cause: string,
): void {
  const { database } = project;
  const at = new Date().toISOString();
  const insert =
    'INSERT INTO annotation_history (image_id, position, boxes, state, cause, at) VALUES (?, ?, ?, ?, ?, ?)';
  if (historyLength(project, image.id) === 0) {
    database.run(insert, image.id, 0, JSON.stringify(readBoxes(project, image.id)), image.state, 'start', at);
  }
  database.run('DELETE FROM annotation_history WHERE image_id = ? AND position > ?', image.id, image.history_position);
  const position = image.history_position + 1;
  database.run(insert, image.id, position, JSON.stringify(boxes), state, cause, at);
  place(project, image.id, boxes, state, position);
}

/** @throws {StudioError} `invalid-params` for a box outside the image or an id that another image has */
function check(project: Project, image: Standing, boxes: readonly Annotation[]): void {
  const ids = new Set(boxes.map(({ id }) => id));
  if (ids.size !== boxes.length) throw new StudioError('invalid-params', say('review.sameId'));
  for (const { id, bbox } of boxes) {
    const [x, y, width, height] = bbox;
    const slack = 1;
    if (x < -slack || y < -slack || x + width > image.width + slack || y + height > image.height + slack) {
      throw new StudioError(
        'invalid-params',
        say('review.outside', { box: bbox.map(Math.round).join(', '), width: image.width, height: image.height }),
      );
    }
    const owner = project.database.get<{ image_id: number }>('SELECT image_id FROM annotations WHERE id = ?', id);
    if (owner && owner.image_id !== image.id) throw new StudioError('invalid-params', say('review.otherImage', { id }));
  }
}

interface Edit {
  imageId: number;
  revision: number;
}

export function replaceBoxes(project: Project, { imageId, revision, boxes }: Edit & { boxes: Annotation[] }): Revised {
  return project.database.transaction(() => {
    const image = standing(project, imageId, revision);
    check(project, image, boxes);
    advance(project, image, boxes, image.state, 'edit');
    return answer(project, imageId);
  });
}

const acceptedFrom = (proposals: readonly Detection[], minScore: number): Annotation[] =>
  proposals
    .filter(({ score }) => score >= minScore)
    .map(({ category, bbox, score }) => ({ id: randomUUID(), category, bbox, origin: 'accepted', score }));

/** Marks an image reviewed. Where nobody has drawn a box, the proposals at or above `minScore` become annotations. */
export function acceptBoxes(
  project: Project,
  { imageId, revision, minScore }: Edit & { minScore: number },
  proposals: (imageId: number) => Detection[],
): Revised {
  return project.database.transaction(() => {
    const image = standing(project, imageId, revision);
    const boxes =
      image.history_position === 0 ? acceptedFrom(proposals(imageId), minScore) : readBoxes(project, imageId);
    advance(project, image, boxes, 'reviewed', 'accept');
    return answer(project, imageId);
  });
}

/** Images that are accepted in one transaction: some milliseconds, after which a window gets its turn. */
const acceptBatch = 50;

/** Accepts every image that waits for review and has a proposal at or above `minScore`, some images at a time. */
export async function acceptAllBoxes(
  project: Project,
  minScore: number,
  proposals: (imageId: number) => Detection[],
): Promise<{ images: number; annotations: number; imageIds: number[] }> {
  const waiting = project.database.all<{ id: number; revision: number }>(
    `SELECT id, revision FROM images WHERE state = 'detected' AND excluded = 0 AND best_score >= ? ORDER BY id`,
    minScore,
  );
  const imageIds: number[] = [];
  let annotations = 0;
  await eachInTurn(project, waiting, ({ id, revision }) => {
    // Edited while the others were accepted: that is a person's to finish.
    if (revisionOf(project, id) !== revision) return;
    annotations += acceptBoxes(project, { imageId: id, revision, minScore }, proposals).boxes.length;
    imageIds.push(id);
  });
  return { images: imageIds.length, annotations, imageIds };
}

/** Takes the acceptance of images back, of those whose last step it was. */
export async function reopenImages(project: Project, imageIds: readonly number[]): Promise<{ images: number }> {
  let images = 0;
  await eachInTurn(project, imageIds, (imageId) => {
    const last = project.database.get<{ revision: number }>(
      `SELECT revision FROM images JOIN annotation_history ON image_id = id AND position = history_position
       WHERE id = ? AND images.state = 'reviewed' AND cause = 'accept'`,
      imageId,
    );
    if (!last) return;
    stepHistory(project, { imageId, revision: last.revision }, -1);
    images += 1;
  });
  return { images };
}

const revisionOf = (project: Project, imageId: number) =>
  project.database.get<{ revision: number }>('SELECT revision FROM images WHERE id = ?', imageId)?.revision;

async function eachInTurn<T>(project: Project, items: readonly T[], work: (item: T) => void): Promise<void> {
  for (let start = 0; start < items.length; start += acceptBatch) {
    project.database.transaction(() => items.slice(start, start + acceptBatch).forEach(work));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** How many images wait for review with a best score of n to n + 1 per cent, n = 0 to 100. */
export function countWaiting(project: Project): number[] {
  const counts = new Array<number>(101).fill(0);
  // A hair of rounding must not put 0.57 among the 56.
  const rows = project.database.all<{ percent: number; count: number }>(
    `SELECT CAST(best_score * 100 + 0.000001 AS INTEGER) AS percent, count(*) AS count FROM images INDEXED BY images_facets
     WHERE excluded = 0 AND state = 'detected' AND best_score IS NOT NULL GROUP BY percent`,
  );
  for (const { percent, count } of rows) counts[percent] = count;
  return counts;
}

/** Steps back (-1) or forward (1) in an image's history. @throws {StudioError} `nothing-to-do` at either end */
export function stepHistory(project: Project, { imageId, revision }: Edit, by: -1 | 1): Revised {
  return project.database.transaction(() => {
    const image = standing(project, imageId, revision);
    const position = image.history_position + by;
    const target = project.database.get<HistoryRow>(
      'SELECT boxes, state FROM annotation_history WHERE image_id = ? AND position = ?',
      imageId,
      position,
    );
    if (!target) throw new StudioError('nothing-to-do', say(by < 0 ? 'review.nothingToUndo' : 'review.nothingToRedo'));
    place(project, imageId, JSON.parse(target.boxes) as Annotation[], target.state, position);
    return answer(project, imageId);
  });
}
