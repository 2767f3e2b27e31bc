import type { Events, Topic } from '../contract/api';
import type { JobSummary } from '../contract/api/system';
import { StudioError, toWire } from '../contract/errors';
import { say } from '../contract/said';
import type { ImagesWorker } from '../contract/workers';
import { Jobs } from './jobs';
import { Project } from './project';
import { ActiveRuns } from './active-runs';
import { GalleryWorker } from './gallery-worker';
import { coverOf } from './project-cover';
import { rememberProject } from './recent-projects';
import type { StudioOptions } from './studio-types';
import type { RunningWorker } from './worker-client';
import { Workers } from './workers';

type Listener = (topic: Topic, payload: unknown) => void;

/** What the handlers share: the open project, its workers and jobs, and who listens. */
export class StudioState {
  readonly workers: Workers;
  readonly jobs: Jobs;
  readonly runs = new ActiveRuns();
  readonly gallery = new GalleryWorker(() => this.workers.train());
  readonly #listeners = new Set<Listener>();
  #project: Project | null = null;
  #soon: NodeJS.Timeout | undefined;
  /** The last job of the projects before the open one. */
  #lastJobBefore = 0;
  #scanned: { number: number; paths: readonly string[] } = { number: 0, paths: [] };

  constructor(readonly options: StudioOptions) {
    this.workers = new Workers(options.workers);
    this.jobs = new Jobs(
      () => this.#project,
      (job) => this.emit('job', job),
    );
  }

  /** @throws {StudioError} `no-project` */
  get project(): Project {
    if (this.#project) return this.#project;
    throw new StudioError('no-project', say('project.none'));
  }

  get openProject(): Project | null {
    return this.#project;
  }

  readonly images = (): Promise<RunningWorker<ImagesWorker>> => Promise.resolve(this.workers.images());

  async open(folder: string, how: { create: boolean; name?: string | undefined }): Promise<Project> {
    await this.close();
    const { shell, log } = this.options;
    this.#project = Project.open(folder, {
      create: how.create,
      ...(how.name === undefined ? {} : { name: how.name }),
      holder: `DeepStyle Studio (${shell.name})`,
      log,
    });
    await this.#remember(this.#project);
    this.changed();
    return this.#project;
  }

  async close(): Promise<void> {
    await this.runs.releasePaused();
    await this.jobs.abortAll();
    this.gallery.end();
    this.#lastJobBefore = Math.max(this.#lastJobBefore, ...this.jobs.list().map(({ id }) => id));
    const project = this.#project;
    this.#project = null;
    if (project) await this.#remember(project);
    try {
      project?.close();
    } catch (error) {
      // The disk with the project was pulled out: what was committed is on it, and there is nothing left to close.
      this.options.log(`closing ${project?.folder ?? ''}: ${toWire(error).message}`);
    }
    this.changed();
  }

  /** Notes what a project looks like, for the start screen. Never throws: its disk may have been pulled out. */
  async #remember(project: Project): Promise<void> {
    const { log, userFolder } = this.options;
    try {
      const { name, folder } = project;
      await rememberProject(userFolder, { name, folder, cover: coverOf(project) });
    } catch (error) {
      log(`remembering ${project.folder}: ${toWire(error).message}`);
    }
  }

  /** Tells listeners that the project's counts are others now. Never throws: it follows what has succeeded already. */
  changed(): void {
    try {
      this.emit('project', this.#project?.summary() ?? null);
    } catch (error) {
      // The disk with the project was pulled out, for one. The next call will say so to whoever makes it.
      this.options.log(`counts: ${toWire(error).message}`);
    }
  }

  /** As {@link changed}, a second later at most and once for all calls until then: for jobs that change much. */
  changedSoon(): void {
    if (this.#soon !== undefined) return;
    this.#soon = setTimeout(() => {
      this.#soon = undefined;
      this.changed();
    }, 1000).unref();
  }

  /** Lets a window look at files of a scan before they are imported. @returns the scan's number */
  showScanned(paths: readonly string[]): number {
    this.#scanned = { number: this.#scanned.number + 1, paths };
    return this.#scanned.number;
  }

  /** A file that {@link showScanned} has named, of the last scan alone. */
  scannedPath(number: number, index: number): string | undefined {
    return number === this.#scanned.number ? this.#scanned.paths[index] : undefined;
  }

  /** Jobs that go on, and what has ended since the project was opened: another one's are no news any more. */
  listJobs(): JobSummary[] {
    const going = (job: JobSummary) => job.state === 'queued' || job.state === 'running';
    return this.jobs.list().filter((job) => job.id > this.#lastJobBefore || going(job));
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  emit<T extends Topic>(topic: T, payload: Events[T]): void {
    for (const listener of this.#listeners) listener(topic, payload);
  }
}
