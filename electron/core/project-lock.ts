import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { StudioError } from '../contract/errors';
import { Said, say } from '../contract/said';
import { Database } from './database';

/**
 * One writer a project. The lock is an exclusive SQLite transaction on a file of its own: the operating system
 * releases it when the process ends, however it ends, so there is no stale lock to judge. Who holds it stands in a
 * plain file beside it.
 */
export class ProjectLock {
  readonly #database: Database;
  readonly #holderFile: string;

  private constructor(database: Database, holderFile: string) {
    this.#database = database;
    this.#holderFile = holderFile;
  }

  /** @throws {StudioError} `project-locked`, naming who has the project open */
  static take(folder: string, holder: string): ProjectLock {
    const holderFile = join(folder, '.lock-holder');
    const database = new Database(join(folder, '.lock'));
    try {
      database.execute('PRAGMA busy_timeout = 0');
      database.execute('BEGIN EXCLUSIVE');
    } catch (error) {
      database.close();
      if (!/locked|busy/i.test(String(error))) throw error;
      throw new StudioError('project-locked', say('project.locked', { folder, holder: readHolder(holderFile) }));
    }
    writeFileSync(holderFile, JSON.stringify(describeHolder(holder)));
    return new ProjectLock(database, holderFile);
  }

  release(): void {
    rmSync(this.#holderFile, { force: true });
    this.#database.execute('ROLLBACK');
    this.#database.close();
  }
}

function describeHolder(holder: string): Said {
  // The local time as yyyy-mm-dd hh:mm, which both languages read.
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString();
  const since = local.slice(0, 16).replace('T', ' ');
  return say('project.holder', { program: holder, process: String(process.pid), computer: hostname(), since });
}

function readHolder(file: string): Said {
  try {
    return Said.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return say('project.otherProgram');
  }
}
