import { StudioError } from '../../contract/errors';
import { type Said, say } from '../../contract/said';
import type { ReportedValue } from '../../ml/gan/training-step';
import type { TrainConfig, TrainProgress } from '../../contract/training';
import { augmentsAt, drawAugmentation } from '../../ml/gan/augment';
import { diversityShare } from '../../ml/coach/diversity';
import { initialState } from '../../ml/gan/state';
import { Random } from '../../ml/rng';
import { writePng } from '../../storage/png';
import type { MetricsLog, RunFolder } from '../../storage/run-folder';
import { randomStreams, type BatchSource } from './batch-source';
import { encodeCheckpoint, type Checkpoint } from './checkpoint';
import { writeGenerator } from './export-generator';
import { drawLatents } from './generate-looks';
import { layOutGrid } from './picture-grid';
import { AugmentationShare } from './augmentation-share';
import type { Trainer } from './trainer';

/** Steps over which the speed is averaged. */
const speedWindow = 20;
/** Looks in a grid from which on their variety says something. */
const fewestVaried = 8;

/** One training as it goes: its position, its random numbers, and what it writes into the run folder. */
export class TrainingRun {
  #random: Random;
  #taken = 0;
  #step = 0;
  #elapsedMs = 0;
  #savedStep = 0;
  /** Duration of the last steps, saving and drawing left out. */
  #recentMs: number[] = [];
  readonly #share: AugmentationShare;
  readonly #fixedNoise: Float32Array;

  constructor(
    private readonly config: TrainConfig,
    private readonly folder: RunFolder,
    private readonly source: BatchSource,
    private readonly trainer: Trainer,
    private readonly metrics: MetricsLog,
    start: Checkpoint | null,
  ) {
    const { seed, sampleCount, latentDim } = config;
    this.#fixedNoise = drawLatents(Random.fromSeed(seed, randomStreams.fixedNoise), sampleCount, latentDim);
    this.#random = Random.fromSeed(seed, randomStreams.steps);
    this.#share = new AugmentationShare(config, source, trainer, start?.adaptation ?? undefined);
    if (!start) {
      trainer.load(initialState(config, Random.fromSeed(seed, randomStreams.weights)));
      return;
    }
    trainer.load(start.state);
    this.#random = Random.fromState(start.random);
    this.#taken = start.taken;
    this.#step = this.#savedStep = start.step;
    this.#elapsedMs = start.elapsedMs;
  }

  get step(): number {
    return this.#step;
  }

  /**
   * Makes one step and writes what is due after it.
   *
   * @param notes for a person, to go with this step's metrics
   * @throws {StudioError} `loss-not-finite`, `disk-full`, `out-of-memory`, `dataset-damaged`
   */
  async advance(notes: readonly Said[]): Promise<TrainProgress> {
    const { config, folder } = this;
    const startedAt = performance.now();
    const begins = this.#augmentationBegins();
    const values = await this.#train();
    this.#recentMs = [...this.#recentMs, performance.now() - startedAt].slice(-speedWindow);
    this.#expectFinite(values);
    const last = this.#step >= config.steps;
    const sample = last || isMultiple(this.#step, config.sampleEvery) ? folder.sampleName(this.#step) : undefined;
    const save = last || isMultiple(this.#step, config.checkpointEvery);
    const diversity = sample === undefined ? undefined : await this.#drawGrid(sample);
    this.#elapsedMs += performance.now() - startedAt;
    const told = begins ? [...notes, say('run.augments', { passes: config.augmentAfter })] : [...notes];
    const progress: TrainProgress = {
      step: this.#step,
      totalSteps: config.steps,
      epoch: this.#epoch(0),
      ...values,
      ...this.#pace(),
      ...(this.#share.state ? { augmentShare: this.#share.value } : {}),
      ...(sample === undefined ? {} : { sample }),
      ...(diversity === undefined ? {} : { diversity }),
      ...(save ? { checkpoint: folder.checkpointName(this.#step) } : {}),
      ...(told.length === 0 ? {} : { notes: told }),
    };
    await this.metrics.append(progress);
    if (save) await this.save();
    return progress;
  }

  /** Writes a checkpoint unless the newest one is of this step; what no longer needs keeping goes. */
  async save(): Promise<void> {
    if (this.#step === this.#savedStep) return;
    const state = this.trainer.read();
    for (const [name, { values }] of state)
      if (!values.every(Number.isFinite)) throw this.#notFinite(say('breakdown.weights', { name }));
    // First the metrics: a checkpoint without its steps' metrics would leave a hole in the curve.
    await this.metrics.flush();
    const { config } = this;
    const [random, taken, elapsedMs] = [this.#random.state, this.#taken, this.#elapsedMs];
    const position = { step: this.#step, config, random, taken, elapsedMs, adaptation: this.#share.state };
    const encoded = encodeCheckpoint(position, state);
    await this.folder.writeCheckpoint(this.#step, encoded);
    this.#savedStep = this.#step;
    await this.folder.thinCheckpoints(this.#step, config.keepEvery);
  }

  /** Writes the generator for other programs. */
  async exportGenerator(): Promise<void> {
    if (this.#step === 0) return;
    await writeGenerator(this.folder, this.config, await this.trainer.generatorWeights(), this.#step);
  }

  async #train(): Promise<Record<ReportedValue, number>> {
    const { config } = this;
    const noise = this.#random.normals(config.batch * config.latentDim);
    const real = await this.source.take(this.#taken, this.#random);
    const augmentation = augmentsAt(config, this.#epoch(0))
      ? drawAugmentation(config, this.#random, this.#share.value)
      : new Map();
    const values = await this.trainer.step(this.#step + 1, { real, noise, augmentation });
    this.#step += 1;
    this.#taken += config.batch;
    await this.#share.after(this.#taken);
    return values;
  }

  /** Passes over the train split, so many steps from now. */
  #epoch(steps: number): number {
    return (this.#taken + steps * this.config.batch) / this.source.count;
  }

  /** Whether the next step is the first one that is augmented whole, in a run that was not from its start. */
  #augmentationBegins(): boolean {
    const { config } = this;
    if (this.#step === 0 || this.#share.state) return false;
    return augmentsAt(config, this.#epoch(0)) && !augmentsAt(config, this.#epoch(-1));
  }

  /** @returns how much the looks vary, as a share of how much photos do; undefined for too few looks to say so */
  async #drawGrid(name: string): Promise<number | undefined> {
    const { imageSize, seed, sampleCount } = this.config;
    const pictures = await this.trainer.sample(this.#fixedNoise);
    const { pixels, width, height } = layOutGrid(pictures, imageSize);
    const text = { Software: 'DeepStyle Studio', seed: String(seed), step: String(this.#step) };
    await writePng(this.folder.file('samples', name), pixels, width, height, text);
    if (sampleCount < fewestVaried) return undefined;
    const share = diversityShare(pictures, await this.source.reference(sampleCount), imageSize * imageSize * 3);
    return Number(share.toFixed(4));
  }

  #pace(): Pick<TrainProgress, 'imagesPerSecond' | 'elapsedMs' | 'etaMs' | 'memoryMiB'> {
    const stepMs = this.#recentMs.reduce((sum, duration) => sum + duration, 0) / this.#recentMs.length;
    return {
      imagesPerSecond: Number(((this.config.batch * 1000) / stepMs).toFixed(2)),
      elapsedMs: Math.round(this.#elapsedMs),
      etaMs: Math.round((this.config.steps - this.#step) * stepMs),
      memoryMiB: Math.round(process.memoryUsage.rss() / 2 ** 20),
    };
  }

  #expectFinite(values: Record<ReportedValue, number>): void {
    const { lossD, lossG } = values;
    if (!Object.values(values).every(Number.isFinite))
      throw this.#notFinite(say('breakdown.losses', { lossD: String(lossD), lossG: String(lossG) }));
  }

  #notFinite(what: Said): StudioError {
    const good =
      this.#savedStep === 0 ? say('breakdown.noCheckpoint') : say('breakdown.checkpoint', { step: this.#savedStep });
    return new StudioError('loss-not-finite', say('run.brokeDown', { step: this.#step, what, good }));
  }
}

const isMultiple = (step: number, every: number): boolean => every > 0 && step % every === 0;
