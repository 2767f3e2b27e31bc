import { StudioError } from '../contract/errors';
import { say } from '../contract/said';
import type { Database } from './database';

/**
 * The schema, step by step: entry n brings a project from version n to n + 1. Entries are never edited once released;
 * a change is a new entry at the end.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE project (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

  -- A folder that photos came from. Relative to the project where it lies beside or below it, so that both can move.
  CREATE TABLE sources (id INTEGER PRIMARY KEY, folder TEXT NOT NULL UNIQUE) STRICT;

  CREATE TABLE images (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id INTEGER NOT NULL REFERENCES sources (id),
    path TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    bytes INTEGER NOT NULL,
    modified_ms INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    format TEXT NOT NULL,
    added_at TEXT NOT NULL,
    excluded INTEGER NOT NULL DEFAULT 0,
    missing INTEGER NOT NULL DEFAULT 0,
    -- 'new', 'detected' or 'reviewed'
    state TEXT NOT NULL DEFAULT 'new',
    -- Name and version of the detector whose proposals these are.
    detected_by TEXT,
    doubt REAL,
    detection_count INTEGER NOT NULL DEFAULT 0,
    annotation_count INTEGER NOT NULL DEFAULT 0,
    -- Grows with every change of the annotations, undo included.
    revision INTEGER NOT NULL DEFAULT 0,
    -- Where in annotation_history the image stands.
    history_position INTEGER NOT NULL DEFAULT 0,
    UNIQUE (source_id, path)
  ) STRICT;
  CREATE INDEX images_by_name ON images (name COLLATE NOCASE, id);
  CREATE INDEX images_by_state ON images (state, id);
  CREATE INDEX images_counts ON images (state, excluded, annotation_count);
  CREATE INDEX images_by_doubt ON images (doubt DESC, id);
  CREATE INDEX images_queue ON images (state, doubt DESC, id);
  CREATE INDEX images_by_size ON images (width * height DESC, id);

  -- Files with the same content as an image, so that the next import knows them without reading them.
  CREATE TABLE copies (
    source_id INTEGER NOT NULL REFERENCES sources (id),
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    modified_ms INTEGER NOT NULL,
    PRIMARY KEY (source_id, path)
  ) STRICT;

  CREATE TABLE detections (
    id INTEGER PRIMARY KEY,
    image_id INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    category TEXT NOT NULL,
    score REAL NOT NULL,
    x REAL NOT NULL, y REAL NOT NULL, width REAL NOT NULL, height REAL NOT NULL,
    derived INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX detections_by_image ON detections (image_id);
  CREATE INDEX detections_by_category ON detections (category, image_id);

  CREATE TABLE annotations (
    id TEXT PRIMARY KEY,
    image_id INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    category TEXT NOT NULL,
    x REAL NOT NULL, y REAL NOT NULL, width REAL NOT NULL, height REAL NOT NULL,
    origin TEXT NOT NULL,
    score REAL
  ) STRICT;
  CREATE INDEX annotations_by_image ON annotations (image_id);
  CREATE INDEX annotations_by_category ON annotations (category, image_id);

  -- Every state that a person made, for undo and redo across restarts. Position 0 is the state before the first edit.
  CREATE TABLE annotation_history (
    image_id INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    boxes TEXT NOT NULL,
    state TEXT NOT NULL,
    cause TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (image_id, position)
  ) STRICT;

  CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    dataset TEXT NOT NULL,
    config TEXT NOT NULL,
    device TEXT NOT NULL,
    step INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL,
    message TEXT,
    created_at TEXT NOT NULL,
    finished_at TEXT
  ) STRICT;

  CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    method TEXT NOT NULL,
    params TEXT NOT NULL,
    state TEXT NOT NULL,
    error TEXT,
    created_at TEXT NOT NULL,
    finished_at TEXT
  ) STRICT;
  `,
  `
  -- What the library is filtered, sorted and badged by. One index holds all of it, so that any filter reads 100,000
  -- rows of it and none of the table.
  CREATE TABLE folders (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES sources (id),
    -- Below the source, ending in a slash; empty for the source itself.
    path TEXT NOT NULL,
    UNIQUE (source_id, path)
  ) STRICT;
  ALTER TABLE images ADD COLUMN folder_id INTEGER REFERENCES folders (id);
  -- Best score of the detections; null before the first.
  ALTER TABLE images ADD COLUMN best_score REAL;
  -- 1 upper, 2 lower, 4 full, 8 outfit: what the boxes are, or the proposals where nobody has touched them.
  ALTER TABLE images ADD COLUMN categories INTEGER NOT NULL DEFAULT 0;
  -- Smallest id of the images that are takes of one picture; null for an image that has no near copy.
  ALTER TABLE images ADD COLUMN duplicate_group INTEGER;
  ALTER TABLE images ADD COLUMN shortest_side INTEGER GENERATED ALWAYS AS (min(width, height)) VIRTUAL;

  INSERT INTO folders (source_id, path) SELECT DISTINCT source_id, rtrim(path, replace(path, '/', '')) FROM images;
  UPDATE images SET
    folder_id = (SELECT id FROM folders WHERE folders.source_id = images.source_id
                 AND folders.path = rtrim(images.path, replace(images.path, '/', ''))),
    best_score = (SELECT max(score) FROM detections WHERE image_id = images.id),
    categories = (
      SELECT coalesce(sum(bit), 0) FROM (
        SELECT DISTINCT CASE category WHEN 'upper' THEN 1 WHEN 'lower' THEN 2 WHEN 'full' THEN 4 ELSE 8 END AS bit
        FROM (SELECT category FROM annotations WHERE image_id = images.id
              UNION ALL SELECT category FROM detections
              WHERE image_id = images.id AND score >= 0.4 AND images.history_position = 0)));

  DROP INDEX IF EXISTS images_by_name;
  DROP INDEX IF EXISTS images_by_state;
  DROP INDEX IF EXISTS images_by_doubt;
  DROP INDEX IF EXISTS images_queue;
  DROP INDEX IF EXISTS images_by_size;
  CREATE INDEX images_facets ON images (
    excluded, state, best_score, shortest_side, categories, folder_id, missing, duplicate_group, doubt, width, height,
    name COLLATE NOCASE, path);
  CREATE INDEX images_by_added ON images (excluded, id);
  CREATE INDEX images_by_name ON images (excluded, name COLLATE NOCASE, id);
  CREATE INDEX images_by_doubt ON images (excluded, doubt DESC, id);
  CREATE INDEX images_by_score ON images (excluded, best_score, id);
  CREATE INDEX images_by_size ON images (excluded, width * height DESC, id);
  CREATE INDEX images_queue ON images (excluded, state, doubt DESC, id);
  CREATE INDEX images_by_folder ON images (folder_id, excluded);
  CREATE INDEX images_by_group ON images (duplicate_group, excluded) WHERE duplicate_group IS NOT NULL;
  CREATE INDEX images_missing ON images (source_id, path) WHERE missing = 1;

  -- What an image looks like, in 200 bytes (ml/duplicates/fingerprint.ts).
  CREATE TABLE fingerprints (
    image_id INTEGER PRIMARY KEY REFERENCES images (id) ON DELETE CASCADE,
    fingerprint BLOB NOT NULL
  ) STRICT;

  CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE) STRICT;
  CREATE TABLE image_tags (
    tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    image_id INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    PRIMARY KEY (tag_id, image_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tags_of_image ON image_tags (image_id, tag_id);

  -- Files that an import could not use, until they can be read or a person has no more use for the note.
  CREATE TABLE problems (path TEXT PRIMARY KEY, code TEXT NOT NULL, message TEXT NOT NULL, at TEXT NOT NULL) STRICT;

  -- Crops that a person has taken out of the datasets to come.
  CREATE TABLE left_out (annotation_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

  -- What was measured on a crop, which holds as long as its box and photo are these.
  CREATE TABLE crop_checks (
    annotation_id TEXT PRIMARY KEY,
    crop TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    sharpness REAL NOT NULL,
    fingerprint BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- The engine that a run really uses, and why this engine and device.
  ALTER TABLE runs ADD COLUMN engine TEXT;
  ALTER TABLE runs ADD COLUMN reason TEXT;
  `,
  `
  -- Sentences for a person, for a window in another language (JSON of contract/said.ts), beside the English ones.
  ALTER TABLE runs ADD COLUMN reason_said TEXT;
  ALTER TABLE runs ADD COLUMN message_said TEXT;
  ALTER TABLE problems ADD COLUMN said TEXT;
  `,
];

/**
 * Brings a project's schema up to date, one version a transaction.
 *
 * @throws {StudioError} `project-newer` for a project of a later release, which is left as it is
 */
export function migrate(database: Database, steps: readonly string[] = migrations): void {
  const version = Number(database.get('PRAGMA user_version')?.['user_version'] ?? 0);
  if (version > steps.length) {
    throw new StudioError('project-newer', say('project.newer', { version, known: steps.length }));
  }
  for (let from = version; from < steps.length; from += 1) {
    database.transaction(() => {
      database.execute(steps[from]!);
      database.execute(`PRAGMA user_version = ${from + 1}`);
    });
  }
}
