import type { Tensor } from 'onnxruntime-node';
import { Graph } from '../../ml/graph/graph';
import { calibrationBatch } from '../../ml/gan/memory-estimate';
import { buildCalibration, buildSampling, samplingNames } from '../../ml/gan/generator-model';
import type { Architecture } from '../../ml/gan/networks';
import { networkEntries, packState } from '../../ml/gan/state';
import { makeForm, type FormName } from '../../ml/gan/training-step';
import { Random } from '../../ml/rng';
import { OnnxSession, type Device, type SessionUse } from './onnx-session';

/** Draws pictures with the generator in evaluation mode, so that a picture depends on its latent vector alone. */
export class GeneratorSampler {
  #calibration: OnnxSession | null = null;

  private constructor(
    private readonly session: OnnxSession,
    private readonly architecture: Architecture,
    private readonly batch: number,
    private readonly form: FormName,
    private readonly device: Device,
    private readonly threads: number,
    private readonly use: SessionUse,
  ) {}

  /** @param batch pictures of one pass @throws {StudioError} `device-unavailable`, `out-of-memory` */
  static async create(
    architecture: Architecture,
    batch: number,
    form: FormName,
    device: Device,
    threads: number,
    use: SessionUse = 'always',
  ) {
    const session = await OnnxSession.create(buildSampling(architecture, batch, form), device, threads, use);
    return new GeneratorSampler(session, architecture, batch, form, device, threads, use);
  }

  /** @param weights the generator's arrays by name, in PyTorch's layout */
  pack(weights: ReadonlyMap<string, Float32Array>): Record<string, Tensor> {
    const form = makeForm(this.form, new Graph());
    return Object.fromEntries(
      networkEntries('generator', this.architecture).map((entry) => {
        const values = weights.get(entry.name);
        if (!values) throw new Error(`Expected weights for ${entry.name} but received none.`);
        return [entry.name, this.session.tensor(entry.name, packState(form, entry, values))];
      }),
    );
  }

  /**
   * Batch-norm statistics of the generator's own pictures, always of the same noise, in place of the running ones.
   *
   * @param weights the generator's arrays by name, in the form's layout
   */
  async calibrate(weights: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
    const graph = (): Graph => buildCalibration(this.architecture, calibrationBatch, this.form);
    this.#calibration ??= await OnnxSession.create(graph(), this.device, this.threads, this.use);
    const noise = Random.fromSeed(0).normals(calibrationBatch * this.architecture.latentDim);
    const feeds: Record<string, Tensor> = {
      [samplingNames.latent]: this.#calibration.tensor(samplingNames.latent, noise),
    };
    for (const { name, trained } of networkEntries('generator', this.architecture))
      if (trained) feeds[name] = weights[name] as Tensor;
    return { ...weights, ...(await this.#calibration.run(feeds)) };
  }

  /**
   * @param weights the generator's arrays by name, in the form's layout
   * @param latents [count, latentDim]
   * @returns [count][imageSize][imageSize][3], RGB
   */
  async sample(weights: Readonly<Record<string, Tensor>>, latents: Float32Array): Promise<Uint8ClampedArray> {
    const { latentDim, imageSize } = this.architecture;
    const count = latents.length / latentDim;
    const pictureBytes = imageSize * imageSize * 3;
    const pixels = new Uint8ClampedArray(count * pictureBytes);
    for (let first = 0; first < count; first += this.batch) {
      const part = new Float32Array(this.batch * latentDim);
      part.set(latents.subarray(first * latentDim, (first + this.batch) * latentDim));
      const latent = this.session.tensor(samplingNames.latent, part);
      const { [samplingNames.image]: image } = await this.session.run({ ...weights, latent });
      const values = (image as Tensor).data as Float32Array;
      const wanted = Math.min(this.batch, count - first) * pictureBytes;
      // -1 to 1 becomes 0 to 255; the clamped array rounds.
      for (let index = 0; index < wanted; index++)
        pixels[first * pictureBytes + index] = ((values[index] as number) + 1) * 127.5;
    }
    return pixels;
  }

  async release(): Promise<void> {
    await this.#calibration?.release();
    await this.session.release();
  }
}
