import type { LibraryFacets } from '../contract/api/images';
import { categories, type Category } from '../contract/words';
import { categoryBit } from './image-categories';
import { groupsOfMany } from './image-query';
import { missingFolders } from './missing-files';
import { countProblems } from './problems';
import type { Project } from './project';
import { Sources } from './sources';
import { countTags } from './tags';

/** What the library can be narrowed by, with counts of the images that are not excluded. */
export function readFacets(project: Project): LibraryFacets {
  const { database } = project;
  const count = (sql: string) => database.get<{ count: number }>(sql)?.count ?? 0;
  const byBits = database.all<{ bits: number; count: number }>(
    'SELECT categories AS bits, count(*) AS count FROM images INDEXED BY images_facets WHERE excluded = 0 GROUP BY categories',
  );
  const withBit = (category: Category) =>
    byBits.reduce((sum, row) => sum + ((row.bits & categoryBit[category]) === 0 ? 0 : row.count), 0);
  return {
    categories: Object.fromEntries(categories.map((category) => [category, withBit(category)])) as Record<
      Category,
      number
    >,
    tags: countTags(project),
    folders: countFolders(project),
    duplicates: count(
      `SELECT count(*) AS count FROM images INDEXED BY images_by_group
       WHERE excluded = 0 AND duplicate_group IN (${groupsOfMany})`,
    ),
    missing: count('SELECT count(*) AS count FROM images INDEXED BY images_missing WHERE missing = 1'),
    missingFolders: missingFolders(project),
    problems: countProblems(project),
  };
}

function countFolders(project: Project): LibraryFacets['folders'] {
  const sources = new Sources(project);
  return project.database
    .all<{ source_id: number; path: string; count: number }>(
      `SELECT source_id, path, count FROM folders JOIN
         (SELECT folder_id, count(*) AS count FROM images INDEXED BY images_by_folder
          WHERE folder_id IS NOT NULL AND excluded = 0 GROUP BY folder_id) ON folder_id = folders.id`,
    )
    .map(({ source_id, path, count }) => ({ folder: sources.absolute(source_id, path.replace(/\/$/, '')), count }))
    .sort((a, b) => (a.folder < b.folder ? -1 : 1));
}
