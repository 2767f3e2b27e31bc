import type { Result } from '../../electron/contract/api';
import type { DatasetOptions, DatasetSummary } from '../../electron/contract/api/datasets';
import type { StudioState } from './studio.svelte';
import { t } from '../text/text.svelte';

export type DatasetPreview = Result<'datasets.preview'>;

const restMs = 180;
const tilesShown = 240;

/** What a freeze would take, as the options change, and the datasets that are frozen. */
export class DatasetsState {
  options = $state.raw<DatasetOptions>({
    category: 'outfit',
    margin: 0.04,
    minimumSize: 64,
    imageSize: 64,
    framing: 'pad',
  });
  name = $state('');
  preview = $state.raw<DatasetPreview | null>(null);
  looking = $state(false);
  list = $state.raw<readonly DatasetSummary[]>([]);
  /** A frozen dataset whose contact sheet is shown in place of the live one. */
  openName = $state<string | null>(null);
  opened = $derived(this.list.find((dataset) => dataset.name === this.openName) ?? null);
  #studio: StudioState;
  #waiting: ReturnType<typeof setTimeout> | null = null;
  #generation = 0;

  constructor(studio: StudioState) {
    this.#studio = studio;
  }

  async load(): Promise<void> {
    await Promise.all([this.readPreview(), this.readList()]);
  }

  async readList(): Promise<void> {
    const list = await this.#studio.attempt(t('failed.datasets'), () => this.#studio.client.run('datasets.list', {}));
    if (list) this.list = [...list].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  }

  change(change: Partial<DatasetOptions>): void {
    this.options = { ...this.options, ...change };
    this.openName = null;
    if (this.#waiting) clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => void this.readPreview(), restMs);
  }

  async readPreview(): Promise<void> {
    const generation = ++this.#generation;
    this.looking = true;
    const preview = await this.#studio.attempt(t('failed.preview'), () =>
      this.#studio.client.run('datasets.preview', { ...this.options, tiles: tilesShown }),
    );
    if (generation !== this.#generation) return;
    this.looking = false;
    if (preview) this.preview = preview;
  }

  /** Packs the crops into a dataset that never changes again. @returns its name */
  async freeze(): Promise<string | undefined> {
    const name = this.name.trim();
    const frozen = await this.#studio.attempt(t('failed.freeze'), () =>
      this.#studio.client.run('datasets.freeze', { ...this.options, ...(name ? { name } : {}) }),
    );
    if (!frozen) return undefined;
    this.name = '';
    await this.readList();
    if (frozen.problems.length > 0) {
      const first = frozen.problems[0];
      this.#studio.notices.error(
        t('failed.leftOut', { count: frozen.problems.length }),
        first ? `${first.path}: ${first.message}` : '',
        null,
        frozen.problems.map((problem) => `${problem.path}: ${problem.code} ${problem.message}`).join('\n'),
      );
    }
    return frozen.name;
  }
}

/** What a count of pictures is good for, as a key of the texts. */
export function adviceFor(count: number): 'none' | 'few' | 'some' | 'good' | 'many' {
  if (count === 0) return 'none';
  if (count < 100) return 'few';
  if (count < 500) return 'some';
  return count < 3000 ? 'good' : 'many';
}
