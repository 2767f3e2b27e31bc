import type { ExportKind } from '../../electron/contract/api/gallery';
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

  async write(what: Exported['what'], params: Omit<Params<'gallery.export'>, 'what'>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const { client } = this.#studio;
    const { run, checkpoint, truncation, seed } = params;
    const written = await this.#studio.attempt(t('failed.exportLooks'), () =>
      what === 'comparison'
        ? client.run('gallery.compare', { run, checkpoint, truncation, seed })
        : client.run('gallery.export', { ...params, what }),
    );
    this.busy = false;
    if (written) this.done = { what, ...written };
  }
}
