import type { RunPlan } from '../../electron/contract/devices';
import type { DatasetOptions } from '../../electron/contract/api/datasets';
import type { StudioState } from './studio.svelte';

/** How long a training on these pictures would take here, asked for before there is a dataset. */
export class ForecastState {
  plan = $state.raw<RunPlan | null>(null);
  #studio: StudioState;
  #asked: DatasetOptions['imageSize'] | null = null;

  constructor(studio: StudioState) {
    this.#studio = studio;
  }

  /** A forecast is no matter of life and death: where there is none, nothing is said. */
  async ask(imageSize: DatasetOptions['imageSize']): Promise<void> {
    if (this.#asked === imageSize) return;
    this.#asked = imageSize;
    const plan = await this.#studio.client.run('runs.plan', { overrides: { imageSize } }).catch(() => null);
    if (this.#asked === imageSize) this.plan = plan;
  }
}
