import { StudioError } from '../../contract/errors';
import { say } from '../../contract/said';
import type { TrainConfig } from '../../contract/training';
import { Random } from '../../ml/rng';
import type { DatasetReader } from '../../storage/dataset-folder';

/** Streams of a run's seed; epoch e's order comes from stream `firstEpoch + e`, a look at the discriminator from `firstLook` on. */
export const randomStreams = { weights: 1, steps: 2, fixedNoise: 3, firstEpoch: 1000, firstLook: 2 ** 31 } as const;

/**
 * Real pictures in a new random order each epoch. Which pictures a step takes follows from the seed and the number of
 * pictures taken before, so there is nothing to save but that number. A dataset smaller than a batch goes round.
 */
export class BatchSource {
  readonly #indices: readonly number[];
  readonly #heldOut: readonly number[];
  #order: Int32Array = new Int32Array(0);
  #orderEpoch = -1;

  /** @throws {StudioError} `nothing-to-do` without a picture in the train split; `invalid-params` for another picture size */
  constructor(
    private readonly dataset: DatasetReader,
    private readonly config: Pick<TrainConfig, 'seed' | 'batch' | 'imageSize' | 'flip'>,
  ) {
    const { name, imageSize } = dataset.manifest;
    this.#indices = dataset.indices('train');
    this.#heldOut = dataset.indices('validation');
    if (this.#indices.length === 0) throw new StudioError('nothing-to-do', say('dataset.noTrain', { name }));
    if (imageSize !== config.imageSize)
      throw new StudioError(
        'invalid-params',
        say('dataset.otherSize', { name, size: imageSize, wanted: config.imageSize }),
      );
  }

  /** Pictures in the train split. */
  get count(): number {
    return this.#indices.length;
  }

  /** Pictures in the validation split. */
  get heldOutCount(): number {
    return this.#heldOut.length;
  }

  /** Pictures of both splits for the discriminator's judgement, any of them more than once; nothing is taken. */
  async toJudge(count: number, random: Random): Promise<{ known: Uint8Array; heldOut: Uint8Array }> {
    const some = (from: readonly number[]) =>
      this.dataset.read(Array.from({ length: count }, () => from[random.integer(from.length)] as number));
    return { known: await some(this.#indices), heldOut: await some(this.#heldOut) };
  }

  /**
   * @param taken  pictures taken before
   * @param random decides about mirroring
   * @returns [batch][imageSize][imageSize][3], RGB
   */
  async take(taken: number, random: Random): Promise<Uint8Array> {
    const chosen = Array.from({ length: this.config.batch }, (_, offset) => this.#at(taken + offset));
    const pixels = await this.dataset.read(chosen);
    if (this.config.flip)
      for (let picture = 0; picture < chosen.length; picture++)
        if (random.uniform() < 0.5) mirror(pixels, picture, this.config.imageSize);
    return pixels;
  }

  /** The same real pictures every time, spread over the train split. @returns [count][imageSize][imageSize][3], RGB */
  async reference(count: number): Promise<Uint8Array> {
    const spread = Array.from({ length: count }, (_, i) => Math.floor((i * this.count) / count));
    return this.dataset.read(spread.map((position) => this.#indices[position] as number));
  }

  #at(position: number): number {
    const epoch = Math.floor(position / this.count);
    if (epoch !== this.#orderEpoch) {
      this.#order = Int32Array.from(this.#indices);
      Random.fromSeed(this.config.seed, randomStreams.firstEpoch + epoch).shuffle(this.#order);
      this.#orderEpoch = epoch;
    }
    return this.#order[position % this.count] as number;
  }
}

function mirror(pixels: Uint8Array, picture: number, side: number): void {
  for (let row = picture * side; row < (picture + 1) * side; row++)
    for (let left = 0; left < side / 2; left++) {
      const a = (row * side + left) * 3;
      const b = (row * side + side - 1 - left) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const kept = pixels[a + channel] as number;
        pixels[a + channel] = pixels[b + channel] as number;
        pixels[b + channel] = kept;
      }
    }
}
