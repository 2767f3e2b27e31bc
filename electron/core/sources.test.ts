import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testProject } from '../testing/factories';
import { temporaryFolder } from '../testing/temporary-folder';
import { Sources } from './sources';

const stored = (project: ReturnType<typeof testProject>) =>
  project.database.all('SELECT folder FROM sources').map(({ folder }) => folder);

test('a file below a known source belongs to it; the deepest one counts', () => {
  const project = testProject();
  const sources = new Sources(project);
  const outer = sources.findOrAdd('/photos/a.jpg', '/photos');
  expect(sources.findOrAdd('/photos/spring/b.jpg', '/photos/spring')).toEqual({
    source: outer.source,
    path: 'spring/b.jpg',
  });
  expect(sources.absolute(outer.source.id, 'spring/b.jpg')).toBe(join('/photos', 'spring', 'b.jpg'));
  expect(sources.find('/photos-elsewhere/c.jpg')).toBeUndefined();
});

test('a source beside the project is stored relative to it, so that both can move together', () => {
  const parent = temporaryFolder();
  mkdirSync(join(parent, 'project'));
  const project = testProject(join(parent, 'project'));
  new Sources(project).findOrAdd(join(parent, 'photos', 'a.jpg'), join(parent, 'photos'));
  new Sources(project).findOrAdd('/far/away/b.jpg', '/far/away');
  expect(stored(project)).toEqual([join('..', 'photos'), '/far/away']);
  const again = new Sources(project);
  expect(again.find(join(parent, 'photos', 'a.jpg'))?.path).toBe('a.jpg');
});
