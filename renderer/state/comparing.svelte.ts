import { Desk, type Look } from '../../electron/contract/api/gallery';
import type { DatasetSummary } from '../../electron/contract/api/datasets';
import type { RunProgress } from '../../electron/contract/api/runs';
import type { RunSummary } from '../../electron/contract/training';
import { t } from '../text/text.svelte';
import type { StudioState } from './studio.svelte';

/** Settings of the desk that decide which looks are drawn. */
const drawn = ['checkpoint', 'truncation', 'count', 'seed'] as const satisfies (keyof Desk)[];

/** Looks of one run beside the crops that it learned from, and how the person has left them. */
export class ComparingState {
  runs = $state.raw<readonly RunSummary[]>([]);
  datasets = $state.raw<readonly DatasetSummary[]>([]);
  loaded = $state(false);
  runId = $state<string | null>(null);
  desk = $state.raw<Desk>(Desk.parse({}));
  /** Steps of the checkpoints that can draw, newest first. */
  steps = $state.raw<readonly number[]>([]);
  best = $state<number | null>(null);
  looks = $state.raw<readonly Look[]>([]);
  /** Of the checkpoint that drew the looks. */
  step = $state<number | null>(null);
  drawing = $state(false);
  usable = $derived(this.runs.filter((run) => run.step > 0));
  run = $derived(this.runs.find((run) => run.id === this.runId) ?? null);
  dataset = $derived(this.datasets.find((dataset) => dataset.name === this.run?.dataset) ?? null);
  /** Positions in the dataset of the real pictures that are shown: spread evenly, so that all of it is represented. */
  realIndices = $derived.by(() => {
    const total = this.dataset?.count ?? 0;
    const shown = Math.min(this.desk.count, total);
    return Array.from({ length: shown }, (_, at) => Math.floor((at * total) / shown));
  });
  #studio: StudioState;
  #stop = new AbortController();
  #saving: Promise<unknown> | null = null;
  #unsaved = false;
  #followed = '';

  constructor(studio: StudioState) {
    this.#studio = studio;
  }

  async load(runId: string | null): Promise<void> {
    await this.#readRuns();
    const wanted = this.usable.find((run) => run.id === runId) ?? this.usable[0];
    if (wanted) await this.open(wanted.id);
    this.loaded = true;
  }

  /** A training goes on: what it has saved or measured since is shown. */
  follow({ runId, checkpointStep, measuredStep }: RunProgress): void {
    const now = `${runId} ${checkpointStep} ${measuredStep}`;
    if (!this.loaded || now === this.#followed) return;
    this.#followed = now;
    void this.refresh();
  }

  /** After a training has gone on: its new checkpoints, and looks of the newest where that is what is shown. */
  async refresh(): Promise<void> {
    await this.#readRuns();
    const run = this.runId;
    const [first] = this.usable;
    if (run === null) return first && this.open(first.id);
    const found = await this.#studio.attempt(t('failed.runs'), () =>
      this.#studio.client.run('gallery.checkpoints', { run }),
    );
    if (!found || this.runId !== run) return;
    const newer = found.steps[0] !== this.steps[0] || found.best !== this.best;
    [this.steps, this.best] = [found.steps, found.best];
    if (newer && typeof this.desk.checkpoint !== 'number') await this.draw();
  }

  async #readRuns(): Promise<void> {
    await this.#studio.attempt(t('failed.runs'), async () => {
      const { client } = this.#studio;
      [this.runs, this.datasets] = await Promise.all([client.run('runs.list', {}), client.run('datasets.list', {})]);
    });
  }

  /** Shows a run as it was left. */
  async open(run: string): Promise<void> {
    this.runId = run;
    this.looks = [];
    this.step = null;
    await this.#studio.attempt(t('failed.generate'), async () => {
      const { client } = this.#studio;
      const [desk, { steps, best }] = await Promise.all([
        client.run('gallery.desk', { run }),
        client.run('gallery.checkpoints', { run }),
      ]);
      if (this.runId !== run) return;
      const gone = typeof desk.checkpoint === 'number' && !steps.includes(desk.checkpoint);
      this.desk = gone ? { ...desk, checkpoint: 'newest' } : desk;
      [this.steps, this.best] = [steps, best];
    });
    await this.draw();
  }

  /** Changes how the desk is left; what other looks follow from is drawn again. */
  change(patch: Partial<Desk>): void {
    const before = this.desk;
    this.desk = { ...before, ...patch };
    this.#save();
    if (drawn.some((name) => before[name] !== this.desk[name])) void this.draw();
  }

  shuffle(): void {
    this.change({ seed: crypto.getRandomValues(new Uint32Array(1))[0]! % 1_000_000 });
  }

  async draw(): Promise<void> {
    const run = this.runId;
    if (run === null || this.steps.length === 0) return;
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const { checkpoint, truncation, count, seed } = this.desk;
    const recipes = Array.from({ length: count }, (_, index) => `${seed}#${index}`);
    this.drawing = true;
    const answer = await this.#studio.attempt(t('failed.generate'), () =>
      this.#studio.client.run('gallery.draw', { run, checkpoint, truncation, recipes }, { signal }),
    );
    if (signal.aborted) return;
    this.drawing = false;
    if (!answer) return;
    this.looks = answer.looks;
    this.step = answer.step;
  }

  /** One write at a time; the last state is the one that stays. */
  #save(): void {
    this.#unsaved = true;
    if (this.#saving) return;
    const write = async () => {
      while (this.#unsaved && this.runId !== null) {
        this.#unsaved = false;
        await this.#studio.client.run('gallery.leaveDesk', { run: this.runId, desk: this.desk });
      }
    };
    this.#saving = this.#studio.attempt(t('failed.desk'), write).finally(() => (this.#saving = null));
  }
}
