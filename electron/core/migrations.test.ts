import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder';
import { Database } from './database';
import { migrate, migrations } from './migrations';

const version = (database: Database) => database.get('PRAGMA user_version')?.['user_version'];

test('a fresh database gets every migration, and a second time changes nothing', () => {
  const database = new Database(':memory:');
  migrate(database);
  expect(version(database)).toBe(migrations.length);
  migrate(database);
  expect(version(database)).toBe(migrations.length);
  database.close();
});

test('a migration that fails leaves the version before it, whole', () => {
  const database = new Database(':memory:');
  const steps = ['CREATE TABLE a (x INTEGER) STRICT', 'CREATE TABLE b (x INTEGER) STRICT; CREATE TABLE nonsense ('];
  expect(() => migrate(database, steps)).toThrow();
  expect(version(database)).toBe(1);
  expect(database.all(`SELECT name FROM sqlite_schema WHERE name = 'b'`)).toEqual([]);
  database.close();
});

test('a project of a later release is refused politely and left as it is', () => {
  const file = join(temporaryFolder(), 'project.sqlite');
  const database = new Database(file);
  migrate(database);
  database.execute('PRAGMA user_version = 99');
  expect(() => migrate(database)).toThrow(/newer DeepStyle Studio/);
  expect(version(database)).toBe(99);
  database.close();
});

test('runs and problems of a project from before sentences were translated keep their English ones', () => {
  const database = new Database(':memory:');
  const before = migrations.findIndex((step) => step.includes('reason_said'));
  migrate(database, migrations.slice(0, before));
  database.run(
    `INSERT INTO runs (id, number, dataset, config, device, state, created_at, reason, message)
     VALUES ('run-1', 1, 'looks-1', '{}', 'cpu', 'failed', '2026-11-24', 'Asked for.', 'The disk is full.')`,
  );
  database.run(`INSERT INTO problems VALUES ('/a.jpg', 'image-unreadable', 'It is empty.', '2026-11-24')`);
  migrate(database);
  expect(database.get('SELECT reason, reason_said, message, message_said FROM runs')).toEqual({
    reason: 'Asked for.',
    reason_said: null,
    message: 'The disk is full.',
    message_said: null,
  });
  expect(database.get('SELECT message, said FROM problems')).toEqual({ message: 'It is empty.', said: null });
  database.close();
});
