import type { Tensor } from 'onnxruntime-node';
import { readFile } from 'node:fs/promises';
import { StudioError } from '../../contract/errors';
import { say } from '../../contract/said';
import type { LatentRecipe } from '../../contract/latent-recipe';
import { TrainConfig } from '../../contract/training';
import { LatentDrawer } from '../../ml/gan/latents';
import { keptGenerator } from '../../storage/kept-folder';
import { RunFolder } from '../../storage/run-folder';
import { decodeSafetensors } from '../../storage/safetensors';
import { decodeCheckpoint, samplingWeights } from './checkpoint';
import { readTorchGenerator, type TrainedGenerator } from './export-generator';
import { GeneratorSampler } from './generator-sampler';

/** Pictures of one pass. */
const batch = 16;

/** A generator that is ready to draw. */
export class OpenGenerator {
  private constructor(
    readonly trained: TrainedGenerator,
    private readonly sampler: GeneratorSampler,
    private readonly packed: Readonly<Record<string, Tensor>>,
  ) {}

  /**
   * The generator of a step: from its checkpoint, or as it was kept with a look.
   *
   * @throws {StudioError} `not-found` naming the step, `checkpoint-damaged`, `out-of-memory`
   */
  static async open(runFolder: string, step: number): Promise<OpenGenerator> {
    const run = new RunFolder(runFolder);
    if ((await run.checkpointSteps()).includes(step)) {
      const { config, state } = decodeCheckpoint(await run.readCheckpoint(step));
      const sampler = await GeneratorSampler.create(config, batch, 'im2col', 'cpu', config.threads);
      const weights = samplingWeights(config, state);
      const stored = sampler.pack(weights);
      if (config.emaDecay === 0) return new OpenGenerator({ config, step, weights }, sampler, stored);
      const packed = await sampler.calibrate(stored);
      for (const [name, tensor] of Object.entries(packed))
        if (tensor !== stored[name]) weights.set(name, Float32Array.from(tensor.data as Float32Array));
      return new OpenGenerator({ config, step, weights }, sampler, packed);
    }
    const trained = await readKept(runFolder, step);
    const { config, weights } = trained;
    const sampler = await GeneratorSampler.create(config, batch, 'im2col', 'cpu', config.threads);
    return new OpenGenerator(trained, sampler, sampler.pack(weights));
  }

  /** @returns [recipes.length][imageSize][imageSize][3], RGB */
  async sample(recipes: readonly LatentRecipe[], truncation: number | null): Promise<Uint8ClampedArray> {
    const latents = new LatentDrawer(this.trained.config.latentDim, truncation).latentsOf(recipes);
    return this.sampler.sample(this.packed, latents);
  }

  async release(): Promise<void> {
    await this.sampler.release();
  }
}

async function readKept(runFolder: string, step: number): Promise<TrainedGenerator> {
  const path = keptGenerator(runFolder, step);
  const bytes = await readFile(path).catch(() => null);
  if (!bytes) throw new StudioError('not-found', say('checkpoint.gone', { folder: runFolder, step }));
  const trained = readTorchGenerator(decodeSafetensors(bytes, path), (text) => TrainConfig.parse(JSON.parse(text)));
  if (!trained)
    throw new StudioError('checkpoint-damaged', say('checkpoint.damaged', { path, why: say('damage.noGenerator') }));
  return trained;
}

/** Keeps the generator that drew last ready, one caller at a time: most looks come from the same one. */
export class GeneratorDesk {
  #turn: Promise<unknown> = Promise.resolve();
  #open: { runFolder: string; step: number; generator: OpenGenerator } | null = null;

  async use<T>(runFolder: string, step: number, work: (generator: OpenGenerator) => Promise<T>): Promise<T> {
    const mine = this.#turn.then(async () => work(await this.#opened(runFolder, step)));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #opened(runFolder: string, step: number): Promise<OpenGenerator> {
    const open = this.#open;
    if (open && open.runFolder === runFolder && open.step === step) return open.generator;
    this.#open = null;
    await open?.generator.release();
    const generator = await OpenGenerator.open(runFolder, step);
    this.#open = { runFolder, step, generator };
    return generator;
  }
}
