import { StudioError } from '../contract/errors';
import { say } from '../contract/said';
import type { RunSummary } from '../contract/training';
import type { TrainWorker } from '../contract/workers';
import type { RunningWorker } from './worker-client';

export interface ActiveRun {
  worker: RunningWorker<TrainWorker>;
  stop: AbortController;
  /** A person has paused it: its process waits, with its memory and its device. */
  paused: boolean;
  /** It ends so that its memory and its device are free, and stays paused. */
  released: boolean;
}

/** The runs that are training now, each in a process of its own. */
export class ActiveRuns {
  readonly #runs = new Map<string, { run: ActiveRun; ended: Promise<void>; end: () => void }>();

  add(id: string, run: ActiveRun): void {
    let end = () => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    this.#runs.set(id, { run, ended, end });
  }

  remove(id: string): void {
    this.#runs.get(id)?.end();
    this.#runs.delete(id);
  }

  has(id: string): boolean {
    return this.#runs.has(id);
  }

  /** @throws {StudioError} `nothing-to-do` when the run is not training */
  get(id: string): ActiveRun {
    return this.#find(id).run;
  }

  /** A run as it stands, with whether its process is still there although it is paused. */
  withWarmth(summary: RunSummary): RunSummary {
    const run = this.#runs.get(summary.id)?.run;
    return summary.state === 'paused' && run && !run.released ? { ...summary, warm: true } : summary;
  }

  /**
   * Ends the process of a paused run, which leaves its checkpoint; resolves when its memory and its device are free.
   *
   * @throws {StudioError} `nothing-to-do` when the run is not training, `conflict` when it is not paused
   */
  async release(id: string): Promise<void> {
    const { run, ended } = this.#find(id);
    if (!run.paused) throw new StudioError('conflict', say('run.notPaused', { run: id }));
    run.released = true;
    run.stop.abort();
    await ended;
  }

  /** As {@link release}, for every paused run: other work wants what they hold. */
  async releasePaused(): Promise<void> {
    const paused = [...this.#runs].filter(([, { run }]) => run.paused);
    await Promise.all(paused.map(([id]) => this.release(id)));
  }

  #find(id: string) {
    const found = this.#runs.get(id);
    if (!found) throw new StudioError('nothing-to-do', say('run.notTraining', { run: id }));
    return found;
  }
}
