import type { ImportProgress, ImportResult } from '../contract/api/images';
import { toWire } from '../contract/errors';
import type { CallContext } from '../contract/method';
import type { ImagesWorker, ReadImage } from '../contract/workers';
import { inOrder } from './in-order';
import { isUnchanged, knownFiles, type KnownFile } from './known-files';
import { leaveGroup, NearDuplicates } from './near-duplicates';
import { forgetProblems, noteProblems } from './problems';
import type { Project } from './project';
import { Rate } from './rate';
import { scanFolders, type FoundFile } from './scan-folders';
import { Sources } from './sources';
import type { RunningWorker } from './worker-client';

const inFlight = 4;
/** Images are saved in one transaction as they come, a quarter of a second's worth at most. */
const saveEveryMs = 250;

export interface ImportDeps {
  project: Project;
  images: () => Promise<RunningWorker<ImagesWorker>>;
}

/**
 * Reads every new or changed picture file below the paths, in a fixed order, and saves as it goes: stopping, or being
 * killed, loses nothing that was saved, and importing again takes only what is missing.
 */
export async function importImages(
  params: { paths: readonly string[]; pixelLimit: number },
  { project, images }: ImportDeps,
  { signal, report }: CallContext<ImportProgress>,
): Promise<ImportResult> {
  const idle = { added: 0, duplicates: 0, failed: 0, imagesPerSecond: 0, etaMs: null };
  let found = 0;
  const scan = await scanFolders(params.paths, signal, () =>
    report({ phase: 'scanning', done: 0, total: ++found, ...idle }),
  );
  const sources = new Sources(project);
  const known = knownFiles(project, sources);
  const pending = scan.files.filter((file) => !isUnchanged(file, known.get(file.path)));
  const result: ImportResult = {
    added: 0,
    duplicates: 0,
    nearDuplicates: 0,
    known: scan.files.length - pending.length,
    problems: scan.problems,
  };
  const takes = await NearDuplicates.load(project);

  const rate = new Rate(pending.length);
  let done = 0;
  const progress = () =>
    report({
      phase: 'reading',
      done,
      total: pending.length,
      added: result.added,
      duplicates: result.duplicates,
      failed: result.problems.length,
      ...rate.at(done),
    });

  let unsaved: { file: FoundFile; read: ReadImage }[] = [];
  let savedAt = performance.now();
  const save = () => {
    const batch = unsaved;
    unsaved = [];
    savedAt = performance.now();
    if (batch.length === 0) return;
    project.database.transaction(() => {
      for (const { file, read } of batch) {
        const { source, path } = sources.findOrAdd(file.path, file.root);
        const folderId = sources.folderId(source.id, path);
        const place = { sourceId: source.id, path, folderId, known: known.get(file.path) };
        const imageId = saveImage(project, file, read, place);
        if (imageId === null) result.duplicates += 1;
        else {
          result.added += 1;
          if (takes.add(imageId, read.fingerprint)) result.nearDuplicates += 1;
        }
      }
      forgetProblems(
        project,
        batch.map(({ file }) => file.path),
      );
    });
  };

  try {
    await inOrder({
      items: pending,
      inFlight,
      signal,
      worker: images,
      ask: (worker, file) =>
        worker.client.run('read', {
          path: file.path,
          thumbnails: project.path('thumbnails'),
          pixelLimit: params.pixelLimit,
        }),
      onAnswer: (file, read) => {
        unsaved.push({ file, read });
        done += 1;
        if (performance.now() - savedAt > saveEveryMs) save();
        progress();
      },
      onFailure: (file, error) => {
        if (error.code === 'disk-full') throw error;
        result.problems.push({ path: file.path, ...toWire(error) });
        done += 1;
        progress();
      },
    });
  } finally {
    save();
    noteProblems(project, result.problems);
  }
  progress();
  return result;
}

interface Place {
  sourceId: number;
  path: string;
  folderId: number;
  known: KnownFile | undefined;
}

/** @returns the image's id, null for a content that the project has already */
function saveImage(project: Project, file: FoundFile, read: ReadImage, place: Place): number | null {
  const { database } = project;
  const { sourceId, path, folderId, known } = place;
  const twin = database.get<{ id: number; source_id: number; path: string }>(
    'SELECT id, source_id, path FROM images WHERE sha256 = ?',
    read.sha256,
  );
  if (twin) {
    if (twin.source_id === sourceId && twin.path === path) {
      // Touched, not changed.
      database.run('UPDATE images SET modified_ms = ?, missing = 0 WHERE id = ?', file.modifiedMs, twin.id);
    } else {
      database.run(
        `INSERT INTO copies VALUES (?, ?, ?, ?, ?) ON CONFLICT (source_id, path)
         DO UPDATE SET sha256 = excluded.sha256, bytes = excluded.bytes, modified_ms = excluded.modified_ms`,
        sourceId,
        path,
        read.sha256,
        file.bytes,
        file.modifiedMs,
      );
    }
    return null;
  }
  const values = [read.sha256, file.bytes, file.modifiedMs, read.width, read.height, read.format] as const;
  if (known?.imageId) {
    // Another picture under the same name: what was found and drawn on the old one does not hold for it.
    database.run('DELETE FROM detections WHERE image_id = ?', known.imageId);
    database.run('DELETE FROM annotations WHERE image_id = ?', known.imageId);
    database.run('DELETE FROM annotation_history WHERE image_id = ?', known.imageId);
    leaveGroup(database, known.imageId);
    database.run(
      `UPDATE images SET sha256 = ?, bytes = ?, modified_ms = ?, width = ?, height = ?, format = ?, state = 'new', missing = 0,
       detected_by = NULL, doubt = NULL, best_score = NULL, categories = 0, detection_count = 0, annotation_count = 0,
       revision = revision + 1, history_position = 0 WHERE id = ?`,
      ...values,
      known.imageId,
    );
    return known.imageId;
  }
  const name = path.slice(path.lastIndexOf('/') + 1);
  return database.run(
    `INSERT INTO images (source_id, path, folder_id, name, added_at, sha256, bytes, modified_ms, width, height, format)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    sourceId,
    path,
    folderId,
    name,
    new Date().toISOString(),
    ...values,
  ).lastId;
}
