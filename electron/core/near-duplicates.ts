import { hashOf, nearCorrelation, nearHashDistance, sketchCorrelation } from '../ml/duplicates/fingerprint';
import { HammingIndex } from '../ml/duplicates/hamming-index';
import type { CallContext } from '../contract/method';
import type { ImagesWorker } from '../contract/workers';
import { thumbnailPath } from '../storage/thumbnail-path';
import type { Database } from './database';
import { inOrder } from './in-order';
import type { Project } from './project';
import type { RunningWorker } from './worker-client';

/** Fingerprints read at a time: some milliseconds, after which a window gets its turn. */
const readAtOnce = 4000;
const turn = () => new Promise((resolve) => setImmediate(resolve));

type FingerprintRow = { image_id: number; fingerprint: Uint8Array };

/** Finds the other takes of a picture, and keeps in the project which images are takes of one. */
export class NearDuplicates {
  readonly #index = new HammingIndex(nearHashDistance);
  /** Image of each row of the index; one that was replaced is passed over. */
  readonly #images: number[] = [];

  private constructor(private readonly database: Database) {}

  /** Reads what the project has, in turns. */
  static async load(project: Project): Promise<NearDuplicates> {
    const duplicates = new NearDuplicates(project.database);
    for (let last = 0; ;) {
      const rows = project.database.all<FingerprintRow>(
        'SELECT image_id, substr(fingerprint, 1, 8) AS fingerprint FROM fingerprints WHERE image_id > ? ORDER BY image_id LIMIT ?',
        last,
        readAtOnce,
      );
      for (const { image_id, fingerprint } of rows) duplicates.#know(image_id, fingerprint);
      if (rows.length < readAtOnce) return duplicates;
      last = rows.at(-1)!.image_id;
      await turn();
    }
  }

  #know(imageId: number, fingerprint: Uint8Array): void {
    this.#index.add(...hashOf(fingerprint));
    this.#images.push(imageId);
  }

  /** Keeps an image's fingerprint and joins it with its other takes. @returns whether there is one */
  add(imageId: number, fingerprint: Uint8Array): boolean {
    this.database.run('INSERT OR REPLACE INTO fingerprints VALUES (?, ?)', imageId, fingerprint);
    const takes = this.#takesOf(imageId, fingerprint);
    this.#know(imageId, fingerprint);
    if (takes.length > 0) joinTakes(this.database, [imageId, ...takes]);
    return takes.length > 0;
  }

  #takesOf(imageId: number, fingerprint: Uint8Array): number[] {
    const candidates = new Set(this.#index.near(...hashOf(fingerprint)).map((row) => this.#images[row] as number));
    candidates.delete(imageId);
    return [...candidates].filter((candidate) => {
      const other = this.database.get<FingerprintRow>(
        'SELECT image_id, fingerprint FROM fingerprints WHERE image_id = ?',
        candidate,
      );
      return other !== undefined && sketchCorrelation(fingerprint, other.fingerprint) >= nearCorrelation;
    });
  }
}

/** Makes one group of these images and of all that are in a group with one of them. */
function joinTakes(database: Database, imageIds: readonly number[]): void {
  const wanted = JSON.stringify(imageIds);
  const groups = JSON.stringify(
    database
      .all<{ id: number }>(
        `SELECT DISTINCT duplicate_group AS id FROM images
         WHERE id IN (SELECT value FROM json_each(?)) AND duplicate_group IS NOT NULL`,
        wanted,
      )
      .map(({ id }) => id),
  );
  const first = Math.min(...imageIds, ...(JSON.parse(groups) as number[]));
  database.run('UPDATE images SET duplicate_group = ? WHERE id IN (SELECT value FROM json_each(?))', first, wanted);
  database.run(
    'UPDATE images SET duplicate_group = ? WHERE duplicate_group IN (SELECT value FROM json_each(?))',
    first,
    groups,
  );
}

/** An image whose content is another now is no take of what it was. */
export function leaveGroup(database: Database, imageId: number): void {
  const group = database.get<{ id: number | null }>(
    'SELECT duplicate_group AS id FROM images WHERE id = ?',
    imageId,
  )?.id;
  database.run('DELETE FROM fingerprints WHERE image_id = ?', imageId);
  if (group === null || group === undefined) return;
  database.run('UPDATE images SET duplicate_group = NULL WHERE id = ?', imageId);
  const rest = database
    .all<{ id: number }>('SELECT id FROM images WHERE duplicate_group = ? ORDER BY id', group)
    .map(({ id }) => id);
  database.run(
    'UPDATE images SET duplicate_group = ? WHERE duplicate_group = ?',
    rest.length > 1 ? rest[0]! : null,
    group,
  );
}

/** Excludes all takes of a picture but one: a reviewed one before others, then the one with most pixels. */
export function keepBest(project: Project): number[] {
  return project.database.transaction(() => {
    const rows = project.database.all<{ id: number }>(
      `SELECT id FROM (
         SELECT id, row_number() OVER (
           PARTITION BY duplicate_group
           ORDER BY (state = 'reviewed') DESC, width * height DESC, bytes DESC, id) AS place
         FROM images WHERE duplicate_group IS NOT NULL AND excluded = 0)
       WHERE place > 1 ORDER BY id`,
    );
    for (const { id } of rows) project.database.run('UPDATE images SET excluded = 1 WHERE id = ?', id);
    return rows.map(({ id }) => id);
  });
}

/** Takes the fingerprints that are missing, from the thumbnails, and groups all images anew. */
export async function findDuplicates(
  { project, images }: { project: Project; images: () => Promise<RunningWorker<ImagesWorker>> },
  { signal, report }: CallContext<{ done: number; total: number }>,
): Promise<{ groups: number; images: number }> {
  const { database } = project;
  const missing = database.all<{ id: number; sha256: string }>(
    'SELECT id, sha256 FROM images WHERE id NOT IN (SELECT image_id FROM fingerprints) ORDER BY id',
  );
  let done = 0;
  const advance = () => report({ done: ++done, total: missing.length });
  await inOrder({
    items: missing,
    inFlight: 4,
    signal,
    worker: images,
    ask: (worker, { sha256 }) =>
      worker.client.run('examineCrop', {
        path: thumbnailPath(project.path('thumbnails'), sha256),
        bbox: null,
        margin: 0,
      }),
    onAnswer: ({ id }, { fingerprint }) => {
      database.run('INSERT OR REPLACE INTO fingerprints VALUES (?, ?)', id, fingerprint);
      advance();
    },
    // Without a thumbnail there is nothing to compare: the image is alone, as it was.
    onFailure: advance,
  });
  await regroup(project);
  return database.get<{ groups: number; images: number }>(
    'SELECT count(DISTINCT duplicate_group) AS groups, count(*) AS images FROM images WHERE duplicate_group IS NOT NULL',
  )!;
}

async function regroup(project: Project): Promise<void> {
  const { database } = project;
  database.run('UPDATE images SET duplicate_group = NULL WHERE duplicate_group IS NOT NULL');
  const index = new HammingIndex(nearHashDistance);
  const known: FingerprintRow[] = [];
  for (let last = 0; ;) {
    const rows = database.all<FingerprintRow>(
      'SELECT image_id, fingerprint FROM fingerprints WHERE image_id > ? ORDER BY image_id LIMIT ?',
      last,
      500,
    );
    if (rows.length === 0) return;
    database.transaction(() => {
      for (const row of rows) {
        const takes = index
          .near(...hashOf(row.fingerprint))
          .map((at) => known[at]!)
          .filter((other) => sketchCorrelation(row.fingerprint, other.fingerprint) >= nearCorrelation);
        if (takes.length > 0) joinTakes(database, [row.image_id, ...takes.map(({ image_id }) => image_id)]);
        index.add(...hashOf(row.fingerprint));
        known.push(row);
      }
    });
    last = rows.at(-1)!.image_id;
    await turn();
  }
}
