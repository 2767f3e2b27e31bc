import type { Project } from './project';

/** Tags of images, in the order of their names. Images without one are left out. */
export function readTags(project: Project, imageIds: readonly number[]): Map<number, string[]> {
  const rows = project.database.all<{ image_id: number; name: string }>(
    `SELECT image_id, name FROM image_tags JOIN tags ON tags.id = tag_id
     WHERE image_id IN (SELECT value FROM json_each(?)) ORDER BY name COLLATE NOCASE`,
    JSON.stringify(imageIds),
  );
  const tags = new Map<number, string[]>();
  for (const { image_id, name } of rows) tags.set(image_id, [...(tags.get(image_id) ?? []), name]);
  return tags;
}

/** Every tag with the images that have it and are not excluded. */
export function countTags(project: Project): { tag: string; count: number }[] {
  return project.database.all<{ tag: string; count: number }>(
    `SELECT tags.name AS tag, count(images.id) AS count FROM tags
     JOIN image_tags ON tag_id = tags.id LEFT JOIN images ON images.id = image_id AND images.excluded = 0
     GROUP BY tags.id ORDER BY tags.name COLLATE NOCASE`,
  );
}

export type TagChange = Record<string, number[]>;

/**
 * Adds and removes tags of images. A tag is written as it was first; upper and lower case are the same.
 *
 * @returns what changed, by tag: adding `removed` and removing `added` undoes it
 */
export function tagImages(
  project: Project,
  { imageIds, add, remove }: { imageIds: readonly number[]; add: readonly string[]; remove: readonly string[] },
): { added: TagChange; removed: TagChange } {
  const { database } = project;
  const change = (names: readonly string[], one: (tagId: number, imageId: number) => number): TagChange =>
    Object.fromEntries(
      names.flatMap((given) => {
        const tag = database.get<{ id: number; name: string }>('SELECT id, name FROM tags WHERE name = ?', given);
        if (!tag) return [];
        return [[tag.name, imageIds.filter((imageId) => one(tag.id, imageId) > 0)]];
      }),
    );
  return database.transaction(() => {
    for (const name of add) database.run('INSERT OR IGNORE INTO tags (name) VALUES (?)', name);
    const added = change(
      add,
      (tagId, imageId) =>
        database.run('INSERT OR IGNORE INTO image_tags SELECT ?, id FROM images WHERE id = ?', tagId, imageId).changes,
    );
    const removed = change(
      remove,
      (tagId, imageId) =>
        database.run('DELETE FROM image_tags WHERE tag_id = ? AND image_id = ?', tagId, imageId).changes,
    );
    database.run('DELETE FROM tags WHERE id NOT IN (SELECT tag_id FROM image_tags)');
    return { added, removed };
  });
}
