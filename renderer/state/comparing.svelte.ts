import type { Look } from '../../electron/contract/api/gallery';
import type { RunSummary } from '../../electron/contract/training';
import type { DatasetSummary } from '../../electron/contract/api/datasets';
import type { StudioState } from './studio.svelte';
import { t } from '../text/text.svelte';

export interface SavedPicture {
  file: string;
  pixels: string | null;
}

/** Looks of one run beside the crops that it learned from. */
export class ComparingState {
  runs = $state.raw<readonly RunSummary[]>([]);
  datasets = $state.raw<readonly DatasetSummary[]>([]);
  loaded = $state(false);
  runId = $state<string | null>(null);
  count = $state(64);
  seed = $state(1);
  looks = $state.raw<readonly Look[]>([]);
  generating = $state(false);
  done = $state(0);
  /** A picture is being drawn. */
  drawing = $state(false);
  picture = $state.raw<SavedPicture | null>(null);
  curve = $state.raw<SavedPicture | null>(null);
  run = $derived(this.runs.find((run) => run.id === this.runId) ?? null);
  dataset = $derived(this.datasets.find((dataset) => dataset.name === this.run?.dataset) ?? null);
  #studio: StudioState;
  #stop = new AbortController();

  constructor(studio: StudioState) {
    this.#studio = studio;
  }

  async load(runId: string | null): Promise<void> {
    await this.#studio.attempt(t('failed.runs'), async () => {
      const { client } = this.#studio;
      [this.runs, this.datasets] = await Promise.all([client.run('runs.list', {}), client.run('datasets.list', {})]);
    });
    this.loaded = true;
    const usable = this.runs.find((run) => run.step > 0);
    const wanted = this.runs.find((run) => run.id === runId) ?? usable;
    if (wanted) await this.open(wanted.id);
  }

  async open(runId: string): Promise<void> {
    this.runId = runId;
    this.looks = [];
    this.picture = null;
    this.curve = null;
    if (this.run && this.run.step > 0) await this.generate();
  }

  async generate(): Promise<void> {
    const run = this.runId;
    if (run === null) return;
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.generating = true;
    this.done = 0;
    const { count, seed } = this;
    const answer = await this.#studio.attempt(t('failed.generate'), () =>
      this.#studio.client.run(
        'gallery.generate',
        { run, count, seed },
        { signal, onProgress: ({ done }) => (this.done = done) },
      ),
    );
    if (signal.aborted) return;
    this.generating = false;
    if (answer && this.runId === run) this.looks = answer.looks;
  }

  async shuffle(): Promise<void> {
    this.seed = crypto.getRandomValues(new Uint32Array(1))[0]! % 1_000_000;
    await this.generate();
  }

  /** The article's picture, real at the left and generated at the right, as a PNG file. */
  async savePicture(): Promise<void> {
    const run = this.runId;
    if (run === null) return;
    const { seed } = this;
    this.drawing = true;
    const picture = await this.#studio.attempt(t('failed.picture'), () =>
      this.#studio.client.run('gallery.compare', { run, seed }),
    );
    this.drawing = false;
    if (picture) this.picture = picture;
  }

  async saveCurve(): Promise<void> {
    const run = this.runId;
    if (run === null) return;
    this.drawing = true;
    const curve = await this.#studio.attempt(t('failed.curve'), () =>
      this.#studio.client.run('runs.drawCurve', { run }),
    );
    this.drawing = false;
    if (curve) this.curve = curve;
  }
}
