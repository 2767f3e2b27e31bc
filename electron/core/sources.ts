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

  absolute(sourceId: number, path: string): string {
    const source = this.#sources.find(({ id }) => id === sourceId);
    if (!source) throw new Error(`There is no source ${sourceId}.`);
    return join(source.folder, ...path.split('/'));
  }

  #stored(folder: string): string {
    const parent = resolve(this.project.folder, '..');
    // A source that contains the project would make every path climb out and in again: keep it absolute.
    if (!contains(parent, folder) || contains(folder, this.project.folder)) return folder;
    return relative(this.project.folder, folder);
  }
}
