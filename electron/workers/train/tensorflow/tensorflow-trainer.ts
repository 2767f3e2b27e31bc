import type { Tensor, TensorContainer } from '@tensorflow/tfjs-core';
import { StudioError } from '../../../contract/errors';
import { say } from '../../../contract/said';
import type { TrainConfig } from '../../../contract/training';
import { isInParts } from '../../../ml/gan/memory-estimate';
import type { Judgement } from '../../../ml/gan/adaptive-augmentation';
import { averageOf, networkEntries, stateEntries, type StateEntry } from '../../../ml/gan/state';
import { reportedValues, type ReportedValue } from '../../../ml/gan/training-step';
import { Random } from '../../../ml/rng';
import type { JudgedBatch, StepBatch } from '../onnx-trainer';
import { DeviceUnavailable } from '../device-unavailable';
import { loadTensorFlow, type BackEnd, type TensorFlow } from './load-tensorflow';
import { batchStatistics, generate, runningStatistics, type Lookup } from './networks';
import { judgement } from './judgement';
import { trainingStep } from './training-step';

/** Pictures of one sampling pass: few enough to cost little memory beside the training. */
const samplingBatch = 16;

/** Pictures that the averaged generator's statistics are taken of, as in the ONNX engine. */
const calibrationBatch = 64;

/** From PyTorch's [small, big, 4, 4] to TensorFlow's [4, 4, big, small], and back. */
const fromTorch = [2, 3, 1, 0];
const toTorch = [3, 2, 0, 1];

/**
 * Both networks and their optimizers in TensorFlow: makes steps, draws samples, gives its state out and takes it back.
 * Between steps the state stays where TensorFlow computes. An implementation independent of the ONNX engine's: TensorFlow
 * finds the gradients, the layout is another, and so are the kernels.
 */
export class TensorFlowTrainer {
  #state = new Map<string, Tensor>();

  private constructor(
    private readonly tf: TensorFlow,
    private readonly config: TrainConfig,
    readonly device: 'cpu' | 'cuda',
    private readonly entries: readonly StateEntry[],
  ) {}

  /**
   * TensorFlow itself decides how many threads it takes, and takes the graphics card where its library can use one.
   *
   * @throws {StudioError} `device-unavailable` where TensorFlow is not installed or does not run on the device asked for
   */
  static async create(config: TrainConfig, backEnd: BackEnd = 'native'): Promise<TensorFlowTrainer> {
    const { tf, device } = await loadTensorFlow(backEnd);
    if (isInParts(config))
      throw new DeviceUnavailable(say('tensorflow.noParts', { why: say('tried.noParts') }), say('tried.noParts'));
    if (config.device !== 'auto' && config.device !== device)
      throw new DeviceUnavailable(
        say('tensorflow.otherDevice', { asked: config.device, why: say('tried.libraryOn', { device }), device }),
        say('tried.libraryOn', { device }),
      );
    return new TensorFlowTrainer(tf, config, device, stateEntries(config));
  }

  /** @param values every state array, in PyTorch's layout */
  load(values: ReadonlyMap<string, Float32Array>): void {
    const { tf } = this;
    const loaded = new Map<string, Tensor>();
    for (const { name, shape, geometry } of this.entries) {
      const array = values.get(name);
      if (!array) throw new Error(`Expected the state array ${name} but received none.`);
      // A copy: TensorFlow.js may go on using the memory that it is given.
      const tensor = tf.tensor(Float32Array.from(array), [...shape], 'float32');
      loaded.set(name, geometry ? tf.transpose(tensor, fromTorch) : tensor);
      if (geometry) tensor.dispose();
    }
    this.#replaceState(loaded);
  }

  /** Every state array, in PyTorch's layout, bit for bit what {@link load} takes. */
  read(): Map<string, { shape: readonly number[]; values: Float32Array }> {
    return new Map(
      this.entries.map((entry) => [
        entry.name,
        { shape: entry.shape, values: this.#inTorchLayout(entry, this.#array(entry.name)) },
      ]),
    );
  }

  /**
   * Blocks this thread until it is done.
   *
   * @param step the step that is made, from 1
   * @throws {StudioError} `out-of-memory`, `device-unavailable`
   */
  async step(step: number, batch: StepBatch): Promise<Record<ReportedValue, number>> {
    const { tf, config } = this;
    const { imageSize: side, latentDim } = config;
    const { state, values } = this.#run(() => {
      const real = tf.tensor4d(Float32Array.from(batch.real), [config.batch, side, side, 3]);
      const noise = tf.tensor2d(Float32Array.from(batch.noise), [config.batch, latentDim]);
      const tensors = { real, noise, augmentation: batch.augmentation };
      // What a step draws no random numbers for is not in it.
      const augment = batch.augmentation.size === 0 ? [] : config.augment;
      return trainingStep(tf, { ...config, augment }, step, (name) => this.#array(name), tensors);
    });
    this.#replaceState(new Map(Object.entries(state)));
    const reported = this.#take(values);
    return Object.fromEntries(reportedValues.map((name, index) => [name, reported[index]])) as Record<
      ReportedValue,
      number
    >;
  }

  /** What the discriminator thinks of pictures, with batch norm as in a step. The state stays as it is. */
  async judge({ known, heldOut, noise }: JudgedBatch): Promise<Judgement> {
    const { tf, config } = this;
    const { imageSize: side, latentDim } = config;
    const count = noise.length / latentDim;
    const means = this.#run(() => {
      const photos = (pixels: Uint8Array) => tf.tensor4d(Float32Array.from(pixels), [count, side, side, 3]);
      const latent = tf.tensor2d(noise, [count, latentDim]);
      return judgement(tf, config, (name) => this.#array(name), photos(known), photos(heldOut), latent);
    });
    const [ofKnown, ofHeldOut, ofGenerated] = this.#take(means) as unknown as [number, number, number];
    return { known: ofKnown, heldOut: ofHeldOut, generated: ofGenerated };
  }

  /** @param latents [count, latentDim] @returns [count][imageSize][imageSize][3], RGB; by the averaged generator if there is one */
  async sample(latents: Float32Array): Promise<Uint8ClampedArray> {
    const { tf, config } = this;
    const { latentDim, imageSize } = config;
    const pictureLength = imageSize * imageSize * 3;
    const pixels = new Uint8ClampedArray((latents.length / latentDim) * pictureLength);
    this.#withGenerator((generator) => {
      for (let first = 0; first * latentDim < latents.length; first += samplingBatch) {
        const part = latents.slice(first * latentDim, (first + samplingBatch) * latentDim);
        const image = this.#run(() => {
          const latent = tf.tensor2d(part, [part.length / latentDim, latentDim]);
          const images = generate(tf, config, generator, latent, runningStatistics(generator));
          // -1 to 1 becomes 0 to 255; the clamped array rounds.
          return tf.mul(tf.add(images, 1), 127.5);
        });
        pixels.set(this.#take(image), first * pictureLength);
      }
    });
    return pixels;
  }

  /** The generator that {@link sample} draws with, by its own names, in PyTorch's layout. */
  async generatorWeights(): Promise<Map<string, Float32Array>> {
    const weights = new Map<string, Float32Array>();
    this.#withGenerator((generator) => {
      for (const entry of networkEntries('generator', this.config))
        weights.set(entry.name, this.#inTorchLayout(entry, generator(entry.name)));
    });
    return weights;
  }

  async release(): Promise<void> {
    this.#replaceState(new Map());
  }

  #array(name: string): Tensor {
    const tensor = this.#state.get(name);
    if (!tensor) throw new Error(`Expected a state array "${name}" but there is none.`);
    return tensor;
  }

  /** A tensor's values; the tensor is no more. */
  #take(tensor: Tensor): Float32Array {
    const values = tensor.dataSync<'float32'>();
    tensor.dispose();
    return values;
  }

  #inTorchLayout({ geometry }: StateEntry, tensor: Tensor): Float32Array {
    // A copy: the plain back end gives its own memory out.
    if (!geometry) return Float32Array.from(tensor.dataSync());
    return this.#take(this.tf.transpose(tensor, toTorch));
  }

  /**
   * The generator to draw with. The averaged one gets batch-norm statistics of its own pictures, always of the same noise:
   * no running statistics were ever taken with its weights.
   *
   * @see Brock et al., arXiv:1809.11096, appendix C: standing statistics
   */
  #withGenerator(work: (generator: Lookup) => void): void {
    const { tf, config } = this;
    if (config.emaDecay === 0) return work((name) => this.#array(name));
    const average: Lookup = (name) => this.#array(averageOf(name));
    const standing = this.#run(() => {
      const found: Record<string, Tensor> = {};
      const noise = Random.fromSeed(0).normals(calibrationBatch * config.latentDim);
      const latent = tf.tensor2d(noise, [calibrationBatch, config.latentDim]);
      const statistics = batchStatistics(tf, (name, { mean, variance, count }) => {
        found[`${name}.running_mean`] = mean;
        found[`${name}.running_var`] = tf.mul(variance, count / (count - 1));
      });
      generate(tf, config, average, latent, statistics);
      return found;
    });
    try {
      work((name) => standing[name] ?? average(name));
    } finally {
      tf.dispose(standing);
    }
  }

  #replaceState(next: Map<string, Tensor>): void {
    this.tf.dispose([...this.#state.values()]);
    this.#state = next;
  }

  /** Frees everything that the work makes but the tensors that it returns. */
  #run<T extends TensorContainer>(work: () => T): T {
    try {
      return this.tf.tidy(work);
    } catch (error) {
      const why = error instanceof Error ? (error.message.trim().split('\n')[0] ?? '') : String(error);
      if (/OOM|out of memory|bad_alloc|allocat/i.test(why))
        throw new StudioError('out-of-memory', say('device.memory', { device: this.device, detail: why }), {
          cause: error,
        });
      throw new StudioError('device-unavailable', say('tensorflow.failed', { why }), {
        cause: error,
      });
    }
  }
}
