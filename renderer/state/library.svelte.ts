import type { ImageDetails, ImageFilter, ImageSort } from '../../electron/contract/api/images';
import { PagedImages } from './paged-images.svelte';
import type { StudioState } from './studio.svelte';
import { t } from '../text/text.svelte';

/** The library as it is looked at: filter, order, the images near the eye, what is chosen. */
export class LibraryState {
  filter = $state.raw<ImageFilter>({ excluded: false });
  sort = $state<ImageSort>('added');
  /** Chosen images; kept by id, since places change. */
  selection = $state.raw<ReadonlySet<number>>(new Set());
  /** The place that the keyboard stands on. */
  cursor = $state(0);
  details = $state.raw<ImageDetails | null>(null);
  readonly images: PagedImages;
  #studio: StudioState;
  #anchor = 0;

  constructor(studio: StudioState) {
    this.#studio = studio;
    this.images = new PagedImages(
      (offset, limit) => studio.client.run('images.query', { filter: this.filter, sort: this.sort, offset, limit }),
      (error) => studio.report(t('failed.library'), error),
    );
    this.images.reset();
  }

  setFilter(change: ImageFilter): void {
    const next = { ...this.filter, ...change };
    this.filter = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined && value !== ''));
    this.#startAgain();
  }

  setSort(sort: ImageSort): void {
    this.sort = sort;
    this.#startAgain();
  }

  #startAgain(): void {
    this.selection = new Set();
    this.cursor = 0;
    this.images.reset();
  }

  /** @param how `only` this one, `toggle` it, or the `range` from the last one chosen */
  choose(index: number, how: 'only' | 'toggle' | 'range'): void {
    const image = this.images.at(index);
    if (!image) return;
    this.cursor = index;
    if (how === 'range') {
      const [from, to] = [Math.min(this.#anchor, index), Math.max(this.#anchor, index)];
      const ids = new Set<number>();
      for (let place = from; place <= to; place++) {
        const within = this.images.at(place);
        if (within) ids.add(within.id);
      }
      this.selection = ids;
    } else if (how === 'toggle') {
      const ids = new Set(this.selection);
      if (!ids.delete(image.id)) ids.add(image.id);
      this.selection = ids;
      this.#anchor = index;
    } else {
      this.selection = new Set([image.id]);
      this.#anchor = index;
    }
    void this.readDetails();
  }

  clearSelection(): void {
    this.selection = new Set();
    this.details = null;
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

  /** Leaves the chosen images out of review and datasets, or takes them in again. */
  async exclude(excluded: boolean): Promise<void> {
    const imageIds = [...this.selection];
    if (imageIds.length === 0) return;
    for (const imageId of imageIds) this.images.patch(imageId, { excluded });
    await this.#studio.attempt(t('failed.exclude'), () =>
      this.#studio.client.run('images.exclude', { imageIds, excluded }),
    );
    if (this.filter.excluded !== undefined) this.clearSelection();
    this.images.refresh();
    void this.readDetails();
  }
}
