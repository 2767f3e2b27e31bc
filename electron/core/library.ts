import type { ImageDetails, ImageFilter, ImageSort, ImageSummary } from '../contract/api/images';
import { StudioError } from '../contract/errors';
import { say } from '../contract/said';
import type { Category, Detection } from '../contract/words';
import { historyLength, readBoxes } from './annotations';
import { conditions, indexFor, orders } from './image-query';
import type { Project } from './project';
import { Sources } from './sources';
import { readTags } from './tags';

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
  best_score: number | null;
  duplicate_group: number | null;
  detection_count: number;
  annotation_count: number;
  revision: number;
  history_position: number;
};

/** Rows as a window shows them: with what other tables say of them, read for all of them at once. */
function summariesOf(project: Project, rows: readonly ImageRow[]): ImageSummary[] {
  const sources = new Sources(project);
  const tags = readTags(
    project,
    rows.map(({ id }) => id),
  );
  const takes = countTakes(project, rows);
  return rows.map((row) => {
    const group = row.duplicate_group;
    const inGroup = group === null ? 0 : (takes.get(group) ?? 0);
    return {
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
      bestScore: row.best_score,
      duplicateGroup: group,
      duplicates: Math.max(inGroup - (row.excluded === 1 ? 0 : 1), 0),
      tags: tags.get(row.id) ?? [],
    };
  });
}

/** Images of each group that are not excluded. */
function countTakes(project: Project, rows: readonly ImageRow[]): Map<number, number> {
  const groups = [...new Set(rows.flatMap(({ duplicate_group }) => duplicate_group ?? []))];
  const counts = project.database.all<{ duplicate_group: number; count: number }>(
    `SELECT duplicate_group, count(*) AS count FROM images
     WHERE duplicate_group IN (SELECT value FROM json_each(?)) AND excluded = 0 GROUP BY duplicate_group`,
    JSON.stringify(groups),
  );
  return new Map(counts.map(({ duplicate_group, count }) => [duplicate_group, count]));
}

/** One page of the library. */
export function queryImages(
  project: Project,
  query: { filter: ImageFilter; sort: ImageSort; offset: number; limit: number },
): { total: number; items: ImageSummary[] } {
  const { database } = project;
  const { text, values } = conditions(query.filter, new Sources(project));
  const order = orders[query.sort];
  const total =
    database.get<{ count: number }>(`SELECT count(*) AS count FROM images INDEXED BY images_facets ${text}`, ...values)
      ?.count ?? 0;
  const rows = database.all<ImageRow>(
    `SELECT * FROM images WHERE id IN (
       SELECT id FROM images INDEXED BY ${indexFor(query.filter, query.sort)} ${text} ORDER BY ${order} LIMIT ? OFFSET ?)
     ORDER BY ${order}`,
    ...values,
    query.limit,
    query.offset,
  );
  return { total, items: summariesOf(project, rows) };
}

/** Ids of all images that a filter lets through, in order. */
export function queryImageIds(project: Project, filter: ImageFilter, sort: ImageSort): number[] {
  const { text, values } = conditions(filter, new Sources(project));
  return project.database
    .all<{ id: number }>(
      `SELECT id FROM images INDEXED BY ${indexFor(filter, sort)} ${text} ORDER BY ${orders[sort]}`,
      ...values,
    )
    .map(({ id }) => id);
}

/** @throws {StudioError} `not-found` */
export function getImage(project: Project, imageId: number): ImageDetails {
  const row = project.database.get<ImageRow>('SELECT * FROM images WHERE id = ?', imageId);
  if (!row) throw new StudioError('not-found', say('library.noImage', { id: imageId }));
  return {
    ...summariesOf(project, [row])[0]!,
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

/** Leaves images out of everything that follows, or takes them in again. @returns those that changed */
export function excludeImages(project: Project, imageIds: readonly number[], excluded: boolean): number[] {
  const to = excluded ? 1 : 0;
  return project.database.transaction(() =>
    imageIds.filter(
      (id) =>
        project.database.run('UPDATE images SET excluded = ? WHERE id = ? AND excluded <> ?', to, id, to).changes > 0,
    ),
  );
}

/** Where the photo with this content lies. @throws {StudioError} `not-found`, naming the photo */
export function findByHash(
  project: Project,
  sha256: string,
): { id: number; path: string; width: number; height: number } {
  const row = project.database.get<ImageRow>('SELECT * FROM images WHERE sha256 = ?', sha256);
  if (!row) throw new StudioError('not-found', say('library.noSuchImage'));
  return {
    id: row.id,
    path: new Sources(project).absolute(row.source_id, row.path),
    width: row.width,
    height: row.height,
  };
}
