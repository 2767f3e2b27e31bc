import type { ImageSummary } from '../../electron/contract/api/images';

export interface ImagePage {
  total: number;
  items: readonly ImageSummary[];
}

export type QueryPage = (offset: number, limit: number) => Promise<ImagePage>;

export const pageSize = 200;
/** Pages kept in memory: 4,800 images, whatever the library holds. */
const keptPages = 24;

/** A list of images of any length, of which only the pages near the eye are held. */
export class PagedImages {
  total = $state(0);
  /** False until the first page has come. */
  loaded = $state(false);
  #version = $state(0);
  #pages = new Map<number, readonly ImageSummary[]>();
  #asked = new Set<number>();
  #generation = 0;
  #first = 0;
  #last = 0;
  #query: QueryPage;
  #onError: (error: unknown) => void;

  constructor(query: QueryPage, onError: (error: unknown) => void) {
    this.#query = query;
    this.#onError = onError;
  }

  /** The image at a place of the list; undefined while its page is under way. */
  at(index: number): ImageSummary | undefined {
    void this.#version;
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  /** Sees to it that these places are there, and one page ahead on each side. */
  show(first: number, last: number): void {
    this.#first = first;
    this.#last = last;
    const from = Math.max(Math.floor(first / pageSize) - 1, 0);
    const to = Math.floor(last / pageSize) + 1;
    for (let page = from; page <= to; page++) {
      if (page === 0 || page * pageSize < this.total) this.#load(page);
    }
    this.#forget(from, to);
  }

  /** Another filter or order: nothing of what is held is worth keeping. */
  reset(): void {
    this.#generation++;
    this.#pages.clear();
    this.#asked.clear();
    this.loaded = false;
    this.#version++;
    this.#load(0);
  }

  /** The same list, read again where it is looked at; what is shown stays until the answer comes. */
  refresh(): void {
    this.#generation++;
    this.#asked.clear();
    const from = Math.floor(this.#first / pageSize);
    const to = Math.floor(this.#last / pageSize);
    for (const page of this.#pages.keys()) if (page < from || page > to) this.#pages.delete(page);
    for (let page = from; page <= to; page++) this.#load(page, true);
  }

  /** Shows a change at once, ahead of the next reading. */
  patch(imageId: number, change: Partial<ImageSummary>): void {
    for (const [page, items] of this.#pages) {
      if (items.some((item) => item.id === imageId)) {
        this.#pages.set(
          page,
          items.map((item) => (item.id === imageId ? { ...item, ...change } : item)),
        );
        this.#version++;
        return;
      }
    }
  }

  #load(page: number, again = false): void {
    if (this.#asked.has(page) || (this.#pages.has(page) && !again)) return;
    this.#asked.add(page);
    const generation = this.#generation;
    this.#query(page * pageSize, pageSize).then(
      (answer) => {
        if (generation !== this.#generation) return;
        this.#asked.delete(page);
        this.#pages.set(page, answer.items);
        this.total = answer.total;
        this.loaded = true;
        this.#version++;
      },
      (error: unknown) => {
        if (generation !== this.#generation) return;
        this.#asked.delete(page);
        this.loaded = true;
        this.#onError(error);
      },
    );
  }

  #forget(from: number, to: number): void {
    if (this.#pages.size <= keptPages) return;
    const middle = (from + to) / 2;
    const farthest = [...this.#pages.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const page of farthest.slice(0, this.#pages.size - keptPages)) this.#pages.delete(page);
  }
}
