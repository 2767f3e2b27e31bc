import { StudioError } from '../contract/errors';
import { say } from '../contract/said';
import type { TrainWorker } from '../contract/workers';
import type { RunningWorker } from './worker-client';

interface ActiveRun {
  worker: RunningWorker<TrainWorker>;
  stop: AbortController;
}

/** The runs that are training now, each in a process of its own. */
export class ActiveRuns {
  readonly #runs = new Map<string, ActiveRun>();

  add(id: string, run: ActiveRun): void {
    this.#runs.set(id, run);
  }

  remove(id: string): void {
    this.#runs.delete(id);
  }

  has(id: string): boolean {
    return this.#runs.has(id);
  }

  /** @throws {StudioError} `nothing-to-do` when the run is not training */
  get(id: string): ActiveRun {
    const run = this.#runs.get(id);
    if (!run) throw new StudioError('nothing-to-do', say('run.notTraining', { run: id }));
    return run;
  }
}
