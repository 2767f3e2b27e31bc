import type { ExportKind, WrittenFile } from '../../electron/contract/api/gallery';
import type { Params } from '../../electron/contract/api';
import { t } from '../text/text.svelte';
import type { StudioState } from './studio.svelte';

/** What has been written, to be shown and fetched. */
export interface Exported {
  what: ExportKind | 'comparison';
  file: string;
  pixels: string | null;
}

/** Files for other programs and people, one at a time. */
export class ExportingState {
  busy = $state(false);
  done = $state.raw<Exported | null>(null);
  #studio: StudioState;

  constructor(studio: StudioState) {
    this.#studio = studio;
  }

  async write(what: ExportKind, params: Omit<Params<'gallery.export'>, 'what'>): Promise<void> {
    await this.#write(what, () => this.#studio.client.run('gallery.export', { ...params, what }));
  }

  /** Real and generated, side by side. */
  async compare(params: Params<'gallery.compare'>): Promise<void> {
    await this.#write('comparison', () => this.#studio.client.run('gallery.compare', params));
  }

  async #write(what: Exported['what'], work: () => Promise<WrittenFile>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const written = await this.#studio.attempt(t('failed.exportLooks'), work);
    this.busy = false;
    if (written) this.done = { what, ...written };
  }
}
