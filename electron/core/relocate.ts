import { resolve } from 'node:path';
import { StudioError } from '../contract/errors';
import { say } from '../contract/said';
import type { Database } from './database';
import { filesThatExist } from './missing-files';
import type { Project } from './project';
import { Sources } from './sources';

type Moved = { id: number; source_id: number; path: string; from: string; to: string };

/**
 * Says where a folder of photos is now: the folder of a source, one above several sources, or one below a source.
 * What is known of the photos stays as it was.
 *
 * @returns how many photos it is about, and how many of them are in the new place
 * @throws {StudioError} `not-found` where none of them is there, or the project has none from that folder
 */
export async function relocateImages(
  project: Project,
  places: { from: string; to: string },
): Promise<{ images: number; found: number }> {
  const { database } = project;
  const [from, to] = [resolve(places.from), resolve(places.to)];
  const sources = new Sources(project);
  const moved = sources.below(from).flatMap(({ sourceId, path }) =>
    database
      .all<{ id: number; source_id: number; path: string }>(
        'SELECT id, source_id, path FROM images WHERE source_id = ? AND substr(path, 1, length(?)) = ?',
        sourceId,
        path,
        path,
      )
      .map((row): Moved => {
        const old = sources.absolute(row.source_id, row.path);
        return { ...row, from: old, to: to + old.slice(from.length) };
      }),
  );
  if (moved.length === 0) throw new StudioError('not-found', say('library.noPhotoFrom', { folder: from }));
  const there = await filesThatExist(moved.map((image) => image.to));
  const found = there.filter(Boolean).length;
  if (found === 0) {
    throw new StudioError(
      'not-found',
      say('library.noneThere', { count: moved.length, from, to, example: moved[0]!.to }),
    );
  }
  for (const place of sources.below(from)) {
    const old = sources.folderOf(place.sourceId);
    if (place.path === '' && sources.reRoot(place.sourceId, to + old.slice(from.length))) continue;
    // A part of a source, or into a folder that is a source already: photo by photo.
    await inTurns(
      database,
      moved.filter((image) => image.source_id === place.sourceId),
      (image) => {
        const { source, path } = sources.findOrAdd(image.to, to);
        database.run(
          'UPDATE OR IGNORE images SET source_id = ?, path = ?, folder_id = ? WHERE id = ?',
          source.id,
          path,
          sources.folderId(source.id, path),
          image.id,
        );
      },
    );
  }
  await inTurns(database, [...moved.entries()], ([at, { id }]) =>
    database.run('UPDATE images SET missing = ? WHERE id = ?', there[at] ? 0 : 1, id),
  );
  return { images: moved.length, found };
}

/** Some hundred rows a transaction: some milliseconds, after which a window gets its turn. */
async function inTurns<T>(database: Database, items: readonly T[], work: (item: T) => void): Promise<void> {
  for (let start = 0; start < items.length; start += 400) {
    database.transaction(() => items.slice(start, start + 400).forEach(work));
    await new Promise((resolve) => setImmediate(resolve));
  }
}
