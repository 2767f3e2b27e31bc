import type { Project } from './project';
import type { FoundFile } from './scan-folders';
import type { Sources } from './sources';

/** What the project knows of a file without reading it. */
export interface KnownFile {
  bytes: number;
  modifiedMs: number;
  /** Null for a copy of an image. */
  imageId: number | null;
}

/** Every file that the project has read, by its absolute path. */
export function knownFiles(project: Project, sources: Sources): Map<string, KnownFile> {
  const rows = project.database.all<{
    source_id: number;
    path: string;
    bytes: number;
    modified_ms: number;
    id: number | null;
  }>(
    `SELECT source_id, path, bytes, modified_ms, NULL AS id FROM copies
     UNION ALL SELECT source_id, path, bytes, modified_ms, id FROM images`,
  );
  return new Map(
    rows.map((row) => [
      sources.absolute(row.source_id, row.path),
      { bytes: row.bytes, modifiedMs: row.modified_ms, imageId: row.id },
    ]),
  );
}

export const isUnchanged = (file: FoundFile, known: KnownFile | undefined) =>
  known !== undefined && known.bytes === file.bytes && known.modifiedMs === file.modifiedMs;
