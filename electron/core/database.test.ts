import { expect, test } from 'vitest';
import { Database } from './database';

function counting(): { database: Database; count: () => number } {
  const database = new Database(':memory:');
  database.execute('CREATE TABLE t (x INTEGER NOT NULL) STRICT');
  return { database, count: () => database.get<{ n: number }>('SELECT count(*) AS n FROM t')?.n ?? -1 };
}

test('a transaction that throws leaves nothing behind', () => {
  const { database, count } = counting();
  const work = () => {
    database.run('INSERT INTO t VALUES (1)');
    throw new Error('power cut');
  };
  expect(() => database.transaction(work)).toThrow('power cut');
  expect(count()).toBe(0);
});

test('a failed inner transaction undoes itself and leaves the outer one to go on', () => {
  const { database, count } = counting();
  database.transaction(() => {
    database.run('INSERT INTO t VALUES (1)');
    expect(() =>
      database.transaction(() => {
        database.run('INSERT INTO t VALUES (2)');
        database.run('INSERT INTO t VALUES (?)', null);
      }),
    ).toThrow(/NOT NULL/);
    database.run('INSERT INTO t VALUES (3)');
  });
  expect(count()).toBe(2);
});

test('a full disk is said in words that a person can act on', () => {
  const { database } = counting();
  database.execute('PRAGMA max_page_count = 3');
  const fill = () => {
    for (let i = 0; i < 100_000; i += 1) database.run('INSERT INTO t VALUES (?)', i);
  };
  expect(fill).toThrow(/disk is full.*Free some space/);
  expect(() => database.transaction(fill)).toThrow(expect.objectContaining({ code: 'disk-full' }));
});
