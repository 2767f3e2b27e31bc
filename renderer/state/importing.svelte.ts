import type { ImportProgress, ImportResult, ScanResult } from '../../electron/contract/api/images';
import { fromWire } from '../../electron/contract/errors';
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
  /** Photos that an import had added when it was stopped; null while none was. */
  stopped = $state<number | null>(null);
  /** Files that the project does not have, copies of them counted once. */
  fresh = $derived(
    this.scan ? Math.max(this.scan.files - this.scan.known - this.scan.duplicates - this.#empty(this.scan), 0) : 0,
  );
  /** Looks for garments as soon as the photos are in; the studio sees to it, whatever becomes of this window. */
  detectAfter = $state(true);
  #studio: StudioState;
  #stop = new AbortController();
  /** A job that another call began. */
  #followed: number | null = null;

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

  #empty(scan: ScanResult): number {
    return scan.problems.filter(({ code }) => code === 'image-unreadable').length;
  }

  /**
   * Takes up an import that goes on: the window was reloaded, or the sheet was closed meanwhile.
   * @returns whether there is one, and the function that lets go of it again
   */
  follow(): (() => void) | null {
    const { jobs } = this.#studio;
    const running = jobs.running('images.import', 'images.addSamples');
    if (!running) return null;
    this.step = 'go';
    this.#followed = running.id;
    return jobs.onEnd((job) => {
      if (job.id !== running.id) return;
      this.#followed = null;
      this.result = (job.result ?? null) as ImportResult | null;
      this.step = this.result ? 'done' : 'choose';
      if (job.state === 'aborted') this.stopped = (job.progress as ImportProgress | null)?.added ?? 0;
      else if (job.error) this.#studio.report(t('failed.import'), fromWire(job.error));
    });
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
    const params = { paths: [...this.paths], detect: this.detectAfter };
    await this.#import((options) => this.#studio.client.run('images.import', params, options));
  }

  /** Draws the sample collection and imports it: a first look without photos of one's own. */
  async startSamples(): Promise<void> {
    const params = { detect: this.detectAfter };
    await this.#import((options) => this.#studio.client.run('images.addSamples', params, options));
  }

  async #import(
    run: (options: { signal: AbortSignal; onProgress: (progress: ImportProgress) => void }) => Promise<ImportResult>,
  ): Promise<void> {
    this.step = 'go';
    this.progress = null;
    this.result = null;
    this.stopped = null;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const result = await this.#studio.attempt(t('failed.import'), async () => {
      try {
        return await run({ signal, onProgress: (progress) => (this.progress = progress) });
      } catch (error) {
        if ((error as Error).name === 'AbortError') this.stopped = this.progress?.added ?? 0;
        throw error;
      }
    });
    this.result = result ?? null;
    this.step = result ? 'done' : 'choose';
  }

  /** Begins to look for garments; the jobs' tray tells how it goes. */
  detect(): void {
    void this.#studio.attempt(t('failed.detect'), () => this.#studio.client.run('detections.run', {}));
  }

  /** Stops at the next image; what was imported stays. */
  cancel(): void {
    if (this.#followed !== null)
      void this.#studio.attempt(t('failed.abort'), () => this.#studio.jobs.abort(this.#followed!));
    this.#stop.abort();
  }
}
