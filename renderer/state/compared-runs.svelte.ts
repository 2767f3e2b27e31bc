import type { RunQuality } from '../../electron/contract/api/quality';
import type { MetricColumns, RunDetails } from '../../electron/contract/api/runs';
import type { StudioState } from './studio.svelte';
import { t } from '../text/text.svelte';

/** As many as can be told apart on one chart. */
export const mostCompared = 5;

export interface ComparedRun {
  id: string;
  details: RunDetails;
  quality: RunQuality;
  columns: MetricColumns;
}

/** The runs that are looked at side by side, in the order in which they were chosen. */
export class ComparedRuns {
  chosen = $state.raw<readonly string[]>([]);
  runs = $state.raw<readonly ComparedRun[]>([]);
  #studio: StudioState;

  constructor(studio: StudioState) {
    this.#studio = studio;
  }

  toggle(id: string): void {
    this.chosen = this.chosen.includes(id)
      ? this.chosen.filter((one) => one !== id)
      : [...this.chosen, id].slice(-mostCompared);
    void this.read();
  }

  clear(): void {
    this.chosen = [];
    this.runs = [];
  }

  /** Reads every chosen run anew: some may still go on. */
  async read(): Promise<void> {
    const { chosen } = this;
    const { client } = this.#studio;
    const found = await this.#studio.attempt(t('failed.run'), () =>
      Promise.all(
        chosen.map(async (run): Promise<ComparedRun> => {
          const [details, quality, columns] = await Promise.all([
            client.run('runs.get', { run }),
            client.run('runs.quality', { run }),
            client.run('runs.metrics', { run, points: 4000 }),
          ]);
          return { id: run, details, quality, columns };
        }),
      ),
    );
    if (found && this.chosen === chosen) this.runs = found;
  }
}
