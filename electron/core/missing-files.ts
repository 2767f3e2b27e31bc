import { stat } from 'node:fs/promises';
import type { LibraryFacets } from '../contract/api/images';
import type { Project } from './project';
import { Sources } from './sources';

const atOnce = 64;

const isFile = (path: string) =>
  stat(path).then(
    (facts) => facts.isFile(),
    () => false,
  );

/** Which of these files are there. */
export async function filesThatExist(paths: readonly string[]): Promise<boolean[]> {
  const found: boolean[] = [];
  for (let start = 0; start < paths.length; start += atOnce)
    found.push(...(await Promise.all(paths.slice(start, start + atOnce).map(isFile))));
  return found;
}

/** Images that are looked for before a window gets its turn. */
const checkedAtOnce = 1000;

/** Looks for every file of the library where it was, and marks those that are not there. */
export async function checkFiles(project: Project): Promise<{ checked: number; missing: number }> {
  const sources = new Sources(project);
  const answer = { checked: 0, missing: 0 };
  for (let last = 0; ;) {
    const rows = project.database.all<{ id: number; source_id: number; path: string; missing: number }>(
      'SELECT id, source_id, path, missing FROM images WHERE id > ? ORDER BY id LIMIT ?',
      last,
      checkedAtOnce,
    );
    const found = await filesThatExist(rows.map((row) => sources.absolute(row.source_id, row.path)));
    project.database.transaction(() => {
      rows.forEach(({ id, missing }, at) => {
        if ((missing === 1) === found[at])
          project.database.run('UPDATE images SET missing = ? WHERE id = ?', 1 - missing, id);
      });
    });
    answer.checked += rows.length;
    answer.missing += found.filter((there) => !there).length;
    if (rows.length < checkedAtOnce) return answer;
    last = rows.at(-1)!.id;
  }
}

/** The folders that missing images were in: for each source the deepest one that holds all of its missing ones. */
export function missingFolders(project: Project): LibraryFacets['missingFolders'] {
  const sources = new Sources(project);
  // The first and the last path in order have in common what all have.
  const rows = project.database.all<{ source_id: number; first: string; last: string; count: number }>(
    `SELECT source_id, min(path) AS first, max(path) AS last, count(*) AS count
     FROM images INDEXED BY images_missing WHERE missing = 1 GROUP BY source_id`,
  );
  return rows.map(({ source_id, first, last, count }) => {
    const [a, b] = [first.split('/').slice(0, -1), last.split('/').slice(0, -1)];
    let common = 0;
    while (common < a.length && a[common] === b[common]) common += 1;
    return { folder: sources.absolute(source_id, a.slice(0, common).join('/')), count };
  });
}
