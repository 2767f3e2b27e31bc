import type { TrainConfig } from '../../contract/training';
import {
  adapt,
  fewestHeldOut,
  picturesAtOnce,
  picturesBetweenLooks,
  picturesPerLook,
  unadapted,
  type Adaptation,
  type Judgement,
} from '../../ml/gan/adaptive-augmentation';
import { augmentsAt } from '../../ml/gan/augment';
import { Random } from '../../ml/rng';
import { randomStreams, type BatchSource } from './batch-source';
import type { Trainer } from './trainer';

/** How many of a run's pictures are augmented: all, or as many as the discriminator's knowledge of the photos asks for. */
export class AugmentationShare {
  readonly #adapts: boolean;

  constructor(
    private readonly config: TrainConfig,
    private readonly source: BatchSource,
    private readonly trainer: Pick<Trainer, 'judge'>,
    private adaptation: Adaptation = unadapted,
  ) {
    this.#adapts = config.augment.length > 0 && config.augmentTarget > 0;
  }

  /** 0 to 1. Without held-out photos nothing can be known, and no picture is changed. */
  get value(): number {
    return this.#adapts ? this.adaptation.share : 1;
  }

  /** For a checkpoint; null in a run that does not adapt. */
  get state(): Adaptation | null {
    return this.#adapts ? this.adaptation : null;
  }

  /**
   * Looks at the discriminator where it is time, and adapts.
   *
   * @param taken real pictures that the run has learned from, the last step's among them
   */
  async after(taken: number): Promise<void> {
    const { config, source } = this;
    const look = Math.floor(taken / picturesBetweenLooks);
    const isDue = look > Math.floor((taken - config.batch) / picturesBetweenLooks);
    if (!this.#adapts || !isDue || !augmentsAt(config, taken / source.count)) return;
    if (source.heldOutCount < fewestHeldOut) return;
    this.adaptation = adapt(this.adaptation, await this.#judge(look), config.augmentTarget);
  }

  /** The mean over a few batches. Which photos and what noise follows from the number of the look alone. */
  async #judge(look: number): Promise<Judgement> {
    const { batch, latentDim, seed } = this.config;
    const random = Random.fromSeed(seed, randomStreams.firstLook + look);
    const count = Math.min(batch, picturesAtOnce);
    const rounds = Math.ceil(picturesPerLook / count);
    const mean: Judgement = { known: 0, heldOut: 0, generated: 0 };
    for (let round = 0; round < rounds; round++) {
      const noise = random.normals(count * latentDim);
      const judged = await this.trainer.judge({ ...(await this.source.toJudge(count, random)), noise });
      for (const kind of ['known', 'heldOut', 'generated'] as const) mean[kind] += judged[kind] / rounds;
    }
    return mean;
  }
}
