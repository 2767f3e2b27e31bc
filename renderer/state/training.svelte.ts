import type { RunQuality } from '../../electron/contract/api/quality';
import type { MetricColumns, RunDetails, RunProgress } from '../../electron/contract/api/runs';
import type { JobSummary } from '../../electron/contract/api/system';
import type { Remedy } from '../../electron/contract/coach';
import { sayInEnglish } from '../../electron/contract/said';
import type { RunSummary, TrainOverrides, TrainPreset } from '../../electron/contract/training';
import { appendColumns, emptyColumns, nearestTo, type StepRange } from './curves';
import { newRunFor, type NewRun } from './remedies';
import type { StudioState } from './studio.svelte';
import { sayText, t } from '../text/text.svelte';

/** Metrics are read again at most this often while a run goes on. */
const readEveryMs = 900;
/** A run that is asked to stop makes its step, and a checkpoint, first. */
const stopWithinMs = 60_000;

/** What a person can ask of a run that goes on. */
type Asked = 'pause' | 'continue' | 'release' | 'stop';

const noQuality: RunQuality = { points: [], best: null, measuring: null };

/** The runs of a project and the one that is looked at; a run that goes on is followed by its job's events. */
export class TrainingState {
  runs = $state.raw<readonly RunSummary[]>([]);
  loaded = $state(false);
  runId = $state<string | null>(null);
  details = $state.raw<RunDetails | null>(null);
  quality = $state.raw<RunQuality>(noQuality);
  columns = $state.raw<MetricColumns>(emptyColumns());
  /** Every step of the range that is zoomed into, where the columns hold only some; null where they do. */
  closeUp = $state.raw<MetricColumns | null>(null);
  /** The newest step as its job told it; the curve follows within a second. */
  live = $state.raw<RunProgress | null>(null);
  /** The part of the time axis that the curves show; null: all of it. */
  range = $state.raw<StepRange | null>(null);
  /** The sample grid that is shown; null follows the newest. */
  scrubbed = $state<number | null>(null);
  /** The step under the pointer, on whichever curve. */
  hovered = $state<number | null>(null);
  /** Something was asked for that takes a moment: no second click. */
  starting = $state(false);
  /** What was asked of the run and has not come about yet: a step is made to its end first. */
  asked = $state<Asked | null>(null);
  preset = $state<TrainPreset>('better');
  dataset = $state<string | null>(null);
  overrides = $state.raw<TrainOverrides>({});
  latest = $derived(this.live ?? this.details?.latest ?? null);
  findings = $derived(this.live?.findings ?? this.details?.findings ?? []);
  run = $derived(this.runs.find((run) => run.id === this.runId) ?? this.details?.run ?? null);
  /** Another training would have to wait; it does not wait for a paused one, which makes room. */
  busy = $derived.by(
    () =>
      this.#studio.jobs.running('runs.start', 'runs.resume') !== undefined &&
      !this.runs.some(({ warm }) => warm === true),
  );
  samples = $derived(this.details?.samples ?? []);
  /** Index of the grid that is shown: under the pointer, chosen, or the newest. */
  shown = $derived(
    this.hovered !== null ? nearestTo(this.samples, this.hovered) : (this.scrubbed ?? this.samples.length - 1),
  );
  /** What a person does next with a run that has ended: the one thing that is marked. Null while it goes on. */
  next = $derived.by((): 'resume' | 'remedy' | 'compare' | null => {
    const state = this.run?.state;
    if (state === undefined || state === 'queued' || state === 'running' || state === 'paused') return null;
    const [first] = this.findings;
    // The same would happen again to numbers that broke down.
    const brokeDown = first?.kind === 'not-finite';
    if (!brokeDown && (state === 'interrupted' || state === 'failed')) return 'resume';
    return first?.severity === 'warning' || first?.severity === 'problem' ? 'remedy' : 'compare';
  });
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
    this.close();
    this.runId = runId;
    await this.readMore();
  }

  close(): void {
    this.runId = null;
    this.asked = null;
    this.details = null;
    this.live = null;
    this.quality = noQuality;
    this.columns = emptyColumns();
    this.closeUp = null;
    this.range = null;
    this.scrubbed = null;
    this.hovered = null;
  }

  /** The run's details and the steps since the last reading. */
  async readMore(): Promise<void> {
    const run = this.runId;
    if (run === null || this.#reading) return;
    this.#reading = true;
    this.#lastReadMs = performance.now();
    try {
      const afterStep = this.columns.step.at(-1) ?? 0;
      const { client } = this.#studio;
      const [details, quality, more] = await Promise.all([
        client.run('runs.get', { run }),
        client.run('runs.quality', { run }),
        client.run('runs.metrics', { run, afterStep }),
      ]);
      if (this.runId !== run) return;
      this.details = details;
      this.quality = quality;
      this.columns = appendColumns(this.columns, more);
    } catch (error) {
      if (this.runId === run) this.#studio.report(t('failed.run'), error);
    } finally {
      this.#reading = false;
      // Another run was opened meanwhile: its turn.
      if (this.runId !== null && this.runId !== run) void this.readMore();
    }
  }

  /** Shows a part of the time axis; null all of it. Where the curves were thinned, its steps are read one by one. */
  async zoom(range: StepRange | null): Promise<void> {
    this.range = range;
    this.closeUp = null;
    const run = this.runId;
    const { step } = this.columns;
    const isThinned = step.length > 1 && (step.at(-1) ?? 0) - (step[0] ?? 0) >= step.length;
    if (!range || run === null || !isThinned) return;
    const found = await this.#studio.attempt(t('failed.run'), () =>
      this.#studio.client.run('runs.metrics', {
        run,
        afterStep: Math.max(0, Math.floor(range.from) - 1),
        untilStep: Math.ceil(range.to),
      }),
    );
    if (found && this.range === range && this.runId === run) this.closeUp = found;
  }

  /** Shows the looks of the time nearest to a step, until another is chosen. */
  scrubTo(step: number): void {
    const index = nearestTo(this.samples, step);
    this.scrubbed = index < 0 || index === this.samples.length - 1 ? null : index;
  }

  /** A job's event: the number moves at once, the curve and the samples follow. */
  follow(job: JobSummary): void {
    const progress = job.progress as RunProgress | null;
    if (!progress?.runId) return;
    if (this.runId === null && this.starting) {
      this.starting = false;
      void this.readRuns();
      void this.open(progress.runId);
    }
    if (progress.runId !== this.runId) return;
    this.starting = false;
    // The list still says how the run stood before it was resumed or begun.
    const listed = this.runs.find((run) => run.id === progress.runId);
    if (!this.live && listed?.state !== 'running' && !listed?.warm) void this.readRuns();
    if (progress.step !== this.live?.step)
      for (const note of progress.notes ?? []) this.#studio.notices.info(sayText(note, sayInEnglish(note)));
    this.live = progress;
    if (performance.now() - this.#lastReadMs > readEveryMs) void this.readMore();
  }

  /** A training job has ended, by its last step or otherwise. */
  async ended(): Promise<void> {
    this.starting = false;
    this.asked = null;
    this.live = null;
    await this.readRuns();
    await this.readMore();
  }

  start = () => {
    const { preset, dataset, overrides } = this;
    return this.#begin({ preset, overrides, ...(dataset ? { dataset } : {}) });
  };

  async #begin(params: NewRun): Promise<void> {
    this.starting = true;
    this.close();
    await this.#studio.attempt(t('failed.train'), () => this.#studio.client.run('runs.start', params));
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

  /** Does what the coach offers: ends this run where it goes on, and begins the one that the remedy means. */
  async act(remedy: Remedy): Promise<void> {
    const { run, details } = this;
    if (!run || !details || remedy.kind === 'none') return;
    if (remedy.kind === 'more-pictures') return this.#studio.go('library');
    const isGoing = run.state === 'running' || run.state === 'paused' || run.state === 'queued';
    if (remedy.kind === 'stop-here-best-was') {
      if (isGoing) return this.stop();
      await this.#layOut(run.id, remedy.step);
      return this.#studio.go('compare', run.id);
    }
    this.starting = true;
    if (isGoing) {
      await this.stop();
      await this.#ending();
    }
    await this.#begin(newRunFor(remedy, details));
  }

  /** Leaves the compare room so that it opens with the looks of a step. */
  async #layOut(run: string, step: number): Promise<void> {
    await this.#studio.attempt(t('failed.run'), async () => {
      const desk = await this.#studio.client.run('gallery.desk', { run });
      await this.#studio.client.run('gallery.leaveDesk', { run, desk: { ...desk, checkpoint: step } });
    });
  }

  async #command(asked: Asked, title: string): Promise<void> {
    const run = this.runId;
    if (run === null) return;
    this.asked = asked;
    const answer = await this.#studio.attempt(title, () => this.#studio.client.run(`runs.${asked}`, { run }));
    await this.readRuns();
    await this.readMore();
    // A stop has come about when its job ends.
    const stopping = asked === 'stop' && answer !== undefined && this.run?.state === 'running';
    if (!stopping && this.asked === asked) this.asked = null;
  }

  /** Resolves when no training goes on any more. */
  #ending(): Promise<void> {
    const { jobs } = this.#studio;
    if (!jobs.running('runs.start', 'runs.resume')) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, stopWithinMs);
      const end = jobs.onEnd(() => {
        if (jobs.running('runs.start', 'runs.resume')) return;
        clearTimeout(timer);
        end();
        resolve();
      });
    });
  }

  pause = () => this.#command('pause', t('failed.pause'));
  /** A paused run whose process has ended goes on from its checkpoint. */
  continue = (): Promise<void> => {
    const { run } = this;
    if (run?.state === 'paused' && !run.warm) return this.resume(run.id);
    return this.#command('continue', t('failed.continue'));
  };
  release = () => this.#command('release', t('failed.release'));
  stop = () => this.#command('stop', t('failed.stop'));
}
