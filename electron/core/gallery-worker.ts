import type { TrainWorker } from '../contract/workers';
import type { RunningWorker } from './worker-client';

/** A person who looks at looks asks for the next ones within this time. */
const idleMs = 60_000;

/**
 * The process that draws looks: kept between two calls, since loading a generator takes longer than drawing with it, and
 * ended when nobody has asked for a while.
 */
export class GalleryWorker {
  #worker: RunningWorker<TrainWorker> | null = null;
  #users = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(private readonly start: () => RunningWorker<TrainWorker>) {}

  async use<T>(work: (worker: RunningWorker<TrainWorker>) => Promise<T>): Promise<T> {
    clearTimeout(this.#idle);
    if (!this.#worker || this.#worker.ended) this.#worker = this.start();
    this.#users += 1;
    try {
      return await work(this.#worker);
    } finally {
      this.#users -= 1;
      if (this.#users === 0) this.#idle = setTimeout(() => this.end(), idleMs).unref();
    }
  }

  end(): void {
    clearTimeout(this.#idle);
    this.#worker?.kill();
    this.#worker = null;
  }
}
