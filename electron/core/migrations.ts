import { StudioError } from '../contract/errors';
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
];

/**
 * Brings a project's schema up to date, one version a transaction.
 *
 * @throws {StudioError} `project-newer` for a project of a later release, which is left as it is
 */
export function migrate(database: Database, steps: readonly string[] = migrations): void {
  const version = Number(database.get('PRAGMA user_version')?.['user_version'] ?? 0);
  if (version > steps.length) {
    throw new StudioError(
      'project-newer',
      `This project was last used by a newer DeepStyle Studio (project version ${version}, this program knows ${steps.length}). ` +
        'Install the newer version to open it; nothing was changed.',
    );
  }
  for (let from = version; from < steps.length; from += 1) {
    database.transaction(() => {
      database.execute(steps[from]!);
      database.execute(`PRAGMA user_version = ${from + 1}`);
    });
  }
}
