import type { JobState, JobSummary } from '../contract/api/system';
import { StudioError, toWire } from '../contract/errors';
import { say } from '../contract/said';
import type { Project } from './project';

/** Jobs of one lane run one after the other; lanes run side by side. */
export type Lane = 'images' | 'detect' | 'datasets' | 'train' | 'gallery' | 'none';

export interface JobRequest<Result> {
  method: string;
  params: unknown;
  lane: Lane;
  /** The caller's own signal: a frame `abort`, or Ctrl-C. */
  signal: AbortSignal;
  /** What the caller hears, ten times a second at most. */
  report: (progress: never) => void;
  work: (context: { signal: AbortSignal; report: (progress: unknown) => void }) => Promise<Result>;
  /** Whether a result is of work that a person has stopped: it is answered, and the job counts as aborted. */
  isStopped?: (result: Result) => boolean;
}

const progressEveryMs = 100;
/** Ended jobs that a window may still want to see. */
const remembered = 50;
/** Results up to this size, as JSON, are kept for a window that was reloaded while the job ran. */
const keptResultLength = 100_000;

/**
 * Long work: queued by lane, abortable, reported, and recorded in the project so that a job that was running when
 * the power went is found as interrupted.
 */
export class Jobs {
  readonly #jobs = new Map<number, { summary: JobSummary; lane: Lane; stop: AbortController }>();
  readonly #lanes = new Map<Lane, Promise<void>>();
  #lastId = 0;
  #ending = false;

  constructor(
    private readonly project: () => Project | null,
    private readonly onChange: (job: JobSummary) => void,
  ) {}

  list(): JobSummary[] {
    return [...this.#jobs.values()].map(({ summary }) => ({ ...summary })).reverse();
  }

  get running(): JobSummary[] {
    return this.list().filter(({ state }) => state === 'running' || state === 'queued');
  }

  /** Whether a job waits for its turn in a lane. */
  waits(lane: Lane): boolean {
    return [...this.#jobs.values()].some((job) => job.lane === lane && job.summary.state === 'queued');
  }

  /** @throws {StudioError} `not-found` */
  abort(jobId: number): void {
    const job = this.#jobs.get(jobId);
    if (!job) throw new StudioError('not-found', say('job.none', { id: jobId }));
    job.stop.abort();
  }

  /** Asks every job to stop and waits until each has. */
  async abortAll(): Promise<void> {
    this.#ending = true;
    try {
      for (const { stop } of this.#jobs.values()) stop.abort();
      await Promise.all(this.#lanes.values());
    } finally {
      this.#ending = false;
    }
  }

  /** Whether all jobs have been asked to stop and some have not yet: no time to begin another. */
  get ending(): boolean {
    return this.#ending;
  }

  async run<Result>(request: JobRequest<Result>): Promise<Result> {
    const stop = new AbortController();
    const abort = () => stop.abort();
    request.signal.addEventListener('abort', abort, { once: true });
    const job = { summary: this.#begin(request), lane: request.lane, stop };
    this.#jobs.set(job.summary.id, job);
    this.onChange({ ...job.summary });

    const before = this.#lanes.get(request.lane) ?? Promise.resolve();
    const turn = request.lane === 'none' ? Promise.resolve() : before;
    const running = turn.then(() => this.#perform(job, request));
    // The lane waits for the end, whatever it is; who asked hears of failures.
    this.#lanes.set(
      request.lane,
      Promise.all([
        before,
        running.then(
          () => undefined,
          () => undefined,
        ),
      ]).then(() => undefined),
    );
    try {
      return await running;
    } finally {
      request.signal.removeEventListener('abort', abort);
      this.#forgetOldest();
    }
  }

  async #perform<Result>(
    job: { summary: JobSummary; stop: AbortController },
    request: JobRequest<Result>,
  ): Promise<Result> {
    const { signal } = job.stop;
    const throttle = new Throttle(progressEveryMs, (progress) => {
      job.summary.progress = progress;
      request.report(progress as never);
      this.onChange({ ...job.summary });
    });
    try {
      if (signal.aborted) throw new StudioError('aborted', say('stopped.beforeBegin'));
      this.#move(job.summary, 'running');
      const result = await request.work({ signal, report: (progress) => throttle.offer(progress) });
      throttle.flush();
      job.summary.result = worthKeeping(result);
      this.#move(job.summary, request.isStopped?.(result) ? 'aborted' : 'finished');
      return result;
    } catch (error) {
      throttle.flush();
      const wire = toWire(error);
      job.summary.error = wire;
      this.#move(job.summary, wire.code === 'aborted' ? 'aborted' : 'failed');
      throw error;
    }
  }

  #begin(request: { method: string; params: unknown }): JobSummary {
    const createdAt = new Date().toISOString();
    const recorded = this.project()?.database.run(
      `INSERT INTO jobs (method, params, state, created_at) VALUES (?, ?, 'queued', ?)`,
      request.method,
      JSON.stringify(request.params),
      createdAt,
    );
    this.#lastId = Math.max(this.#lastId + 1, recorded?.lastId ?? 0);
    const { method, params } = request;
    return {
      id: this.#lastId,
      method,
      params,
      state: 'queued',
      progress: null,
      error: null,
      result: null,
      createdAt,
      finishedAt: null,
    };
  }

  #move(job: JobSummary, state: JobState): void {
    job.state = state;
    if (state !== 'running') job.finishedAt = new Date().toISOString();
    this.project()?.database.run(
      'UPDATE jobs SET state = ?, error = ?, finished_at = ? WHERE id = ? AND created_at = ?',
      state,
      job.error && JSON.stringify(job.error),
      job.finishedAt,
      job.id,
      job.createdAt,
    );
    this.onChange({ ...job });
  }

  #forgetOldest(): void {
    for (const [id, { summary }] of this.#jobs) {
      if (this.#jobs.size <= remembered) return;
      if (summary.finishedAt) this.#jobs.delete(id);
    }
  }
}

function worthKeeping(result: unknown): unknown {
  const text = JSON.stringify(result) as string | undefined;
  return text === undefined || text.length > keptResultLength ? null : result;
}

/** Passes on the newest value at most every so often, and the last one always. */
class Throttle {
  #waiting: { value: unknown } | undefined;
  #lastMs = -Infinity;

  constructor(
    private readonly everyMs: number,
    private readonly pass: (value: unknown) => void,
  ) {}

  offer(value: unknown): void {
    this.#waiting = { value };
    if (performance.now() - this.#lastMs >= this.everyMs) this.flush();
  }

  flush(): void {
    if (!this.#waiting) return;
    const { value } = this.#waiting;
    this.#waiting = undefined;
    this.#lastMs = performance.now();
    this.pass(value);
  }
}
