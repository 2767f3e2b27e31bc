import { InferenceSession, Tensor } from 'onnxruntime-node';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError, reasonOf } from '../../contract/errors';
import { say } from '../../contract/said';
import type { ModelManifest } from '../../contract/model-manifest';
import { featureInput } from '../../ml/quality/feature-input';
import { cutFeatureModel, featureOutput, type FeatureModel } from '../../ml/quality/feature-model';
import type { FeatureSet } from '../../ml/quality/feature-set';

/** Pixels of the network's input; a multiple of its stride. */
const side = 128;
/** Pictures of one pass. */
const batch = 16;

/** The fixed network that pictures are compared by: the detector's backbone. */
export class FeatureNetwork {
  private constructor(
    private readonly session: InferenceSession,
    private readonly model: FeatureModel,
    private readonly input: ModelManifest['input'],
    /** SHA-256 of the model's file: equal hash, equal features. */
    readonly hash: string,
  ) {}

  /** @throws {StudioError} `model-missing`, `model-invalid` */
  static async load({ folder, manifest }: { folder: string; manifest: ModelManifest }): Promise<FeatureNetwork> {
    const file = join(folder, manifest.file);
    let bytes: Uint8Array;
    try {
      bytes = await readFile(file);
    } catch (error) {
      throw new StudioError('model-missing', say('file.unreadable', { path: file, why: reasonOf(error) }), {
        cause: error,
      });
    }
    const model = cutFeatureModel(bytes);
    const session = await InferenceSession.create(model.bytes, {
      extra: { session: { intra_op: { allow_spinning: '0' } } },
      logSeverityLevel: 3,
    });
    return new FeatureNetwork(session, model, manifest.input, createHash('sha256').update(bytes).digest('hex'));
  }

  /**
   * @param pixels [count][imageSize][imageSize][3], RGB, 0 to 255
   * @param onPictures hears of the pictures that were added, after each pass
   */
  async featuresOf(
    pixels: Uint8Array,
    imageSize: number,
    onPictures: (added: number) => void = () => undefined,
  ): Promise<FeatureSet> {
    const bytes = imageSize * imageSize * 3;
    const count = pixels.length / bytes;
    const { dimension, inputName } = this.model;
    const values = new Float32Array(count * dimension);
    for (let first = 0; first < count; first += batch) {
      const part = pixels.subarray(first * bytes, (first + batch) * bytes);
      const length = part.length / bytes;
      const input = featureInput(part, imageSize, side, this.input);
      const fed = { [inputName]: new Tensor('float32', input, [length, 3, side, side]) };
      const { [featureOutput]: found } = await this.session.run(fed);
      values.set((found as Tensor).data as Float32Array, first * dimension);
      onPictures(length);
    }
    return { dimension, values };
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}
