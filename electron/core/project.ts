import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { ProjectCounts, ProjectSummary } from '../contract/api/projects';
import { StudioError } from '../contract/errors';
import { say } from '../contract/said';
import { Database } from './database';
import { datasetNames } from './dataset-names';
import { migrate } from './migrations';
import { ProjectLock } from './project-lock';
import { sweepPartials } from './sweep';

const databaseName = 'project.sqlite';

export const isProject = (folder: string) => existsSync(join(folder, databaseName));

/** An open project: its folder, its database, and the lock that makes this process its only writer. */
export class Project {
  readonly id: string;
  readonly name: string;

  private constructor(
    readonly folder: string,
    readonly database: Database,
    readonly lock: ProjectLock,
  ) {
    this.id = this.setting('id') ?? this.#set('id', randomUUID());
    this.name = this.setting('name') ?? this.#set('name', basename(folder));
  }

  /**
   * Opens the project in a folder, or makes one there.
   *
   * @throws {StudioError} `project-locked`, `project-newer`, `project-damaged`, `not-found`
   */
  static open(
    where: string,
    options: { create: boolean; name?: string; holder: string; log: (line: string) => void },
  ): Project {
    const folder = resolve(where);
    if (!options.create && !isProject(folder)) {
      throw new StudioError('not-found', say('project.notOne', { folder, file: databaseName }));
    }
    mkdirSync(folder, { recursive: true });
    const lock = ProjectLock.take(folder, options.holder);
    let database: Database | undefined;
    try {
      database = new Database(join(folder, databaseName), options.log);
      database.execute(
        'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON',
      );
      migrate(database);
      if (options.name) database.run(`INSERT OR IGNORE INTO project VALUES ('name', ?)`, options.name);
      const project = new Project(folder, database, lock);
      project.#endWhatWasRunning();
      sweepPartials(folder);
      return project;
    } catch (error) {
      database?.close();
      lock.release();
      if (/not a database|malformed/i.test(String(error))) {
        throw new StudioError(
          'project-damaged',
          say('project.damaged', { path: join(folder, databaseName), detail: String(error) }),
        );
      }
      throw error;
    }
  }

  setting(key: string): string | undefined {
    return this.database.get<{ value: string }>('SELECT value FROM project WHERE key = ?', key)?.value;
  }

  #set(key: string, value: string): string {
    this.database.run(
      'INSERT INTO project VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      key,
      value,
    );
    return value;
  }

  /** Below the project's folder: thumbnails/, datasets/<name>/, runs/<id>/ ... */
  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  summary(): ProjectSummary {
    return { id: this.id, name: this.name, folder: this.folder, counts: this.#counts() };
  }

  close(): void {
    try {
      // A closed project is one plain file, which can be copied: the log is written back and removed.
      this.database.execute('PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE');
    } finally {
      this.database.close();
      this.lock.release();
    }
  }

  #counts(): ProjectCounts {
    const states = this.database.all<{ state: string; excluded: number; count: number; annotations: number }>(
      'SELECT state, excluded, count(*) AS count, sum(annotation_count) AS annotations FROM images GROUP BY state, excluded',
    );
    const sum = (matches: (row: (typeof states)[number]) => boolean, column: 'count' | 'annotations' = 'count') =>
      states.filter(matches).reduce((total, row) => total + row[column], 0);
    const inState = (state: string) => sum((row) => row.state === state && row.excluded === 0);
    return {
      images: sum(() => true),
      new: inState('new'),
      detected: inState('detected'),
      reviewed: inState('reviewed'),
      excluded: sum((row) => row.excluded === 1),
      annotations: sum((row) => row.excluded === 0, 'annotations'),
      datasets: datasetNames(this.path('datasets')).length,
      runs: this.database.get<{ count: number }>('SELECT count(*) AS count FROM runs')?.count ?? 0,
      unfinished: this.#isUnfinished(),
    };
  }

  /** An older run that was interrupted is let lie: another was begun after it. */
  #isUnfinished(): boolean {
    const waiting = this.database.get(
      `SELECT 1 FROM runs
       WHERE state = 'paused' OR (state = 'interrupted' AND number = (SELECT max(number) FROM runs)) LIMIT 1`,
    );
    return waiting !== undefined;
  }

  /** Whatever was running when the last process died is not running any more. A paused run has its checkpoint, and stays so. */
  #endWhatWasRunning(): void {
    const now = new Date().toISOString();
    this.database.run(
      `UPDATE jobs SET state = 'interrupted', finished_at = ? WHERE state IN ('queued', 'running')`,
      now,
    );
    this.database.run(
      `UPDATE runs SET state = 'interrupted', finished_at = ? WHERE state IN ('queued', 'running')`,
      now,
    );
  }
}
