import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testProject } from '../testing/factories';
import { temporaryFolder } from '../testing/temporary-folder';
import { Project } from './project';

const open = (folder: string, create = false) =>
  Project.open(folder, { create, holder: 'second program', log: () => undefined });

test('a project keeps its identity and name when it is opened again', () => {
  const folder = temporaryFolder();
  const first = testProject(folder);
  const { id, name } = first;
  first.close();
  const again = open(folder);
  expect(again.summary()).toMatchObject({ id, name, counts: { images: 0, runs: 0 } });
  again.close();
});

test('a training waits to go on where one was paused, or the newest was interrupted', () => {
  const project = testProject();
  const record = (number: number, state: string) =>
    project.database.run(
      `INSERT INTO runs (id, number, dataset, config, device, state, created_at) VALUES (?, ?, 'looks', '{}', 'cpu', ?, '')`,
      `run-${number}`,
      number,
      state,
    );
  const waits = () => project.summary().counts.unfinished;
  expect(waits()).toBe(false);
  record(1, 'interrupted');
  expect(waits()).toBe(true);
  record(2, 'finished');
  expect(waits()).toBe(false);
  project.database.run(`UPDATE runs SET state = 'paused' WHERE number = 1`);
  expect(waits()).toBe(true);
  project.close();
});

test('a closed project is one plain file: no log is left beside it', () => {
  const project = testProject();
  project.database.run(`INSERT INTO project VALUES ('note', 'kept')`);
  project.close();
  expect(readdirSync(project.folder).filter((name) => name.startsWith('project.'))).toEqual(['project.sqlite']);
  const again = open(project.folder);
  expect(again.setting('note')).toBe('kept');
  again.close();
});

test('a second writer is refused and told who has the project', () => {
  const project = testProject();
  const refused = expect.objectContaining({
    message: expect.stringMatching(/is open in a test, process \d+ on .+, since \d{4}-\d\d-\d\d \d\d:\d\d\./) as string,
    said: expect.objectContaining({
      values: expect.objectContaining({
        holder: expect.objectContaining({ key: 'project.holder' }) as unknown,
      }) as unknown,
    }) as unknown,
  });
  expect(() => open(project.folder)).toThrow(refused);
  project.close();
  open(project.folder).close();
});

test('a lock dies with the process that held it, however it dies', async () => {
  const folder = temporaryFolder();
  testProject(folder).close();
  const script = `
    const { DatabaseSync } = require('@photostructure/sqlite');
    const database = new DatabaseSync(${JSON.stringify(join(folder, '.lock'))});
    database.exec('BEGIN EXCLUSIVE');
    console.log('held');
    setInterval(() => database, 1000);`;
  const holder = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  expect(() => open(folder)).toThrow(expect.objectContaining({ code: 'project-locked' }));
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  open(folder).close();
});

test('a folder without a project is not opened and not changed', () => {
  const folder = temporaryFolder();
  expect(() => open(folder)).toThrow(expect.objectContaining({ code: 'not-found' }));
  expect(existsSync(join(folder, 'project.sqlite'))).toBe(false);
});

test('a damaged database is named and the lock is given back', () => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'project.sqlite'),
    'this is not a database, and longer than one header of it would be'.repeat(20),
  );
  const damaged = expect.objectContaining({ code: 'project-damaged' }) as Error;
  expect(() => open(folder)).toThrow(damaged);
  expect(() => open(folder)).toThrow(damaged);
});

test('what was running when the power went is found as interrupted, and what was paused as paused', () => {
  const folder = temporaryFolder();
  const first = testProject(folder);
  first.database.run(
    `INSERT INTO jobs (method, params, state, created_at) VALUES ('images.import', '{}', 'running', 'then')`,
  );
  first.database.run(
    `INSERT INTO runs (id, number, dataset, config, device, state, created_at) VALUES ('run-1', 1, 'd', '{}', 'cpu', 'running', 'then')`,
  );
  first.database.run(
    `INSERT INTO runs (id, number, dataset, config, device, state, created_at) VALUES ('run-2', 2, 'd', '{}', 'cpu', 'paused', 'then')`,
  );
  first.close();
  const again = open(folder, true);
  expect(
    again.database.all('SELECT state FROM jobs UNION ALL SELECT state FROM (SELECT state FROM runs ORDER BY id)'),
  ).toEqual([{ state: 'interrupted' }, { state: 'interrupted' }, { state: 'paused' }]);
  again.close();
});
