import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addImage, annotation, detection, testProject } from '../testing/factories';
import { temporaryFolder } from '../testing/temporary-folder';
import { acceptBoxes, replaceBoxes, stepHistory } from './annotations';
import { Database } from './database';
import { readFacets } from './facets';
import { excludeImages, queryImageIds, queryImages, readDetections } from './library';
import { migrate, migrations } from './migrations';
import type { Project } from './project';
import { Sources } from './sources';
import { tagImages } from './tags';

const names = (project: Project, filter: Parameters<typeof queryImageIds>[1], sort = 'name' as const) =>
  queryImages(project, { filter, sort, offset: 0, limit: 100 }).items.map(({ name }) => name);

/** Puts images into folders as an import does. */
function settle(project: Project): Project {
  const sources = new Sources(project);
  for (const { id, path } of project.database.all<{ id: number; path: string }>('SELECT id, path FROM images'))
    project.database.run('UPDATE images SET folder_id = ? WHERE id = ?', sources.folderId(1, path), id);
  return project;
}

test('every filter lets through what it names, alone and with others', () => {
  const project = testProject();
  const a = addImage(project, 'spring/a.jpg', [detection({ score: 0.9 })]);
  addImage(project, 'spring/day 2/b.jpg', [detection({ score: 0.5, category: 'upper' })]);
  addImage(project, 'springtime/c_1.jpg');
  project.database.run(`UPDATE images SET width = 200 WHERE path LIKE '%c_1%'`);
  settle(project);
  project.database.run(`UPDATE images SET missing = 1 WHERE id = ?`, a);
  tagImages(project, { imageIds: [a], add: ['Runway'], remove: [] });
  expect(names(project, { minScore: 0.6 })).toEqual(['spring/a.jpg']);
  expect(names(project, { maxScore: 0.6 })).toEqual(['spring/day 2/b.jpg']);
  expect(names(project, { maxSide: 300 })).toEqual(['springtime/c_1.jpg']);
  expect(names(project, { minSide: 300, excluded: false })).toHaveLength(2);
  expect(names(project, { folder: '/photos/spring' })).toEqual(['spring/a.jpg', 'spring/day 2/b.jpg']);
  expect(names(project, { folder: '/photos/spring/day 2' })).toEqual(['spring/day 2/b.jpg']);
  expect(names(project, { folder: '/' })).toHaveLength(3);
  expect(names(project, { folder: '/elsewhere' })).toEqual([]);
  expect(names(project, { tag: 'runway' })).toEqual(['spring/a.jpg']);
  expect(names(project, { missing: true })).toEqual(['spring/a.jpg']);
  expect(names(project, { text: 'C_1' })).toEqual(['springtime/c_1.jpg']);
  expect(names(project, { text: 'a_1' })).toEqual([]);
  expect(names(project, { folder: '/photos/spring', minScore: 0.6, tag: 'Runway', excluded: false })).toHaveLength(1);
  excludeImages(project, [a], true);
  expect(names(project, { folder: '/photos/spring', excluded: false })).toEqual(['spring/day 2/b.jpg']);
});

test('the category filter follows proposals until a person edits, then the boxes, and back with undo', () => {
  const project = testProject();
  const image = addImage(project, 'a.jpg', [
    detection({ category: 'full' }),
    detection({ category: 'lower', score: 0.1 }),
  ]);
  const proposals = (id: number) => readDetections(project, id);
  const having = (category: 'full' | 'upper' | 'lower') => queryImageIds(project, { category }, 'added').length;
  acceptBoxes(project, { imageId: image, revision: 0, minScore: 0.4 }, proposals);
  expect([having('full'), having('lower')]).toEqual([1, 0]);
  replaceBoxes(project, { imageId: image, revision: 1, boxes: [annotation({ category: 'upper' })] });
  expect([having('full'), having('upper')]).toEqual([0, 1]);
  stepHistory(project, { imageId: image, revision: 2 }, -1);
  stepHistory(project, { imageId: image, revision: 3 }, -1);
  expect([having('full'), having('upper'), having('lower')]).toEqual([1, 0, 0]);
});

test('tags are counted without regard to case, what changed is answered, and undoing it leaves nothing', () => {
  const project = testProject();
  const [a, b] = [addImage(project, 'a.jpg'), addImage(project, 'b.jpg')];
  expect(tagImages(project, { imageIds: [a], add: ['Milan'], remove: [] })).toEqual({
    added: { Milan: [a] },
    removed: {},
  });
  const change = tagImages(project, { imageIds: [a, b], add: ['milan', 'coat'], remove: [] });
  expect(change).toEqual({ added: { Milan: [b], coat: [a, b] }, removed: {} });
  expect(readFacets(project).tags).toEqual([
    { tag: 'coat', count: 2 },
    { tag: 'Milan', count: 2 },
  ]);
  excludeImages(project, [b], true);
  expect(readFacets(project).tags[1]).toEqual({ tag: 'Milan', count: 1 });
  tagImages(project, { imageIds: [b], add: [], remove: ['MILAN'] });
  tagImages(project, { imageIds: [a, b], add: [], remove: ['coat'] });
  expect(
    queryImages(project, { filter: {}, sort: 'added', offset: 0, limit: 9 }).items.map(({ tags }) => tags),
  ).toEqual([['Milan'], []]);
  expect(readFacets(project).tags).toEqual([{ tag: 'Milan', count: 1 }]);
});

test('each order is kept from page to page', () => {
  const project = testProject();
  for (let place = 0; place < 30; place++)
    addImage(project, `photo ${(place * 7) % 30}.jpg`, [detection({ score: 0.3 + ((place * 11) % 30) / 50 })]);
  for (const sort of ['added', 'newest', 'name', 'doubt', 'score', 'size', 'group'] as const) {
    for (const filter of [{}, { excluded: false }, { excluded: false, minScore: 0.3 }]) {
      const all = queryImageIds(project, filter, sort);
      expect(new Set(all).size).toBe(30);
      const pages = [0, 10, 20].flatMap((offset) =>
        queryImages(project, { filter, sort, offset, limit: 10 }).items.map(({ id }) => id),
      );
      expect({ sort, filter, pages }).toEqual({ sort, filter, pages: all });
    }
  }
});

test('no filter and no order reads the table row by row', () => {
  const project = testProject();
  const plan = (filter: Parameters<typeof queryImageIds>[1], sort: Parameters<typeof queryImageIds>[2]) => {
    const { database } = project;
    const all = database.all.bind(database);
    let details: string[] = [];
    database.all = ((sql: string, ...values: never[]) => {
      details = all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values).map(({ detail }) => detail);
      return all(sql, ...values);
    }) as typeof database.all;
    queryImageIds(project, filter, sort);
    database.all = all as typeof database.all;
    return details;
  };
  addImage(project, 'a.jpg');
  tagImages(project, { imageIds: [1], add: ['x'], remove: [] });
  const filters = [
    { excluded: false },
    { excluded: false, state: 'detected' as const },
    { excluded: false, category: 'full' as const },
    { excluded: false, minScore: 0.1, maxScore: 0.8 },
    { excluded: false, minSide: 10 },
    { excluded: false, text: 'a' },
    { excluded: false, folder: '/photos' },
    { excluded: false, tag: 'x' },
    { excluded: false, duplicates: true as const },
    { excluded: false, missing: true as const },
  ];
  for (const filter of filters) {
    for (const sort of ['added', 'name', 'doubt', 'score', 'size'] as const) {
      const ofImages = plan(filter, sort).filter((detail) => /(SCAN|SEARCH) images/.test(detail));
      for (const detail of ofImages)
        expect({ filter, sort, detail }).toMatchObject({ detail: expect.stringMatching(/COVERING INDEX/) as string });
    }
  }
});

test('a project of the version before is migrated with everything that filters need', () => {
  const folder = temporaryFolder();
  const before = new Database(join(folder, 'project.sqlite'));
  migrate(before, migrations.slice(0, 1));
  before.execute(`
    INSERT INTO sources VALUES (1, '/photos');
    INSERT INTO images (id, source_id, path, name, sha256, bytes, modified_ms, width, height, format, added_at, history_position)
    VALUES (1, 1, 'folder/a.jpg', 'a.jpg', 'a', 1, 1, 300, 500, 'jpeg', '2026-01-01', 0),
           (2, 1, 'b.jpg', 'b.jpg', 'b', 1, 1, 300, 500, 'jpeg', '2026-01-01', 1);
    INSERT INTO detections (image_id, category, score, x, y, width, height, derived)
    VALUES (1, 'outfit', 0.8, 1, 1, 9, 9, 0), (1, 'upper', 0.2, 1, 1, 9, 9, 0), (2, 'outfit', 0.9, 1, 1, 9, 9, 0);
    INSERT INTO annotations VALUES ('x', 2, 'lower', 1, 1, 9, 9, 'drawn', NULL)`);
  before.close();
  const project = testProject(folder);
  const { items } = queryImages(project, { filter: { folder: '/photos/folder' }, sort: 'added', offset: 0, limit: 9 });
  expect(items).toMatchObject([{ id: 1, bestScore: 0.8, duplicateGroup: null, duplicates: 0, tags: [] }]);
  expect(queryImageIds(project, { category: 'outfit' }, 'added')).toEqual([1]);
  expect(queryImageIds(project, { category: 'upper' }, 'added')).toEqual([]);
  expect(queryImageIds(project, { category: 'lower' }, 'added')).toEqual([2]);
});
