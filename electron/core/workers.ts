import type { MethodTable } from '../contract/method';
import type { DetectWorker, ImagesWorker, TrainWorker, WorkerName } from '../contract/workers';
import { startWorker, type RunningWorker } from './worker-client';
import type { WorkerHost } from './worker-host';

/**
 * The worker processes of one studio. The images worker is shared and started again when it has died; detection and
 * training get a process each, which their job ends.
 */
export class Workers {
  #images: RunningWorker<ImagesWorker> | undefined;
  readonly #running = new Set<RunningWorker<never>>();

  constructor(private readonly host: WorkerHost) {}

  images(): RunningWorker<ImagesWorker> {
    if (!this.#images || this.#images.ended) this.#images = this.#start<ImagesWorker>('images');
    return this.#images;
  }

  detect(): RunningWorker<DetectWorker> {
    return this.#start<DetectWorker>('detect');
  }

  train(): RunningWorker<TrainWorker> {
    return this.#start<TrainWorker>('train');
  }

  /** Ends every worker at once: whatever matters has been saved by core or lies in a checkpoint. */
  close(): void {
    for (const worker of this.#running) worker.kill();
    this.#running.clear();
  }

  #start<T extends MethodTable>(name: WorkerName): RunningWorker<T> {
    for (const worker of this.#running) if (worker.ended) this.#running.delete(worker);
    const worker = startWorker<T>(this.host, name);
    this.#running.add(worker as unknown as RunningWorker<never>);
    return worker;
  }
}
