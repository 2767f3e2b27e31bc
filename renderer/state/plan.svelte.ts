import type { RunPlan } from '../../electron/contract/devices';
import type { StudioState } from './studio.svelte';
import type { TrainingState } from './training.svelte';
import { t } from '../text/text.svelte';

/** Settings that are typed are asked about when the hand rests. */
const restMs = 180;

/** What the training that could be started now would be like: read again whenever a setting changes. */
export class PlanState {
  plan = $state.raw<RunPlan | null>(null);
  #studio: StudioState;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(studio: StudioState) {
    this.#studio = studio;
  }

  /** @param rest waits a moment for the next change */
  ask({ preset, dataset, overrides }: Pick<TrainingState, 'preset' | 'dataset' | 'overrides'>, rest: boolean): void {
    const mine = ++this.#asked;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        void this.#studio
          .attempt(t('failed.plan'), () =>
            this.#studio.client.run('runs.plan', { preset, overrides, ...(dataset ? { dataset } : {}) }),
          )
          .then((plan) => {
            if (plan && mine === this.#asked) this.plan = plan;
          });
      },
      rest && this.plan ? restMs : 0,
    );
  }

  /** Makes real steps on every device, so that the plan is no estimate any more. */
  async measure({
    preset,
    dataset,
    overrides,
  }: Pick<TrainingState, 'preset' | 'dataset' | 'overrides'>): Promise<void> {
    const choice = { preset, overrides, ...(dataset ? { dataset } : {}) };
    await this.#studio.attempt(t('failed.measure'), () =>
      this.#studio.client.run('devices.measure', { ...choice, redo: true }),
    );
    this.ask({ preset, dataset, overrides }, false);
  }
}
