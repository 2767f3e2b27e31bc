import * as bundled from '@photostructure/sqlite';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { StudioError } from '../contract/errors';
import { say } from '../contract/said';

export type SqlValue = null | number | string | Uint8Array;
export type Row = Record<string, SqlValue>;

/** Queries slower than this are logged: an index is missing or too much is read. */
const slowMs = 50;

/** A full disk is the person's to mend; everything else keeps SQLite's own words. */
function meaningful(error: unknown): unknown {
  if (!/disk is full|disk I\/O error/i.test(String(error))) return error;
  return new StudioError('disk-full', say('project.notSaved'), { cause: error });
}

/**
 * A thin layer over SQLite: statements prepared once, nested transactions, slow queries logged.
 *
 * Node's own `node:sqlite` has the same interface and would do, but is not in Node 20 or Electron 25;
 * the package's prebuilt binary runs in all of them (docs/decisions/0003).
 */
export class Database {
  readonly #connection: DatabaseSyncInstance;
  readonly #statements = new Map<string, ReturnType<DatabaseSyncInstance['prepare']>>();
  readonly #log: (line: string) => void;
  #depth = 0;

  constructor(file: string, log: (line: string) => void = () => undefined) {
    this.#connection = new bundled.DatabaseSync(file);
    this.#log = log;
  }

  /** Runs SQL without parameters, several statements if need be. */
  execute(sql: string): void {
    try {
      this.#connection.exec(sql);
    } catch (error) {
      throw meaningful(error);
    }
  }

  /** @returns how many rows changed, and the rowid of the last one inserted */
  run(sql: string, ...values: SqlValue[]): { changes: number; lastId: number } {
    const { changes, lastInsertRowid } = this.#timed(sql, () => this.#prepare(sql).run(...values));
    return { changes: Number(changes), lastId: Number(lastInsertRowid) };
  }

  get<T extends Row>(sql: string, ...values: SqlValue[]): T | undefined {
    return this.#timed(sql, () => this.#prepare(sql).get(...values)) as T | undefined;
  }

  all<T extends Row>(sql: string, ...values: SqlValue[]): T[] {
    return this.#timed(sql, () => this.#prepare(sql).all(...values)) as T[];
  }

  /** All or nothing. A transaction inside another one is a savepoint. */
  transaction<T>(work: () => T): T {
    const savepoint = `nested${this.#depth}`;
    const [begin, commit, undo] =
      this.#depth === 0
        ? ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK']
        : [`SAVEPOINT ${savepoint}`, `RELEASE ${savepoint}`, `ROLLBACK TO ${savepoint}; RELEASE ${savepoint}`];
    this.execute(begin);
    this.#depth += 1;
    try {
      const result = work();
      this.execute(commit);
      return result;
    } catch (error) {
      this.#undo(undo);
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  /** SQLite has already rolled back by itself after some errors, a full disk among them. */
  #undo(sql: string): void {
    try {
      this.#connection.exec(sql);
    } catch {
      // Nothing is open any more: that is what was wanted.
    }
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  #prepare(sql: string) {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #timed<T>(sql: string, work: () => T): T {
    const start = performance.now();
    let result: T;
    try {
      result = work();
    } catch (error) {
      throw meaningful(error);
    }
    const elapsedMs = performance.now() - start;
    if (elapsedMs > slowMs)
      this.#log(`slow query, ${elapsedMs.toFixed(0)} ms: ${sql.replace(/\s+/g, ' ').slice(0, 200)}`);
    return result;
  }
}
