import { StudioError, throwIfAborted } from '../../contract/errors';
import { say } from '../../contract/said';
import type { Detection } from '../../contract/words';
import { placeImage, type Placement } from '../../ml/boxes';
import { readDetectorInput } from '../../storage/detector-input';
import { toDetections } from './detections';
import { DetectorModel, type ModelSource } from './detector-model';

export interface DetectRequest {
  path: string;
  minScore: number;
  /** Largest image that is decoded, in pixels. */
  pixelLimit: number;
}

/**
 * The detector of this process. Several `detect` calls may be under way: their files are decoded side by side on libuv's
 * threads while one inference at a time blocks this one, so the next images are ready when it ends.
 */
export class Detector {
  #model: DetectorModel | undefined;
  /** Calls that still use the current model. */
  #underWay = new Set<Promise<unknown>>();
  #lastInference: Promise<unknown> = Promise.resolve();

  constructor(private readonly readInput = readDetectorInput) {}

  /** Takes the place of the model before it; when it fails, that one stays. @see {@link DetectorModel.load} */
  async load(source: ModelSource): Promise<{ device: string }> {
    const model = await DetectorModel.load(source);
    const former = this.#model;
    const users = [...this.#underWay];
    this.#model = model;
    this.#underWay = new Set();
    await Promise.allSettled(users);
    await former?.release();
    return { device: model.device };
  }

  /**
   * @returns boxes in upright pixels after NMS, best first, with the derived outfits
   * @throws {StudioError} `model-missing` before `load`; `image-missing`, `image-unreadable`, `image-too-large`, naming the file; `aborted`
   */
  detect(request: DetectRequest, signal: AbortSignal): Promise<Detection[]> {
    const model = this.#model;
    if (!model) return Promise.reject(new StudioError('model-missing', say('detector.notLoaded')));
    const users = this.#underWay;
    const call = this.#detect(model, request, signal).finally(() => users.delete(call));
    users.add(call);
    return call;
  }

  async #detect(model: DetectorModel, request: DetectRequest, signal: AbortSignal): Promise<Detection[]> {
    const { path, minScore, pixelLimit } = request;
    const { input } = model.manifest;
    let placement: Placement | undefined;
    const place = (width: number, height: number) => (placement = placeImage(width, height, input));
    const { pixels, imageWidth, imageHeight } = await this.readInput(path, { ...input, pixelLimit, place });
    throwIfAborted(signal);
    const candidates = await this.#inTurn(() => {
      throwIfAborted(signal);
      return model.infer(pixels, minScore);
    });
    const image = { placement: placement!, width: imageWidth, height: imageHeight };
    return toDetections(candidates, model.manifest, image, minScore);
  }

  /**
   * Runs one inference after the other. ONNX Runtime waits for the next turn of the event loop before it blocks, so
   * between two of them the files that were decoded meanwhile hand their threads to the next ones.
   */
  #inTurn<Result>(infer: () => Promise<Result>): Promise<Result> {
    const result = this.#lastInference.then(infer);
    this.#lastInference = result.catch(() => undefined);
    return result;
  }
}
