import type {
  CropFlaw,
  DatasetOptions,
  DatasetPreview,
  DatasetSummary,
  PreviewTile,
} from '../../electron/contract/api/datasets';
import type { StudioState } from './studio.svelte';
import { sayText, t } from '../text/text.svelte';

/** Which crops the live sheet shows: all of them, or those that something is said of. */
export type SheetShown = 'all' | CropFlaw | 'leftOut';

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
  shown = $state<SheetShown>('all');
  preview = $state.raw<DatasetPreview | null>(null);
  looking = $state(false);
  list = $state.raw<readonly DatasetSummary[]>([]);
  /** A frozen dataset whose contact sheet is shown in place of the live one. */
  openName = $state<string | null>(null);
  opened = $derived(this.list.find((dataset) => dataset.name === this.openName) ?? null);
  #studio: StudioState;
  #waiting: ReturnType<typeof setTimeout> | null = null;
  #generation = 0;
  /** Crops that were asked to be examined: not again when some of them cannot be. */
  #examined = '';

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

  show(shown: SheetShown): void {
    this.shown = shown;
    this.openName = null;
    void this.readPreview();
  }

  async readPreview(): Promise<void> {
    const generation = ++this.#generation;
    this.looking = true;
    const { options, shown } = this;
    const preview = await this.#studio.attempt(t('failed.preview'), () =>
      this.#studio.client.run('datasets.preview', {
        ...options,
        tiles: tilesShown,
        ...(shown === 'all' ? {} : { only: shown }),
      }),
    );
    if (generation !== this.#generation) return;
    this.looking = false;
    if (!preview) return;
    this.preview = preview;
    // What was looked for is gone: the whole sheet again.
    if (shown !== 'all' && preview.tiles.length === 0) this.show('all');
    void this.#examine(preview);
  }

  /** Near copies and blur are found by looking at every crop: in the background, once. */
  async #examine({ unexamined, count, leftOut }: DatasetPreview): Promise<void> {
    const { category, margin, minimumSize } = this.options;
    const key = JSON.stringify([category, margin, minimumSize, count + leftOut]);
    if (unexamined === 0 || this.#examined === key || this.#studio.jobs.running('datasets.examine')) return;
    this.#examined = key;
    await this.#studio.attempt(t('failed.preview'), () =>
      this.#studio.client.run('datasets.examine', { category, margin, minimumSize }),
    );
    await this.readPreview();
  }

  /** Takes one crop out of the datasets to come, or in again. It stays in its place on the sheet. */
  async toggle(tile: PreviewTile): Promise<void> {
    const { annotationId, leftOut } = tile;
    const patched = this.preview?.tiles.map((known) =>
      known.annotationId === annotationId ? { ...known, leftOut: !leftOut } : known,
    );
    if (this.preview && patched) this.preview = { ...this.preview, tiles: patched };
    await this.#studio.attempt(t('failed.leaveOut'), () =>
      this.#studio.client.run('datasets.leaveOut', { annotationIds: [annotationId], leftOut: !leftOut }),
    );
    await this.#readNumbers();
  }

  /** The counts alone: crops that were just taken out stay on the sheet, to be taken back. */
  async #readNumbers(): Promise<void> {
    const generation = ++this.#generation;
    const numbers = await this.#studio.attempt(t('failed.preview'), () =>
      this.#studio.client.run('datasets.preview', { ...this.options, tiles: 0 }),
    );
    if (generation !== this.#generation || !numbers || !this.preview) return;
    this.preview = { ...numbers, tiles: this.preview.tiles };
  }

  /** The remedy for a warning: every crop with a flaw is left out. */
  async leaveOut(flaw: CropFlaw): Promise<void> {
    const changed = await this.#studio.attempt(t('failed.leaveOut'), () =>
      this.#studio.client.run('datasets.leaveOut', { flaw, options: this.options }),
    );
    await this.readPreview();
    if (!changed) return;
    this.#studio.notices.info(t('dataset.leftOutDone', { count: changed.annotationIds.length }), '', {
      label: t('action.undo'),
      run: () => void this.#takeBack(changed.annotationIds),
    });
  }

  async #takeBack(annotationIds: string[]): Promise<void> {
    await this.#studio.attempt(t('failed.leaveOut'), () =>
      this.#studio.client.run('datasets.leaveOut', { annotationIds, leftOut: false }),
    );
    await this.readPreview();
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
        first ? sayText(first.said, first.message) : '',
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
