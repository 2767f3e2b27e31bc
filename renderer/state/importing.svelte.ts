import type { ImportProgress, ImportResult, ScanResult } from '../../electron/contract/api/images';
import type { StudioState } from './studio.svelte';
import { t } from '../text/text.svelte';

export type ImportStep = 'choose' | 'check' | 'go' | 'done';

/** The import wizard: what, check, go, and the report. */
export class ImportState {
  step = $state<ImportStep>('choose');
  paths = $state.raw<readonly string[]>([]);
  scan = $state.raw<ScanResult | null>(null);
  scanned = $state(0);
  progress = $state.raw<ImportProgress | null>(null);
  result = $state.raw<ImportResult | null>(null);
  fresh = $derived(this.scan ? Math.max(this.scan.files - this.scan.known, 0) : 0);
  #studio: StudioState;
  #stop = new AbortController();

  constructor(studio: StudioState, paths: readonly string[]) {
    this.#studio = studio;
    this.paths = paths;
  }

  add(paths: readonly string[]): void {
    this.paths = [...new Set([...this.paths, ...paths])];
  }

  remove(path: string): void {
    this.paths = this.paths.filter((known) => known !== path);
  }

  back(): void {
    this.#stop.abort();
    this.step = 'choose';
  }

  /** Looks at what would be imported; nothing is changed. */
  async check(): Promise<void> {
    this.step = 'check';
    this.scan = null;
    this.scanned = 0;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const scan = await this.#studio.attempt(t('failed.scan'), () =>
      this.#studio.client.run(
        'images.scan',
        { paths: [...this.paths] },
        { signal, onProgress: ({ files }) => (this.scanned = files) },
      ),
    );
    if (signal.aborted) return;
    if (scan) this.scan = scan;
    else this.step = 'choose';
  }

  async start(): Promise<void> {
    await this.#import((options) => this.#studio.client.run('images.import', { paths: [...this.paths] }, options));
  }

  /** Draws the sample collection and imports it: a first look without photos of one's own. */
  async startSamples(): Promise<void> {
    await this.#import((options) => this.#studio.client.run('images.addSamples', {}, options));
  }

  async #import(
    run: (options: { signal: AbortSignal; onProgress: (progress: ImportProgress) => void }) => Promise<ImportResult>,
  ): Promise<void> {
    this.step = 'go';
    this.progress = null;
    this.result = null;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const result = await this.#studio.attempt(t('failed.import'), () =>
      run({ signal, onProgress: (progress) => (this.progress = progress) }),
    );
    this.result = result ?? null;
    this.step = result ? 'done' : 'choose';
  }

  /** Stops at the next image; what was imported stays. */
  cancel(): void {
    this.#stop.abort();
  }
}
