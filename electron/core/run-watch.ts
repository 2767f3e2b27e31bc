import type { RunProgress } from '../contract/api/runs';
import type { Finding } from '../contract/coach';
import { toWire } from '../contract/errors';
import { comparable, type MeasuredPhotos, type QualityPoint } from '../contract/quality';
import type { TrainConfig, TrainProgress } from '../contract/training';
import { advise } from '../ml/coach/advise';
import { rememberedSteps } from '../ml/coach/rows';
import { costsAfter, costsOnResume, measurementDue, type Costs } from './quality-schedule';

/** The coach looks again at most this often. */
const adviseEveryMs = 1000;
/** After so many failed measurements in a row a run is measured no more: it would fail again. */
const mostFailures = 2;

export interface WatchedRun {
  id: string;
  config: TrainConfig;
  /** Metrics so far, in order; the newest 2000 are enough. */
  rows: readonly TrainProgress[];
  /** What was measured so far, in order of the steps. */
  quality: readonly QualityPoint[];
  /** Processor time that the first measurement of each kind will take. */
  costs: Costs;
  /** Makes a measurement; null where there is nothing to measure with. */
  measure:
    | ((
        step: number,
        photos: MeasuredPhotos,
        signal: AbortSignal,
      ) => Promise<{ point: QualityPoint; photosMs: number }>)
    | null;
  checkpoints: () => Promise<readonly number[]>;
  log: (line: string) => void;
}

/** Goes along with a training: decides when its looks are measured, and tells what its curves mean. */
export class RunWatch {
  #rows: TrainProgress[];
  #quality: QualityPoint[];
  #spentMs: number;
  #costs: Costs;
  #failures = 0;
  #measuring: { step: number; done: Promise<void> } | null = null;
  #newest: { step: number; elapsedMs: number } | null = null;
  #findings: readonly Finding[] = [];
  #advisedAt = -Infinity;
  #checkpoints: readonly number[] = [];
  readonly #stop = new AbortController();

  constructor(private readonly run: WatchedRun) {
    this.#rows = [...run.rows];
    this.#quality = [...run.quality];
    this.#spentMs = run.quality.reduce((sum, { costMs }) => sum + costMs, 0);
    this.#costs = costsOnResume(run.costs, run.quality);
  }

  /** Takes a step in. @returns what a window wants to know of it */
  follow(progress: TrainProgress): RunProgress {
    this.#remember(progress);
    if (progress.checkpoint !== undefined) {
      this.#newest = { step: progress.step, elapsedMs: progress.elapsedMs };
      this.#advisedAt = -Infinity;
      void this.#readCheckpoints();
      this.#measureIfDue(progress.etaMs);
    }
    return {
      ...progress,
      runId: this.run.id,
      findings: this.#advise(),
      checkpointStep: this.#newest?.step ?? null,
      measuredStep: this.#quality.at(-1)?.step ?? null,
      measuring: this.#measuring?.step ?? null,
    };
  }

  /** The training is over: its last checkpoint is measured where there is time left for that. */
  async finish(): Promise<void> {
    await this.#measuring?.done;
    this.#measureIfDue(0);
    await this.#measuring?.done;
  }

  /** Ends a measurement that is going on. */
  async end(): Promise<void> {
    this.#stop.abort();
    await this.#measuring?.done;
  }

  #remember(progress: TrainProgress): void {
    // A resumed run makes the steps after its checkpoint again, and the later measurements are no longer true.
    if ((this.#rows.at(-1)?.step ?? 0) >= progress.step) {
      this.#rows = this.#rows.filter(({ step }) => step < progress.step);
      this.#quality = this.#quality.filter(({ step }) => step < progress.step);
    }
    this.#rows.push(progress);
    if (this.#rows.length > 2 * rememberedSteps) this.#rows = this.#rows.slice(-rememberedSteps);
  }

  #measureIfDue(remainingMs: number): void {
    const { measure } = this.run;
    const newest = this.#newest;
    if (!measure || !newest || this.#measuring || this.#stop.signal.aborted || this.#failures >= mostFailures) return;
    if (this.#quality.some(({ step }) => step === newest.step)) return;
    const { elapsedMs } = newest;
    const photos = measurementDue({ elapsedMs, remainingMs, spentMs: this.#spentMs }, this.#costs, {
      anything: this.#quality.length > 0,
      comparable: comparable(this.#quality).length > 0,
    });
    if (photos === null) return;
    const done = measure(newest.step, photos, this.#stop.signal)
      .then(
        ({ point, photosMs }) => {
          this.#failures = 0;
          this.#quality = [...this.#quality, point];
          this.#spentMs += point.costMs + photosMs;
          this.#costs = costsAfter(this.#costs, photos, point.costMs);
        },
        (error: unknown) => {
          if (this.#stop.signal.aborted) return;
          this.#failures++;
          this.run.log(`measuring ${this.run.id} at step ${newest.step}: ${toWire(error).message}`);
        },
      )
      .finally(() => {
        this.#measuring = null;
        this.#advisedAt = -Infinity;
      });
    this.#measuring = { step: newest.step, done };
  }

  async #readCheckpoints(): Promise<void> {
    this.#checkpoints = await this.run.checkpoints();
  }

  #advise(): Finding[] {
    const now = performance.now();
    if (now - this.#advisedAt >= adviseEveryMs) {
      this.#advisedAt = now;
      this.#findings = advise({
        config: this.run.config,
        state: 'running',
        rows: this.#rows.slice(-rememberedSteps),
        quality: this.#quality,
        checkpoints: this.#checkpoints,
        brokeDown: false,
      });
    }
    return [...this.#findings];
  }
}
