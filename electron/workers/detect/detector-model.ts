import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { StudioError } from '../../contract/errors';
import { type Said, say } from '../../contract/said';
import type { ModelManifest } from '../../contract/model-manifest';
import { describeShape, type Candidate, type Outputs, type OutputTensor } from './adapters/adapter';
import { adapters } from './adapters/registry';
import { chooseDevice, deviceUnavailable, type Device } from './devices';
import { InputTensor } from './input-tensor';

export interface ModelSource {
  /** The folder in which the manifest's .onnx lies. */
  folder: string;
  manifest: ModelManifest;
  /** auto, cpu, webgpu, cuda, dml or coreml. */
  device: string;
  /** Threads of one inference; 0 leaves it to ONNX Runtime. */
  threads: number;
}

/** A detector ready to run: it has run once already, so that what does not fit is said at once and not on the first photo. */
export class DetectorModel {
  readonly #input: InputTensor;

  private constructor(
    readonly manifest: ModelManifest,
    readonly device: Device,
    private readonly session: InferenceSession,
  ) {
    this.#input = new InputTensor(manifest.input);
  }

  /**
   * @throws {StudioError} `model-missing` when there is no file; `model-invalid` when it is not the file of the manifest,
   *   not an ONNX model, or does not fit the manifest; `device-unavailable`
   */
  static async load({ folder, manifest, device: wanted, threads }: ModelSource): Promise<DetectorModel> {
    const path = join(folder, manifest.file);
    const device = chooseDevice(wanted);
    await checkFile(path, manifest);
    const session = await createSession(path, device, threads);
    try {
      const mismatch = findMismatch(session, manifest);
      if (mismatch) throw doesNotFit(path, mismatch);
      const model = new DetectorModel(manifest, device, session);
      const { width, height, padding } = manifest.input;
      const outputs = await model.#run(new Uint8Array(3 * width * height).fill(padding));
      const wrongOutput = findWrongType(outputs) ?? adapters[manifest.adapter].findMismatch(outputs, manifest);
      if (wrongOutput) throw doesNotFit(path, wrongOutput);
      return model;
    } catch (error) {
      await session.release();
      throw error;
    }
  }

  /**
   * One inference. It blocks this thread while it runs; one at a time.
   *
   * @param pixels [height][width][3] of the input, RGB, 0 to 255
   * @throws {StudioError} `model-invalid`, `device-unavailable`, `out-of-memory`
   */
  async infer(pixels: Uint8Array, minimumScore: number): Promise<Candidate[]> {
    const outputs = await this.#run(pixels);
    return adapters[this.manifest.adapter].read(outputs, this.manifest, minimumScore);
  }

  /** Frees what the model holds outside JavaScript. */
  async release(): Promise<void> {
    await this.session.release();
  }

  async #run(pixels: Uint8Array): Promise<Outputs> {
    const { file, input, outputs } = this.manifest;
    const { roles } = adapters[this.manifest.adapter];
    try {
      const feed = new Tensor('float32', this.#input.fill(pixels), this.#input.dims);
      const results = await this.session.run(
        { [input.name]: feed },
        roles.map((role) => outputs[role]!),
      );
      return Object.fromEntries(roles.map((role) => [role, results[outputs[role]!] as unknown as OutputTensor]));
    } catch (error) {
      const why = error instanceof Error ? error.message.trim() : String(error);
      if (/out of memory|failed to allocate|bad_alloc/i.test(why))
        throw new StudioError('out-of-memory', say('detector.memory', { file }), {
          cause: error,
        });
      if (this.device !== 'cpu') throw deviceUnavailable(this.device, error);
      throw new StudioError('model-invalid', say('detector.cannotRun', { file, why }), { cause: error });
    }
  }
}

/** @throws {StudioError} `model-missing`, `model-invalid` when the content is not what the manifest says */
async function checkFile(path: string, { sha256 }: ModelManifest): Promise<void> {
  const file = await stat(path).catch(() => null);
  if (!file?.isFile()) throw new StudioError('model-missing', say('detector.fileMissing', { path }));
  if (sha256 === undefined) return;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const found = hash.digest('hex');
  if (found !== sha256)
    throw new StudioError('model-invalid', say('detector.otherFile', { path, found, expected: sha256 }));
}

async function createSession(path: string, device: Device, threads: number): Promise<InferenceSession> {
  const create = (provider: Device) =>
    InferenceSession.create(path, {
      executionProviders: [provider],
      intraOpNumThreads: threads,
      graphOptimizationLevel: 'all',
      logSeverityLevel: 4,
    });
  try {
    return await create(device);
  } catch (error) {
    if (device !== 'cpu') {
      // Is it the device or the file? The processor can tell.
      const onProcessor = await create('cpu').catch(() => null);
      await onProcessor?.release();
      if (onProcessor) throw deviceUnavailable(device, error);
    }
    const why = error instanceof Error ? error.message.trim() : String(error);
    throw new StudioError('model-invalid', say('detector.cannotLoad', { path, why }), { cause: error });
  }
}

/** What of the session's names, types and shapes contradicts the manifest, as part of a sentence; null when nothing does. */
function findMismatch(session: InferenceSession, manifest: ModelManifest): Said | null {
  const { name, width, height, layout } = manifest.input;
  const [input, ...others] = session.inputMetadata;
  if (!input || others.length > 0)
    return say('mismatch.inputs', { count: session.inputNames.length, names: session.inputNames.join(', ') });
  if (input.name !== name) return say('mismatch.inputName', { found: input.name, name });
  if (!input.isTensor || input.type !== 'float32')
    return say('mismatch.inputType', { name, type: input.isTensor ? input.type : 'no tensor' });
  const expected = layout === 'nchw' ? [1, 3, height, width] : [1, height, width, 3];
  const { shape } = input;
  // A side with a name instead of a number takes any size; an empty shape says nothing.
  const fits = (side: number | string, index: number) => typeof side === 'string' || side === expected[index];
  if (shape.length > 0 && (shape.length !== expected.length || !shape.every(fits)))
    return say('mismatch.inputShape', {
      name,
      found: describeShape(shape),
      expected: describeShape(expected),
      layout,
    });

  for (const role of adapters[manifest.adapter].roles) {
    const output = manifest.outputs[role];
    if (output === undefined) return say('mismatch.noRole', { role, adapter: manifest.adapter });
    if (!session.outputNames.includes(output))
      return say('mismatch.noOutput', {
        name: output,
        known: session.outputNames.map((known) => `"${known}"`).join(', '),
      });
  }
  return null;
}

function findWrongType(outputs: Outputs): Said | null {
  for (const [role, { type }] of Object.entries(outputs))
    if (type !== 'float32') return say('mismatch.outputType', { role, type });
  return null;
}

function doesNotFit(path: string, mismatch: Said): StudioError {
  return new StudioError('model-invalid', say('detector.doesNotFit', { path, mismatch }));
}
