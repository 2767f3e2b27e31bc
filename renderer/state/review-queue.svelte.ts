import type { ImageFilter, ImageSummary } from '../../electron/contract/api/images';
import type { StudioState } from './studio.svelte';
import { t } from '../text/text.svelte';

export type QueueKind = 'open' | 'reviewed' | 'all';

const readAtOnce = 100;
/** An image that lies farther back is put first: reading all before it would take longer than the eye waits. */
const farthestRead = 2000;
/** The next images are asked for when this many are left ahead. */
const readAhead = 30;

/**
 * The images to go through, most doubtful first. What was read stays in its place, so that an accepted image does not
 * vanish under the hand; later pages are asked for by what still matches.
 */
export class ReviewQueue {
  items = $state.raw<readonly ImageSummary[]>([]);
  index = $state(0);
  kind = $state<QueueKind>('open');
  total = $state(0);
  loaded = $state(false);
  current = $derived(this.items[this.index]);
  /** Images of the queue that still need a look. */
  left = $derived(this.items.filter((item) => item.state === 'detected').length);
  #studio: StudioState;
  #reading: Promise<void> | null = null;
  #complete = false;
  #generation = 0;

  constructor(studio: StudioState) {
    this.#studio = studio;
  }

  #matches(image: ImageSummary): boolean {
    if (this.kind === 'open') return image.state === 'detected';
    return this.kind === 'all' || image.state === 'reviewed';
  }

  /**
   * Starts again with another kind of queue.
   *
   * @param imageId the image to stand on
   * @param isAsked an image that is not in this queue is put first; otherwise the queue begins at its beginning then
   */
  async open(kind: QueueKind, imageId: number | null = null, isAsked = true): Promise<void> {
    this.#generation++;
    this.kind = kind;
    this.items = [];
    this.index = 0;
    this.#complete = false;
    this.#reading = null;
    await this.more();
    if (imageId === null) return;
    const place = await this.#find(imageId);
    if (place !== null) this.index = place;
    else if (isAsked) {
      const image = await this.#studio.attempt(t('failed.image'), () =>
        this.#studio.client.run('images.get', { imageId }),
      );
      if (image) this.items = [image, ...this.items];
    }
  }

  /** Reads on until the image is there. @returns null where it is not in this queue, or too far back */
  async #find(imageId: number): Promise<number | null> {
    const among = () => this.items.findIndex((item) => item.id === imageId);
    if (among() >= 0) return among();
    const { imageIds } = await this.#studio.client
      .run('images.ids', { filter: this.#filter(), sort: 'doubt' })
      .catch(() => ({ imageIds: [] as number[] }));
    const place = imageIds.indexOf(imageId);
    if (place < 0 || place > farthestRead) return null;
    for (let read = -1; this.items.length <= place && this.items.length > read;) {
      read = this.items.length;
      await this.more();
    }
    return among() >= 0 ? among() : null;
  }

  #filter(): ImageFilter {
    const state = this.kind === 'open' ? 'detected' : 'reviewed';
    return this.kind === 'all' ? { excluded: false } : { excluded: false, state };
  }

  async more(): Promise<void> {
    this.#reading ??= this.#read().finally(() => (this.#reading = null));
    await this.#reading;
  }

  /** More images may fit than when the end was reached: a detection goes on. Those not known yet go to the end. */
  async extend(): Promise<void> {
    await this.#reading;
    this.#complete = false;
    this.#reading ??= this.#read(0).finally(() => (this.#reading = null));
    await this.#reading;
  }

  async #read(from?: number): Promise<void> {
    if (this.#complete) return;
    const generation = this.#generation;
    const offset = from ?? this.items.filter((item) => this.#matches(item)).length;
    const page = await this.#studio.attempt(t('failed.queue'), () =>
      this.#studio.client.run('images.query', { filter: this.#filter(), sort: 'doubt', offset, limit: readAtOnce }),
    );
    if (generation !== this.#generation) return;
    this.loaded = true;
    if (!page) return;
    this.total = page.total;
    const known = new Set(this.items.map((item) => item.id));
    this.items = [...this.items, ...page.items.filter((item) => !known.has(item.id))];
    this.#complete = page.items.length < readAtOnce;
  }

  go(index: number): void {
    this.index = Math.min(Math.max(index, 0), Math.max(this.items.length - 1, 0));
    if (this.items.length - this.index < readAhead) void this.more();
  }

  /** On to the next image that still needs a look; stays where there is none. @returns whether there was one */
  async advance(): Promise<boolean> {
    // At once where the next one is known: what comes after it is asked for behind it.
    if (this.#goTo(this.#nextPlace())) return true;
    await this.more();
    if (this.#goTo(this.#nextPlace() ?? this.#firstPlace())) return true;
    if (this.kind !== 'open') return false;
    await this.extend();
    return this.#goTo(this.#nextPlace() ?? this.#firstPlace());
  }

  /** What {@link advance} goes on to, where that is known already. */
  get next(): ImageSummary | undefined {
    return this.items[this.#nextPlace() ?? -1];
  }

  #isOpen(image: ImageSummary): boolean {
    return this.kind !== 'open' || image.state === 'detected';
  }

  #nextPlace(): number | null {
    const place = this.items.findIndex((item, at) => at > this.index && this.#isOpen(item));
    return place < 0 ? null : place;
  }

  /** Round to those that were passed over. */
  #firstPlace(): number | null {
    const place = this.kind === 'open' ? this.items.findIndex((item) => this.#isOpen(item)) : -1;
    return place < 0 || place === this.index ? null : place;
  }

  #goTo(place: number | null): boolean {
    if (place !== null) this.go(place);
    return place !== null;
  }

  patch(imageId: number, change: Partial<ImageSummary>): void {
    this.items = this.items.map((item) => (item.id === imageId ? { ...item, ...change } : item));
  }
}
