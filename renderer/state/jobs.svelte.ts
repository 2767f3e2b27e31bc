import type { Method, Progress } from '../../electron/contract/api';
import type { JobSummary } from '../../electron/contract/api/system';
import type { StudioClient } from '../api/studio-client';
import { isActive } from './job-view';

/** Ended jobs kept for the tray. */
const keptEnded = 20;

/** Every job that the studio knows, newest first, whoever began it: a window that reloads finds them going. */
export class JobsState {
  list = $state.raw<readonly JobSummary[]>([]);
  active = $derived(this.list.filter(isActive));
  #client: StudioClient;
  #endListeners = new Set<(job: JobSummary) => void>();

  constructor(client: StudioClient) {
    this.#client = client;
    client.on('job', (job) => this.receive(job));
  }

  async refresh(): Promise<void> {
    const known = await this.#client.run('jobs.list', {});
    this.list = [...known].sort((a, b) => b.id - a.id);
  }

  receive(job: JobSummary): void {
    const before = this.list.find((known) => known.id === job.id);
    const rest = this.list.filter((known) => known.id !== job.id);
    const sorted = [job, ...rest].sort((a, b) => b.id - a.id);
    let ended = 0;
    this.list = sorted.filter((known) => isActive(known) || ended++ < keptEnded);
    if ((!before || isActive(before)) && !isActive(job)) {
      for (const listener of this.#endListeners) listener(job);
    }
  }

  /** Those of a project that was closed. */
  forgetEnded(): void {
    this.list = this.active;
  }

  /** @returns the function that ends the subscription */
  onEnd(listener: (job: JobSummary) => void): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }

  /** The job of one of these methods that is going on now. */
  running(...methods: Method[]): JobSummary | undefined {
    return this.active.find((job) => (methods as string[]).includes(job.method));
  }

  progressOf<M extends Method>(method: M): Progress<M> | null {
    return (this.running(method)?.progress ?? null) as Progress<M> | null;
  }

  abort(jobId: number): Promise<unknown> {
    return this.#client.run('jobs.abort', { jobId });
  }
}
