import type { MetricColumns, RunDetails } from '../../electron/contract/api/runs';
import type { JobSummary } from '../../electron/contract/api/system';
import type { RunSummary, TrainOverrides, TrainPreset, TrainProgress } from '../../electron/contract/training';
import { appendColumns, emptyColumns } from './curves';
import type { StudioState } from './studio.svelte';
import { t } from '../text/text.svelte';

/** Metrics are read again at most this often while a run goes on. */
const readEveryMs = 900;

/** The runs of a project and the one that is looked at; a run that goes on is followed by its job's events. */
export class TrainingState {
  runs = $state.raw<readonly RunSummary[]>([]);
  loaded = $state(false);
  runId = $state<string | null>(null);
  details = $state.raw<RunDetails | null>(null);
  columns = $state.raw<MetricColumns>(emptyColumns());
  /** The newest step as its job told it; the curve follows within a second. */
  live = $state.raw<TrainProgress | null>(null);
  /** The sample grid that is shown; null follows the newest. */
  scrubbed = $state<number | null>(null);
  starting = $state(false);
  preset = $state<TrainPreset>('better');
  dataset = $state<string | null>(null);
  overrides = $state.raw<TrainOverrides>({});
  latest = $derived(this.live ?? this.details?.latest ?? null);
  run = $derived(this.runs.find((run) => run.id === this.runId) ?? this.details?.run ?? null);
  #studio: StudioState;
  #lastReadMs = 0;
  #reading = false;

  constructor(studio: StudioState) {
    this.#studio = studio;
  }

  async load(runId: string | null): Promise<void> {
    await this.readRuns();
    const going = this.runs.find((run) => run.state === 'running' || run.state === 'paused');
    const wanted = runId ?? going?.id ?? null;
    if (wanted && wanted !== this.runId) await this.open(wanted);
  }

  async readRuns(): Promise<void> {
    const runs = await this.#studio.attempt(t('failed.runs'), () => this.#studio.client.run('runs.list', {}));
    if (runs) this.runs = runs;
    this.loaded = true;
  }

  async open(runId: string): Promise<void> {
    this.runId = runId;
    this.details = null;
    this.live = null;
    this.columns = emptyColumns();
    this.scrubbed = null;
    await this.readMore();
  }

  close(): void {
    this.runId = null;
    this.details = null;
    this.live = null;
  }

  /** The run's details and the steps since the last reading. */
  async readMore(): Promise<void> {
    const run = this.runId;
    if (run === null || this.#reading) return;
    this.#reading = true;
    this.#lastReadMs = performance.now();
    try {
      const afterStep = this.columns.step.at(-1) ?? 0;
      const [details, more] = await Promise.all([
        this.#studio.client.run('runs.get', { run }),
        this.#studio.client.run('runs.metrics', { run, afterStep }),
      ]);
      if (this.runId !== run) return;
      this.details = details;
      this.columns = appendColumns(this.columns, more);
    } catch (error) {
      this.#studio.report(t('failed.run'), error);
    } finally {
      this.#reading = false;
    }
  }

  /** A job's event: the number moves at once, the curve and the samples follow. */
  follow(job: JobSummary): void {
    const progress = job.progress as (TrainProgress & { runId?: string }) | null;
    if (!progress?.runId) return;
    if (this.runId === null && this.starting) {
      this.starting = false;
      void this.readRuns();
      void this.open(progress.runId);
    }
    if (progress.runId !== this.runId) return;
    this.starting = false;
    // The list still says how the run stood before it was resumed or begun.
    const listed = this.runs.find((run) => run.id === progress.runId)?.state;
    if (!this.live && listed !== 'running' && listed !== 'paused') void this.readRuns();
    this.live = progress;
    if (performance.now() - this.#lastReadMs > readEveryMs) void this.readMore();
  }

  /** A training job has ended, by its last step or otherwise. */
  async ended(): Promise<void> {
    this.starting = false;
    this.live = null;
    await this.readRuns();
    await this.readMore();
  }

  async start(): Promise<void> {
    this.starting = true;
    this.close();
    const { preset, dataset, overrides } = this;
    await this.#studio.attempt(t('failed.train'), () =>
      this.#studio.client.run('runs.start', { preset, overrides, ...(dataset ? { dataset } : {}) }),
    );
    this.starting = false;
  }

  async resume(run: string, steps?: number): Promise<void> {
    this.live = null;
    this.starting = true;
    await this.#studio.attempt(t('failed.train'), () =>
      this.#studio.client.run('runs.resume', { run, ...(steps ? { steps } : {}) }),
    );
    this.starting = false;
  }

  async #command(method: 'runs.pause' | 'runs.continue' | 'runs.stop', title: string): Promise<void> {
    const run = this.runId;
    if (run === null) return;
    await this.#studio.attempt(title, () => this.#studio.client.run(method, { run }));
    await this.readRuns();
    await this.readMore();
  }

  pause = () => this.#command('runs.pause', t('failed.pause'));
  continue = () => this.#command('runs.continue', t('failed.continue'));
  stop = () => this.#command('runs.stop', t('failed.stop'));
}
