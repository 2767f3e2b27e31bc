import type { Api } from '../../electron/contract/api';
import type { ImageFilter } from '../../electron/contract/api/images';
import { StudioError } from '../../electron/contract/errors';
import type { Handlers } from '../../electron/contract/method';
import { categories } from '../../electron/contract/words';
import type { Category } from '../../electron/contract/words';
import { summaryOf } from './scripted-images';
import type { ScriptedImage } from './scripted-images';
import type { ScriptedStudio } from './scripted-studio';

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/'));
const has = (image: ScriptedImage, category: Category) =>
  (image.touched ? image.boxes : image.proposals).some((box) => box.category === category);

function fits(image: ScriptedImage, filter: ImageFilter): boolean {
  const side = Math.min(image.width, image.height);
  const score = image.bestScore;
  return (
    (filter.state === undefined || image.state === filter.state) &&
    (filter.excluded === undefined || image.excluded === filter.excluded) &&
    (filter.text === undefined || image.path.toLowerCase().includes(filter.text.toLowerCase())) &&
    (filter.category === undefined || has(image, filter.category)) &&
    (filter.tag === undefined || image.tags.includes(filter.tag)) &&
    (filter.folder === undefined || image.path.startsWith(`${filter.folder}/`)) &&
    (filter.minScore === undefined || (score !== null && score >= filter.minScore)) &&
    (filter.maxScore === undefined || (score !== null && score <= filter.maxScore)) &&
    (filter.minSide === undefined || side >= filter.minSide) &&
    (filter.maxSide === undefined || side <= filter.maxSide) &&
    (filter.duplicates === undefined || image.duplicates > 0) &&
    (filter.missing === undefined || image.missing)
  );
}

type Answered =
  | 'images.query'
  | 'images.get'
  | 'images.ids'
  | 'images.facets'
  | 'images.exclude'
  | 'images.tag'
  | 'images.keepBest'
  | 'images.findDuplicates'
  | 'images.checkFiles'
  | 'images.relocate'
  | 'images.problems'
  | 'images.forgetProblems';

/** Looking through a library of invented photos, and marking them. */
export function libraryHandlers(studio: ScriptedStudio): Pick<Handlers<Api>, Answered> {
  const kept = () => studio.images.filter((image) => !image.excluded);
  const found = (filter: ImageFilter, sort: string) => {
    const images = studio.images.filter((image) => fits(image, filter));
    if (sort === 'doubt') images.sort((a, b) => (b.doubt ?? -1) - (a.doubt ?? -1));
    if (sort === 'newest') images.reverse();
    if (sort === 'score') images.sort((a, b) => (a.bestScore ?? -1) - (b.bestScore ?? -1));
    if (sort === 'name') images.sort((a, b) => a.name.localeCompare(b.name));
    if (sort === 'size') images.sort((a, b) => b.width * b.height - a.width * a.height);
    if (sort === 'group') images.sort((a, b) => (a.duplicateGroup ?? 0) - (b.duplicateGroup ?? 0));
    return images;
  };
  const exclude = (imageIds: readonly number[], excluded: boolean) => {
    const changed = imageIds.filter((id) => studio.image(id).excluded !== excluded);
    for (const id of changed) studio.image(id).excluded = excluded;
    for (const image of studio.images) {
      const takes = kept().filter((other) => other !== image && other.duplicateGroup === image.duplicateGroup);
      image.duplicates = image.duplicateGroup === null ? 0 : takes.length;
    }
    studio.changed();
    return changed;
  };
  return {
    'images.query': ({ filter, sort, offset, limit }) => {
      const images = found(filter, sort);
      return { total: images.length, items: images.slice(offset, offset + limit).map(summaryOf) };
    },
    'images.get': ({ imageId }) => studio.image(imageId),
    'images.ids': ({ filter, sort }) => ({ imageIds: found(filter, sort).map((image) => image.id) }),
    'images.facets': () => {
      const count = (test: (image: ScriptedImage) => boolean) => kept().filter(test).length;
      const tally = (names: readonly string[]) => {
        const sorted = [...new Set(names)].sort();
        return sorted.map((name) => ({ name, count: names.filter((other) => other === name).length }));
      };
      const missing = kept().filter((image) => image.missing);
      return {
        categories: Object.fromEntries(
          categories.map((category) => [category, count((image) => has(image, category))]),
        ) as Record<Category, number>,
        tags: tally(kept().flatMap((image) => image.tags)).map(({ name, count }) => ({ tag: name, count })),
        folders: tally(kept().map((image) => folderOf(image.path))).map(({ name, count }) => ({ folder: name, count })),
        duplicates: count((image) => image.duplicates > 0),
        missing: missing.length,
        missingFolders: missing[0] ? [{ folder: folderOf(missing[0].path), count: missing.length }] : [],
        problems: studio.problems.length,
      };
    },
    'images.exclude': ({ imageIds, excluded }) => {
      const changed = exclude(imageIds, excluded);
      return { changed: changed.length, imageIds: changed };
    },
    'images.tag': ({ imageIds, add, remove }) => {
      const change = (tags: readonly string[], one: (image: ScriptedImage, tag: string) => boolean) =>
        Object.fromEntries(tags.map((tag) => [tag, imageIds.filter((id) => one(studio.image(id), tag))]));
      const added = change(add, (image, tag) => {
        if (image.tags.includes(tag)) return false;
        image.tags = [...image.tags, tag].sort();
        return true;
      });
      const removed = change(remove, (image, tag) => {
        if (!image.tags.includes(tag)) return false;
        image.tags = image.tags.filter((other) => other !== tag);
        return true;
      });
      studio.changed();
      return { added, removed };
    },
    'images.keepBest': () => ({
      excluded: exclude(
        kept().flatMap((image) => (image.duplicates > 0 && image.id !== image.duplicateGroup ? [image.id] : [])),
        true,
      ),
    }),
    'images.findDuplicates': () => ({ groups: 0, images: 0 }),
    'images.checkFiles': () => ({
      checked: studio.images.length,
      missing: studio.images.filter((image) => image.missing).length,
    }),
    'images.relocate': ({ from, to }) => {
      const moved = studio.images.filter((image) => image.path.startsWith(from));
      if (moved.length === 0 || to.endsWith('Desktop'))
        throw new StudioError('not-found', `None of the ${moved.length} photos from ${from} is in ${to}.`);
      for (const image of moved) Object.assign(image, { path: to + image.path.slice(from.length), missing: false });
      studio.changed();
      return { images: moved.length, found: moved.length };
    },
    'images.problems': () => ({ total: studio.problems.length, problems: studio.problems }),
    'images.forgetProblems': ({ paths }) => {
      studio.problems = paths ? studio.problems.filter(({ path }) => !paths.includes(path)) : [];
      studio.changed();
      return {};
    },
  };
}
