import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { StudioError } from '../../contract/errors';
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
        throw new StudioError('out-of-memory', `There is not enough memory to run ${file}. Close other programs.`, {
          cause: error,
        });
      if (this.device !== 'cpu') throw deviceUnavailable(this.device, error);
      throw new StudioError('model-invalid', `${file} loads but does not run: ${why}`, { cause: error });
    }
  }
}

/** @throws {StudioError} `model-missing`, `model-invalid` when the content is not what the manifest says */
async function checkFile(path: string, { sha256 }: ModelManifest): Promise<void> {
  const file = await stat(path).catch(() => null);
  if (!file?.isFile())
    throw new StudioError(
      'model-missing',
      `The detector's file ${path} is not there. Put it beside its manifest or choose another detector.`,
    );
  if (sha256 === undefined) return;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const found = hash.digest('hex');
  if (found !== sha256)
    throw new StudioError(
      'model-invalid',
      `${path} is not the file that its manifest describes: its SHA-256 is ${found}, expected ${sha256}. ` +
        'Copy the file again.',
    );
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
    throw new StudioError(
      'model-invalid',
      `${path} cannot be loaded as an ONNX model: ${why} Export it again or choose another detector.`,
      { cause: error },
    );
  }
}

/** What of the session's names, types and shapes contradicts the manifest, as half a sentence; null when nothing does. */
function findMismatch(session: InferenceSession, manifest: ModelManifest): string | null {
  const { name, width, height, layout } = manifest.input;
  const [input, ...others] = session.inputMetadata;
  if (!input || others.length > 0)
    return `it has ${session.inputNames.length} inputs (${session.inputNames.join(', ')}), expected one`;
  if (input.name !== name) return `its input is called "${input.name}", the manifest says "${name}"`;
  if (!input.isTensor || input.type !== 'float32')
    return `its input "${name}" takes ${input.isTensor ? input.type : 'no tensor'}, expected float32`;
  const expected = layout === 'nchw' ? [1, 3, height, width] : [1, height, width, 3];
  const { shape } = input;
  // A side with a name instead of a number takes any size; an empty shape says nothing.
  const fits = (side: number | string, index: number) => typeof side === 'string' || side === expected[index];
  if (shape.length > 0 && (shape.length !== expected.length || !shape.every(fits)))
    return `its input "${name}" has the shape ${describeShape(shape)}, the manifest says ${describeShape(expected)} (${layout})`;

  for (const role of adapters[manifest.adapter].roles) {
    const output = manifest.outputs[role];
    if (output === undefined)
      return `the manifest does not say which output is "${role}", which ${manifest.adapter} reads`;
    if (!session.outputNames.includes(output))
      return `it has no output "${output}", only ${session.outputNames.map((known) => `"${known}"`).join(', ')}`;
  }
  return null;
}

function findWrongType(outputs: Outputs): string | null {
  for (const [role, { type }] of Object.entries(outputs))
    if (type !== 'float32') return `its ${role} are ${type}, expected float32`;
  return null;
}

function doesNotFit(path: string, mismatch: string): StudioError {
  return new StudioError(
    'model-invalid',
    `${path} does not fit its manifest: ${mismatch}. Correct the manifest or choose another detector.`,
  );
}
