import type { Tensor } from 'onnxruntime-node';
import type { TrainConfig } from '../../contract/training';
import { augmentsAt } from '../../ml/gan/augment';
import { Graph } from '../../ml/graph/graph';
import type { Judgement } from '../../ml/gan/adaptive-augmentation';
import { averageOf, networkEntries, packState, unpackState } from '../../ml/gan/state';
import { makeForm, type FormName, type ReportedValue } from '../../ml/gan/training-step';
import type { StoredTensor } from '../../storage/safetensors';
import { GeneratorSampler } from './generator-sampler';
import type { Device } from './onnx-session';
import { Judge } from './judge';
import { createStepEngine, type State, type StepEngine } from './step-engine';

/** What one step learns from. */
export interface StepBatch {
  /** [batch][imageSize][imageSize][3], RGB. */
  real: Uint8Array;
  /** [batch, latentDim] */
  noise: Float32Array;
  /** Augmentation's random numbers by input name; empty: this step has none. */
  augmentation: ReadonlyMap<string, Float32Array | Int32Array>;
}

/** Photos and noise that the discriminator is asked about. */
export interface JudgedBatch {
  /** [count][imageSize][imageSize][3], RGB: photos that it learns from, and photos that it does not. */
  known: Uint8Array;
  heldOut: Uint8Array;
  /** [count, latentDim] */
  noise: Float32Array;
}

/** Pictures of one sampling pass: few enough to cost little memory beside the training. */
const samplingBatch = 16;

/** The plain operators of im2col run on every device; the tiled form's FusedMatMul is the CPU's alone. */
export function chooseForm(config: Pick<TrainConfig, 'form'>, device: Device): FormName {
  if (config.form !== 'auto') return config.form;
  return device === 'cpu' ? 'tiled' : 'im2col';
}

const stepConfig = (config: TrainConfig, augments: boolean): TrainConfig =>
  augments ? config : { ...config, augment: [] };

/** Both networks and their optimizers on one device: makes steps, draws samples, gives its state out and takes it back. */
export class OnnxTrainer {
  #state: State = {};
  #augments: boolean;
  #sampler: GeneratorSampler | null = null;
  #judge: Judge | null = null;

  private constructor(
    private engine: StepEngine,
    private config: TrainConfig,
    readonly form: FormName,
    readonly device: Device,
  ) {
    this.#augments = augmentsAt(config, 0);
  }

  /** @throws {StudioError} `device-unavailable`, `out-of-memory` */
  static async create(config: TrainConfig, device: Device): Promise<OnnxTrainer> {
    const form = chooseForm(config, device);
    const engine = await createStepEngine(stepConfig(config, augmentsAt(config, 0)), form, device);
    return new OnnxTrainer(engine, config, form, device);
  }

  /** @param values every state array, in PyTorch's layout */
  load(values: ReadonlyMap<string, Float32Array>): void {
    const form = makeForm(this.form, new Graph());
    this.#state = Object.fromEntries(
      this.engine.entries.map((entry) => {
        const array = values.get(entry.name);
        if (!array) throw new Error(`Expected the state array ${entry.name} but received none.`);
        return [entry.name, this.engine.tensor(entry.name, packState(form, entry, array))];
      }),
    );
  }

  /** Every state array, in PyTorch's layout, bit for bit what {@link load} takes. */
  read(): Map<string, StoredTensor & { values: Float32Array }> {
    const form = makeForm(this.form, new Graph());
    return new Map(
      this.engine.entries.map((entry) => {
        const packed = (this.#state[entry.name] as Tensor).data as Float32Array;
        return [entry.name, { shape: entry.shape, values: unpackState(form, entry, packed) }];
      }),
    );
  }

  /**
   * A batch with augmentation after one without it (or the other way round) has a graph of its own, which takes a moment.
   *
   * @param step the step that is made, from 1
   * @throws {StudioError} `out-of-memory`, `device-unavailable`
   */
  async step(step: number, batch: StepBatch): Promise<Record<ReportedValue, number>> {
    const augments = batch.augmentation.size > 0;
    if (augments !== this.#augments) await this.#exchangeEngine(augments);
    const { state, values } = await this.engine.step(this.#state, step, batch);
    this.#state = state;
    return values;
  }

  /** What the discriminator thinks of pictures, with batch norm as in a step. The state stays as it is. */
  async judge(batch: JudgedBatch): Promise<Judgement> {
    const count = batch.noise.length / this.config.latentDim;
    this.#judge ??= await Judge.create(this.config, count, this.form, this.device);
    return this.#judge.judge(this.#state, batch);
  }

  /** @param latents [count, latentDim] @returns [count][imageSize][imageSize][3], RGB; by the averaged generator if there is one */
  async sample(latents: Float32Array): Promise<Uint8ClampedArray> {
    const { sampler, weights } = await this.#forSampling();
    return sampler.sample(weights, latents);
  }

  /** The generator that {@link sample} draws with, by its own names, in PyTorch's layout. */
  async generatorWeights(): Promise<Map<string, Float32Array>> {
    const form = makeForm(this.form, new Graph());
    const { weights } = await this.#forSampling();
    return new Map(
      networkEntries('generator', this.config).map((entry) => [
        entry.name,
        unpackState(form, entry, (weights[entry.name] as Tensor).data as Float32Array),
      ]),
    );
  }

  /** From now on with so many threads; the state stays where it is. */
  async useThreads(threads: number): Promise<void> {
    if (this.device !== 'cpu') return;
    this.config = { ...this.config, threads };
    await this.#releaseHelpers();
    await this.#exchangeEngine(this.#augments);
  }

  async release(): Promise<void> {
    await this.#releaseHelpers();
    await this.engine.release();
  }

  async #releaseHelpers(): Promise<void> {
    await this.#sampler?.release();
    await this.#judge?.release();
    [this.#sampler, this.#judge] = [null, null];
  }

  /** The state stays where it is. */
  async #exchangeEngine(augments: boolean): Promise<void> {
    // First the old one goes: both at once would take twice the memory.
    await this.engine.release();
    this.engine = await createStepEngine(stepConfig(this.config, augments), this.form, this.device);
    this.#augments = augments;
  }

  async #forSampling(): Promise<{ sampler: GeneratorSampler; weights: Record<string, Tensor> }> {
    const { config } = this;
    // Every few hundred steps: what it takes must not stay taken beside the training.
    const make = () =>
      GeneratorSampler.create(config, samplingBatch, this.form, this.device, config.threads, 'now and then');
    this.#sampler ??= await make();
    const averaged = config.emaDecay > 0;
    const weights = Object.fromEntries(
      networkEntries('generator', config).map(({ name }) => [
        name,
        this.#state[averaged ? averageOf(name) : name] as Tensor,
      ]),
    );
    return { sampler: this.#sampler, weights: averaged ? await this.#sampler.calibrate(weights) : weights };
  }
}
