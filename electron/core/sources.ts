import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Project } from './project';

export interface Source {
  id: number;
  /** Absolute. */
  folder: string;
}

/** A photo as the database knows it: a source, and the path below it with forward slashes. */
export interface SourcePath {
  source: Source;
  path: string;
}

const contains = (folder: string, path: string) =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/**
 * The folders that photos came from. Photos are stored by source, so that a folder that moves is re-rooted by one
 * row; a source beside or below the project is stored relative to it, so that both can move together.
 */
export class Sources {
  readonly #sources: Source[];

  constructor(private readonly project: Project) {
    this.#sources = project.database
      .all<{ id: number; folder: string }>('SELECT id, folder FROM sources')
      .map(({ id, folder }) => ({ id, folder: isAbsolute(folder) ? folder : resolve(project.folder, folder) }));
  }

  /** The source that a file belongs to: the deepest known one above it. */
  find(file: string): SourcePath | undefined {
    const source = this.#sources
      .filter(({ folder }) => contains(folder, file))
      .sort((a, b) => b.folder.length - a.folder.length)[0];
    return source && { source, path: relative(source.folder, file).split(sep).join('/') };
  }

  /** As {@link find}; a folder that no source covers becomes one. */
  findOrAdd(file: string, root: string): SourcePath {
    const known = this.find(file);
    if (known) return known;
    const { lastId } = this.project.database.run('INSERT INTO sources (folder) VALUES (?)', this.#stored(root));
    this.#sources.push({ id: lastId, folder: root });
    return this.find(file)!;
  }

  /**
   * What of the sources lies at or below a folder: whole sources, and of a source above it a part.
   *
   * @returns the part of each source, below it and ending in a slash; empty for all of it
   */
  below(folder: string): { sourceId: number; path: string }[] {
    return this.#sources.flatMap((source) => {
      if (contains(folder, source.folder)) return [{ sourceId: source.id, path: '' }];
      if (!contains(source.folder, folder)) return [];
      return [{ sourceId: source.id, path: `${relative(source.folder, folder).split(sep).join('/')}/` }];
    });
  }

  folderOf(sourceId: number): string {
    const source = this.#sources.find(({ id }) => id === sourceId);
    if (!source) throw new Error(`There is no source ${sourceId}.`);
    return source.folder;
  }

  /** Gives a source another folder. @returns false where that folder is a source already, and nothing was changed */
  reRoot(sourceId: number, folder: string): boolean {
    if (this.#sources.some((source) => source.folder === folder && source.id !== sourceId)) return false;
    this.project.database.run('UPDATE sources SET folder = ? WHERE id = ?', this.#stored(folder), sourceId);
    this.#sources.find(({ id }) => id === sourceId)!.folder = folder;
    return true;
  }

  /** The row of the folder that holds a photo. */
  folderId(sourceId: number, path: string): number {
    const { database } = this.project;
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const read = () =>
      database.get<{ id: number }>('SELECT id FROM folders WHERE source_id = ? AND path = ?', sourceId, folder)?.id;
    return read() ?? database.run('INSERT INTO folders (source_id, path) VALUES (?, ?)', sourceId, folder).lastId;
  }

  absolute(sourceId: number, path: string): string {
    return join(this.folderOf(sourceId), ...path.split('/'));
  }

  #stored(folder: string): string {
    const parent = resolve(this.project.folder, '..');
    // A source that contains the project would make every path climb out and in again: keep it absolute.
    if (!contains(parent, folder) || contains(folder, this.project.folder)) return folder;
    return relative(this.project.folder, folder);
  }
}
