import type { ImageDetails, ImageFilter, ImageSort, LibraryFacets } from '../../electron/contract/api/images';
import { keepView, recallView } from './kept-view';
import { everything, readLibraryView } from './library-view';
import type { LibraryView } from './library-view';
import { PagedImages } from './paged-images.svelte';
import type { StudioState } from './studio.svelte';
import { t } from '../text/text.svelte';

/** The library as it is looked at: filter, order, the images near the eye, what is chosen. */
export class LibraryState {
  filter = $state.raw<ImageFilter>(everything);
  sort = $state<ImageSort>('added');
  /** Chosen images; kept by id, since places change. */
  selection = $state.raw<ReadonlySet<number>>(new Set());
  /** The place that the keyboard stands on. */
  cursor = $state(0);
  details = $state.raw<ImageDetails | null>(null);
  facets = $state.raw<LibraryFacets | null>(null);
  /** Whether the filter asks for anything but what is shown at first. */
  narrowed = $derived(Object.keys(this.filter).length > 1 || this.filter.excluded !== false);
  size = $state(0);
  fit = $state<LibraryView['fit']>('cover');
  filtersOpen = $state(true);
  /** Where the grid begins: another object sends it there. */
  start = $state.raw({ place: 0 });
  /** Where it is scrolled to; no part of the page follows it. */
  place = 0;
  readonly images: PagedImages;
  #studio: StudioState;
  #anchor = 0;

  constructor(studio: StudioState) {
    this.#studio = studio;
    const kept = readLibraryView(recallView('library', studio.project?.id ?? ''));
    this.filter = kept.filter;
    this.sort = kept.sort;
    this.size = kept.size;
    this.fit = kept.fit;
    this.filtersOpen = kept.filtersOpen;
    this.cursor = kept.cursor;
    this.#anchor = kept.cursor;
    this.place = kept.place;
    this.start = { place: kept.place };
    this.selection = new Set(kept.selection);
    this.images = new PagedImages(
      (offset, limit) => studio.client.run('images.query', { filter: this.filter, sort: this.sort, offset, limit }),
      (error) => studio.report(t('failed.library'), error),
    );
    this.images.reset();
    if (this.selection.size === 1) void this.#checkSelection();
  }

  /** For a reload and the next visit. */
  keep(): void {
    const { filter, sort, place, cursor, size, fit, filtersOpen } = this;
    const view: LibraryView = { filter, sort, place, cursor, size, fit, filtersOpen, selection: [...this.selection] };
    keepView('library', this.#studio.project?.id ?? '', view);
  }

  /** Reads again what is looked at and what can be filtered by. */
  async refresh(): Promise<void> {
    this.images.refresh();
    await this.readFacets();
  }

  async readFacets(): Promise<void> {
    const facets = await this.#studio.attempt(t('failed.library'), () => this.#studio.client.run('images.facets', {}));
    if (facets) this.facets = facets;
  }

  setFilter(change: ImageFilter): void {
    const next = { ...this.filter, ...change };
    this.filter = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined && value !== ''));
    // Copies are judged beside each other.
    if (change.duplicates) this.sort = 'group';
    else if ('duplicates' in change && this.sort === 'group') this.sort = 'added';
    this.#startAgain();
  }

  clearFilter(): void {
    this.filter = everything;
    if (this.sort === 'group') this.sort = 'added';
    this.#startAgain();
  }

  setSort(sort: ImageSort): void {
    this.sort = sort;
    this.#startAgain();
  }

  #startAgain(): void {
    this.clearSelection();
    this.cursor = 0;
    this.place = 0;
    this.start = { place: 0 };
    this.images.reset();
  }

  /** @param how `only` this one, `toggle` it, or the `range` from the last one chosen */
  choose(index: number, how: 'only' | 'toggle' | 'range'): void {
    const image = this.images.at(index);
    if (!image) return;
    this.cursor = index;
    if (how === 'range') {
      void this.#chooseRange(Math.min(this.#anchor, index), Math.max(this.#anchor, index));
      return;
    }
    if (how === 'toggle') {
      const ids = new Set(this.selection);
      if (!ids.delete(image.id)) ids.add(image.id);
      this.selection = ids;
    } else {
      this.selection = new Set([image.id]);
    }
    this.#anchor = index;
    void this.readDetails();
  }

  async #chooseRange(from: number, to: number): Promise<void> {
    const near = Array.from({ length: to - from + 1 }, (_, place) => this.images.at(from + place)?.id);
    // Of a long range not every page is held.
    const ids = near.includes(undefined) ? (await this.#readIds())?.slice(from, to + 1) : near;
    if (!ids) return;
    this.selection = new Set(ids.filter((id) => id !== undefined));
    void this.readDetails();
  }

  async chooseAll(): Promise<void> {
    const ids = await this.#readIds();
    if (!ids) return;
    this.selection = new Set(ids);
    void this.readDetails();
  }

  async #readIds(): Promise<number[] | undefined> {
    const { filter, sort } = this;
    const answer = await this.#studio.attempt(t('failed.library'), () =>
      this.#studio.client.run('images.ids', { filter, sort }),
    );
    return answer?.imageIds;
  }

  /** A photo that was chosen when the view was kept may be gone. */
  async #checkSelection(): Promise<void> {
    const [imageId] = this.selection;
    const details = await this.#studio.client.run('images.get', { imageId: imageId! }).catch(() => null);
    if (!this.selection.has(imageId!)) return;
    if (details) this.details = details;
    else this.clearSelection();
  }

  clearSelection(): void {
    this.selection = new Set();
    this.details = null;
  }

  /** Shows a change of the one chosen photo at once, ahead of the next reading. */
  patchDetails(change: Partial<ImageDetails>): void {
    if (this.details) this.details = { ...this.details, ...change };
  }

  async readDetails(): Promise<void> {
    const [imageId, ...more] = this.selection;
    if (imageId === undefined || more.length > 0) {
      this.details = null;
      return;
    }
    const details = await this.#studio.attempt(t('failed.image'), () =>
      this.#studio.client.run('images.get', { imageId }),
    );
    if (details && this.selection.has(details.id)) this.details = details;
  }
}
