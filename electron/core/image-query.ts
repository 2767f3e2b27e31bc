import type { ImageFilter, ImageSort } from '../contract/api/images';
import type { SqlValue } from './database';
import { categoryBit } from './image-categories';
import type { Sources } from './sources';

/** Part of a query: SQL with its values. */
export interface Sql {
  text: string;
  values: SqlValue[];
}

/** Images of which another take is not excluded: their groups. */
export const groupsOfMany = `SELECT duplicate_group FROM images INDEXED BY images_by_group
  WHERE duplicate_group IS NOT NULL AND excluded = 0 GROUP BY duplicate_group HAVING count(*) > 1`;

/** Folders at or below one, as ids. */
function foldersBelow(folder: string, sources: Sources): Sql {
  const terms: string[] = [];
  const values: SqlValue[] = [];
  for (const { sourceId, path } of sources.below(folder)) {
    terms.push('(source_id = ? AND substr(path, 1, length(?)) = ?)');
    values.push(sourceId, path, path);
  }
  return { text: `SELECT id FROM folders WHERE ${terms.join(' OR ') || '0'}`, values };
}

/** What a filter asks of an image. Everything it names is in the index images_facets. */
export function conditions(filter: ImageFilter, sources: Sources): Sql {
  const terms: string[] = [];
  const values: SqlValue[] = [];
  const add = (term: string, ...more: SqlValue[]) => {
    terms.push(term);
    values.push(...more);
  };
  if (filter.excluded !== undefined) add('excluded = ?', filter.excluded ? 1 : 0);
  if (filter.state !== undefined) add('state = ?', filter.state);
  // A plus keeps SQLite from taking another index than the one that holds everything.
  if (filter.minScore !== undefined) add('+best_score >= ?', filter.minScore);
  if (filter.maxScore !== undefined) add('+best_score <= ?', filter.maxScore);
  if (filter.minSide !== undefined) add('min(width, height) >= ?', filter.minSide);
  if (filter.maxSide !== undefined) add('min(width, height) <= ?', filter.maxSide);
  if (filter.category !== undefined) add('categories & ? <> 0', categoryBit[filter.category]);
  if (filter.missing) add('+missing = 1');
  if (filter.duplicates) add(`duplicate_group IN (${groupsOfMany})`);
  if (filter.text) add(`path LIKE ? ESCAPE '\\'`, `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`);
  if (filter.folder !== undefined) {
    const folders = foldersBelow(filter.folder, sources);
    add(`+folder_id IN (${folders.text})`, ...folders.values);
  }
  if (filter.tag !== undefined)
    add('id IN (SELECT image_id FROM image_tags JOIN tags ON tags.id = tag_id WHERE tags.name = ?)', filter.tag);
  return { text: terms.length > 0 ? `WHERE ${terms.join(' AND ')}` : '', values };
}

export const orders: Record<ImageSort, string> = {
  added: 'id',
  newest: 'id DESC',
  name: 'name COLLATE NOCASE, id',
  doubt: 'doubt DESC, id',
  score: 'best_score, id',
  size: 'width * height DESC, id',
  // Reviewed first, then most pixels: as images.keepBest chooses.
  group: `duplicate_group, (state = 'reviewed') DESC, width * height DESC, id`,
};

const orderIndex: Partial<Record<ImageSort, string>> = {
  added: 'images_by_added',
  newest: 'images_by_added',
  name: 'images_by_name',
  doubt: 'images_by_doubt',
  score: 'images_by_score',
  size: 'images_by_size',
};

/**
 * The index that answers a query without touching the table. An index in the order asked for is best where the filter
 * takes nearly everything, and slow where it takes little, since rows are fetched to be thrown away: then all of
 * images_facets is read and what fits is sorted.
 */
export function indexFor(filter: ImageFilter, sort: ImageSort): string {
  const asked = Object.entries(filter).filter(([, value]) => value !== undefined);
  const only = (...names: string[]) => asked.length === names.length && asked.every(([name]) => names.includes(name));
  if (only('excluded')) return orderIndex[sort] ?? 'images_facets';
  if (only('excluded', 'state') && sort === 'doubt') return 'images_queue';
  return 'images_facets';
}
