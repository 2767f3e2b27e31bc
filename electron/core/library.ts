import type { ImageDetails, ImageFilter, ImageSort, ImageSummary } from '../contract/api/images';
import { StudioError } from '../contract/errors';
import type { Category, Detection } from '../contract/words';
import type { SqlValue } from './database';
import { historyLength, readBoxes } from './annotations';
import type { Project } from './project';
import { Sources } from './sources';

type ImageRow = {
  id: number;
  source_id: number;
  path: string;
  name: string;
  sha256: string;
  bytes: number;
  width: number;
  height: number;
  format: string;
  added_at: string;
  excluded: number;
  missing: number;
  state: ImageSummary['state'];
  doubt: number | null;
  detection_count: number;
  annotation_count: number;
  revision: number;
  history_position: number;
};

const orders: Record<ImageSort, string> = {
  added: 'id',
  name: 'name COLLATE NOCASE, id',
  doubt: 'doubt DESC, id',
  size: 'width * height DESC, id',
};

function where(filter: ImageFilter): { clause: string; values: SqlValue[] } {
  const terms: string[] = [];
  const values: SqlValue[] = [];
  const add = (term: string, ...more: SqlValue[]) => {
    terms.push(term);
    values.push(...more);
  };
  if (filter.state !== undefined) add('state = ?', filter.state);
  if (filter.excluded !== undefined) add('excluded = ?', filter.excluded ? 1 : 0);
  if (filter.text) add(`path LIKE ? ESCAPE '\\'`, `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`);
  if (filter.category !== undefined) {
    // What a person has drawn or accepted counts in place of what was proposed.
    add(
      `(id IN (SELECT image_id FROM annotations WHERE category = ?)
        OR (history_position = 0 AND id IN (SELECT image_id FROM detections WHERE category = ?)))`,
      filter.category,
      filter.category,
    );
  }
  return { clause: terms.length > 0 ? `WHERE ${terms.join(' AND ')}` : '', values };
}

const summaryOf = (row: ImageRow, sources: Sources): ImageSummary => ({
  id: row.id,
  path: sources.absolute(row.source_id, row.path),
  name: row.name,
  sha256: row.sha256,
  width: row.width,
  height: row.height,
  format: row.format,
  state: row.state,
  excluded: row.excluded === 1,
  missing: row.missing === 1,
  detections: row.detection_count,
  annotations: row.annotation_count,
  doubt: row.doubt,
});

/** One page of the library. */
export function queryImages(
  project: Project,
  query: { filter: ImageFilter; sort: ImageSort; offset: number; limit: number },
): { total: number; items: ImageSummary[] } {
  const { clause, values } = where(query.filter);
  const { database } = project;
  const total =
    database.get<{ count: number }>(`SELECT count(*) AS count FROM images ${clause}`, ...values)?.count ?? 0;
  const rows = database.all<ImageRow>(
    `SELECT * FROM images ${clause} ORDER BY ${orders[query.sort]} LIMIT ? OFFSET ?`,
    ...values,
    query.limit,
    query.offset,
  );
  const sources = new Sources(project);
  return { total, items: rows.map((row) => summaryOf(row, sources)) };
}

/** @throws {StudioError} `not-found` */
export function getImage(project: Project, imageId: number): ImageDetails {
  const row = project.database.get<ImageRow>('SELECT * FROM images WHERE id = ?', imageId);
  if (!row) throw new StudioError('not-found', `There is no image ${imageId} in this project.`);
  return {
    ...summaryOf(row, new Sources(project)),
    bytes: row.bytes,
    addedAt: row.added_at,
    proposals: readDetections(project, imageId),
    boxes: readBoxes(project, imageId),
    touched: row.history_position > 0,
    revision: row.revision,
    canUndo: row.history_position > 0,
    canRedo: row.history_position < historyLength(project, imageId) - 1,
  };
}

/** The detector's proposals for an image, best first. */
export function readDetections(project: Project, imageId: number): Detection[] {
  return project.database
    .all<{ category: Category; score: number; x: number; y: number; width: number; height: number; derived: number }>(
      'SELECT category, score, x, y, width, height, derived FROM detections WHERE image_id = ? ORDER BY score DESC, id',
      imageId,
    )
    .map(({ category, score, x, y, width, height, derived }) => ({
      category,
      score,
      bbox: [x, y, width, height],
      derived: derived === 1,
    }));
}

/** Leaves images out of everything that follows, or takes them in again. */
export function excludeImages(project: Project, imageIds: readonly number[], excluded: boolean): number {
  return project.database.transaction(() =>
    imageIds.reduce(
      (changed, id) =>
        changed +
        project.database.run(
          'UPDATE images SET excluded = ? WHERE id = ? AND excluded <> ?',
          excluded ? 1 : 0,
          id,
          excluded ? 1 : 0,
        ).changes,
      0,
    ),
  );
}

/** Where the photo with this content lies. @throws {StudioError} `not-found`, naming the photo */
export function findByHash(
  project: Project,
  sha256: string,
): { id: number; path: string; width: number; height: number } {
  const row = project.database.get<ImageRow>('SELECT * FROM images WHERE sha256 = ?', sha256);
  if (!row) throw new StudioError('not-found', 'This project has no such image.');
  return {
    id: row.id,
    path: new Sources(project).absolute(row.source_id, row.path),
    width: row.width,
    height: row.height,
  };
}
