import type { Events } from '../../electron/contract/api';
import type { DatasetSummary } from '../../electron/contract/api/datasets';
import type { ProjectSummary, RecentProject } from '../../electron/contract/api/projects';
import { Settings } from '../../electron/contract/api/system';
import type { JobSummary } from '../../electron/contract/api/system';
import { StudioError, toWire } from '../../electron/contract/errors';
import type { CallContext } from '../../electron/contract/method';
import type { RunSummary, TrainProgress } from '../../electron/contract/training';
import type { Problem } from '../../electron/contract/words';
import { inventPhotos, scriptedImages } from './scripted-images';
import type { ScriptedImage, ScriptedPhoto } from './scripted-images';
import { scriptedRecent } from './scripted-recent';

export interface ScriptedOptions {
  /** No project is open at first: the start screen. */
  closed?: boolean;
  /** Projects that were open before; three without it. */
  recent?: RecentProject[];
  photos?: readonly ScriptedPhoto[];
  /** Photos that the detector has looked at; all of them without it. */
  detected?: number;
  datasets?: DatasetSummary[];
  runs?: RunSummary[];
  settings?: Partial<Settings>;
  /** Milliseconds between two moves of a job. */
  tickMs?: number;
}

export interface ScriptedRun {
  summary: RunSummary;
  metrics: TrainProgress[];
}

/** Everything that the scripted studio knows, and the events that it sends. */
export class ScriptedStudio {
  project: ProjectSummary | null;
  recent: RecentProject[];
  images: ScriptedImage[];
  datasets: DatasetSummary[];
  runs: ScriptedRun[];
  jobs: JobSummary[] = [];
  settings: Settings;
  /** Files that imports could not use. */
  problems: (Problem & { at: string })[] = [];
  /** Annotations that a person took out of the datasets to come. */
  leftOut = new Set<string>();
  paused = false;
  /** The process of the paused run is ended. */
  released = false;
  stopped = false;
  /** Whether the scripted machine's devices were measured. */
  measured = false;
  readonly tickMs: number;
  #listeners = new Set<(topic: keyof Events, payload: unknown) => void>();

  constructor(options: ScriptedOptions = {}) {
    const photos = options.photos ?? inventPhotos(240);
    this.images = scriptedImages(photos, options.detected ?? photos.length);
    this.recent = options.recent ?? scriptedRecent(this.images);
    this.datasets = options.datasets ?? [];
    this.runs = (options.runs ?? []).map((summary) => ({
      summary,
      metrics: inventMetrics(summary.step, summary.totalSteps),
    }));
    this.settings = Settings.parse({ language: 'en', ...options.settings });
    this.tickMs = options.tickMs ?? 120;
    this.project = options.closed
      ? null
      : this.#summary('Spring collection', '/home/you/DeepStyle Studio/Spring collection');
  }

  #summary(name: string, folder: string): ProjectSummary {
    return { id: '6f9f1f66-6f57-4e6b-8f8c-0c5d9d9f0a01', name, folder, counts: this.counts() };
  }

  counts(): ProjectSummary['counts'] {
    const kept = this.images.filter((image) => !image.excluded);
    const inState = (state: string) => kept.filter((image) => image.state === state).length;
    return {
      images: this.images.length,
      new: inState('new'),
      detected: inState('detected'),
      reviewed: inState('reviewed'),
      excluded: this.images.length - kept.length,
      annotations: kept.reduce((sum, image) => sum + image.annotations, 0),
      datasets: this.datasets.length,
      runs: this.runs.length,
      unfinished: this.runs.some(({ summary: { state } }) => state === 'paused' || state === 'interrupted'),
    };
  }

  open(name: string, folder: string): ProjectSummary {
    this.project = this.#summary(name, folder);
    this.emit('project', this.project);
    return this.project;
  }

  changed(): void {
    if (!this.project) return;
    this.project = { ...this.project, counts: this.counts() };
    this.emit('project', this.project);
  }

  image(id: number): ScriptedImage {
    const image = this.images.find((known) => known.id === id);
    if (!image) throw new StudioError('not-found', `There is no image ${id}.`);
    return image;
  }

  run(id: string): ScriptedRun {
    const run = this.runs.find((known) => known.summary.id === id);
    if (!run) throw new StudioError('not-found', `There is no run ${id}.`);
    return run;
  }

  listen(listener: (topic: keyof Events, payload: unknown) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit<K extends keyof Events>(topic: K, payload: Events[K]): void {
    for (const listener of this.#listeners) listener(topic, payload);
  }

  /** Runs a job as core does: known to everyone, stopped by its caller or by `jobs.abort`. */
  async job<P, R>(
    method: string,
    params: unknown,
    context: CallContext<P>,
    work: (report: (progress: P) => Promise<void>) => Promise<R>,
  ): Promise<R> {
    const now = () => new Date().toISOString();
    let job: JobSummary = {
      id: this.jobs.length + 1,
      method,
      params,
      state: 'running',
      progress: null,
      error: null,
      createdAt: now(),
      finishedAt: null,
    };
    const place = this.jobs.push(job) - 1;
    const change = (next: Partial<JobSummary>) => {
      job = { ...job, ...next, ...(this.jobs[place]?.state === 'aborted' ? { state: 'aborted' as const } : {}) };
      this.jobs[place] = job;
      this.emit('job', job);
    };
    change({});
    try {
      const result = await work(async (progress) => {
        if (context.signal.aborted || this.jobs[place]?.state === 'aborted')
          throw new StudioError('aborted', 'Stopped.');
        context.report(progress);
        change({ progress });
        await this.rest();
      });
      change({ state: 'finished', finishedAt: now(), result });
      return result;
    } catch (error) {
      const wire = toWire(error);
      change({ state: wire.code === 'aborted' ? 'aborted' : 'failed', error: wire, finishedAt: now() });
      throw error;
    }
  }

  rest(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.tickMs));
  }
}

/** Curves as a healthy training draws them. */
export function inventMetrics(steps: number, totalSteps: number): TrainProgress[] {
  const wobble = (step: number, seed: number) => Math.sin(step * 12.9898 + seed * 78.233) * 43758.5453;
  const noise = (step: number, seed: number) => wobble(step, seed) - Math.floor(wobble(step, seed)) - 0.5;
  return Array.from({ length: steps }, (_, index) => {
    const step = index + 1;
    const age = step / totalSteps;
    return {
      step,
      totalSteps,
      epoch: (step * 64) / 1500,
      lossD: 0.55 + 0.9 * Math.exp(-age * 9) + noise(step, 1) * 0.5,
      lossG: 2.4 + 2.2 * Math.exp(-age * 14) + Math.sin(age * 20) * 0.2 + noise(step, 2) * 1.4,
      dReal: Math.min(0.72 + noise(step, 3) * 0.35 - 0.12 * Math.exp(-age * 10), 1),
      dFake: Math.max(0.26 + noise(step, 4) * 0.3 + 0.15 * Math.exp(-age * 10), 0),
      dFakeAfter: Math.max(0.2 + noise(step, 5) * 0.2, 0),
      imagesPerSecond: 176 + noise(step, 6) * 8,
      elapsedMs: step * 360,
      etaMs: (totalSteps - step) * 360,
      memoryMiB: 1310,
    };
  });
}
