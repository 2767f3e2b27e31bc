import type { LibraryState } from './library.svelte';
import type { StudioState } from './studio.svelte';
import { t } from '../text/text.svelte';

/** What is done to the chosen photos, each of it with a way back. */
export class LibraryActions {
  /** The last action's way back, for Ctrl+Z; null where there is none. */
  undo = $state.raw<(() => Promise<void>) | null>(null);
  #studio: StudioState;
  #library: LibraryState;

  constructor(studio: StudioState, library: LibraryState) {
    this.#studio = studio;
    this.#library = library;
  }

  /** Leaves the chosen images out of review and datasets, or takes them in again. */
  async exclude(excluded: boolean): Promise<void> {
    const imageIds = [...this.#library.selection];
    if (imageIds.length === 0) return;
    for (const imageId of imageIds) this.#library.images.patch(imageId, { excluded });
    this.#library.patchDetails({ excluded });
    const changed = await this.#studio.attempt(t('failed.exclude'), () =>
      this.#studio.client.run('images.exclude', { imageIds, excluded }),
    );
    if (this.#library.filter.excluded !== undefined) this.#library.clearSelection();
    await this.#readAgain();
    if (!changed || changed.changed === 0) return;
    this.#offer(t(excluded ? 'done.excluded' : 'done.included', { count: changed.changed }), () =>
      this.#studio.client.run('images.exclude', { imageIds: changed.imageIds, excluded: !excluded }),
    );
  }

  /** Excludes all copies of a picture but the best. */
  async keepBest(): Promise<void> {
    const kept = await this.#studio.attempt(t('failed.exclude'), () => this.#studio.client.run('images.keepBest', {}));
    if (!kept) return;
    this.#library.clearFilter();
    await this.#readAgain();
    this.#offer(
      t('done.keptBest', { count: kept.excluded.length }),
      () => this.#studio.client.run('images.exclude', { imageIds: kept.excluded, excluded: false }),
      t('done.keptBestText'),
    );
  }

  async tag(add: readonly string[], remove: readonly string[] = []): Promise<void> {
    const imageIds = [...this.#library.selection];
    if (imageIds.length === 0) return;
    const own = this.#library.details?.tags ?? [];
    this.#library.patchDetails({ tags: [...own.filter((tag) => !remove.includes(tag)), ...add.filter((tag) => !own.includes(tag))] }); // prettier-ignore
    const change = await this.#studio.attempt(t('failed.tag'), () =>
      this.#studio.client.run('images.tag', { imageIds, add: [...add], remove: [...remove] }),
    );
    await this.#readAgain();
    if (!change) return;
    const count = Math.max(
      ...[...Object.values(change.added), ...Object.values(change.removed)].map((ids) => ids.length),
      0,
    );
    if (count === 0) return;
    const tag = [...add, ...remove].join(', ');
    this.#offer(t(add.length > 0 ? 'done.tagged' : 'done.untagged', { count, tag }), async () => {
      for (const [name, ids] of Object.entries(change.added))
        await this.#studio.client.run('images.tag', { imageIds: ids, remove: [name] });
      for (const [name, ids] of Object.entries(change.removed))
        await this.#studio.client.run('images.tag', { imageIds: ids, add: [name] });
    });
  }

  /** Says where a folder of missing photos is now. @returns whether some were found there */
  async relocate(from: string, to: string): Promise<boolean> {
    this.#studio.notices.withdraw(t('failed.relocate'));
    const moved = await this.#studio.attempt(t('failed.relocate'), () =>
      this.#studio.client.run('images.relocate', { from, to }),
    );
    await this.#readAgain();
    if (!moved) return false;
    const left = moved.images - moved.found;
    this.#studio.notices.info(
      t('relocate.done', { count: moved.found }),
      left > 0 ? t('relocate.left', { count: left }) : '',
    );
    return true;
  }

  #offer(title: string, back: () => Promise<unknown>, message = ''): void {
    const undo = async () => {
      if (this.undo === undo) this.undo = null;
      this.#studio.notices.dismiss(notice);
      await this.#studio.attempt(t('failed.undo'), back);
      await this.#readAgain();
    };
    this.undo = undo;
    const notice = this.#studio.notices.info(title, message, { label: t('action.undo'), run: () => void undo() });
  }

  async #readAgain(): Promise<void> {
    await this.#library.refresh();
    await this.#library.readDetails();
  }
}
