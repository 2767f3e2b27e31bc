import { ImageFilter, ImageSort } from '../../electron/contract/api/images';

/** How the library is looked at: what a reload brings back. */
export interface LibraryView {
  filter: ImageFilter;
  sort: ImageSort;
  /** The photo at the top left, by its place in the list; a fraction where its row is partly scrolled away. */
  place: number;
  cursor: number;
  selection: readonly number[];
  /** Least width of a photo in a window of usual size, in pixels. */
  size: number;
  fit: 'cover' | 'contain';
  filtersOpen: boolean;
}

/** What is shown when nothing was asked for. */
export const everything: ImageFilter = { excluded: false };
export const sizes = { least: 84, usual: 168, most: 360 } as const;
/** A selection beyond this is not kept: it is made again by its filter. */
const keptSelection = 10_000;

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** A view that was kept, part by part; what does not fit is as at first. */
export function readLibraryView(kept: unknown): LibraryView {
  const view = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<keyof LibraryView, unknown>;
  const selection = Array.isArray(view.selection) ? view.selection.filter(isNumber) : [];
  const place = isNumber(view.place) ? view.place : 0;
  return {
    filter: ImageFilter.safeParse(view.filter).data ?? everything,
    sort: ImageSort.safeParse(view.sort).data ?? 'added',
    place,
    cursor: isNumber(view.cursor) ? Math.max(Math.floor(view.cursor), 0) : 0,
    selection: selection.length > keptSelection ? [] : selection,
    size: isNumber(view.size) ? Math.min(Math.max(view.size, sizes.least), sizes.most) : sizes.usual,
    fit: view.fit === 'contain' ? 'contain' : 'cover',
    filtersOpen: view.filtersOpen !== false,
  };
}
