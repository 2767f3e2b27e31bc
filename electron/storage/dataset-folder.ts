import { createHash, type Hash } from 'node:crypto';
import { mkdir, open, readFile, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { DatasetManifest, type DatasetItem, type Split } from '../contract/dataset-manifest';
import { StudioError } from '../contract/errors';
import { type Said, say } from '../contract/said';
import { fileError, publishFolder, temporaryBeside, writeFileAtomic } from './atomic';

const manifestName = 'manifest.json';
const pixelsName = 'pixels.u8';

/** What is known of a dataset before its pictures are. */
export type DatasetHeader = Pick<DatasetManifest, 'name' | 'createdAt' | 'imageSize' | 'category' | 'framing'> &
  Partial<Pick<DatasetManifest, 'statistics'>>;

/**
 * Writes a frozen dataset picture by picture into a temporary folder; `finish` gives it its name, so that it exists
 * whole or not at all. `temporary` is that folder, for files that belong beside the pixels (the contact sheet).
 */
export class DatasetWriter {
  #hash: Hash = createHash('sha256');
  #items: DatasetItem[] = [];

  private constructor(
    readonly folder: string,
    readonly temporary: string,
    private readonly header: DatasetHeader,
    private readonly pixels: FileHandle,
  ) {}

  /** @throws {StudioError} `not-permitted`, `disk-full` */
  static async create(folder: string, header: DatasetHeader): Promise<DatasetWriter> {
    const temporary = temporaryBeside(folder);
    try {
      await mkdir(temporary, { recursive: true });
      return new DatasetWriter(folder, temporary, header, await open(join(temporary, pixelsName), 'wx'));
    } catch (error) {
      throw fileError(folder, error);
    }
  }

  get count(): number {
    return this.#items.length;
  }

  /**
   * @param pixels [imageSize][imageSize][3], RGB, 0 to 255
   * @throws {StudioError} `invalid-params` for another number of bytes, `disk-full`
   */
  async add(pixels: Uint8Array, item: DatasetItem): Promise<void> {
    const expected = bytesPerImage(this.header.imageSize);
    if (pixels.length !== expected)
      throw new StudioError(
        'invalid-params',
        say('dataset.pixels', { expected, path: item.path, found: pixels.length }),
      );
    try {
      await this.pixels.writeFile(pixels);
    } catch (error) {
      throw fileError(join(this.folder, pixelsName), error);
    }
    this.#hash.update(pixels);
    this.#items.push(item);
  }

  /** @throws {StudioError} `nothing-to-do` without a picture, `conflict` when the folder is already there, `disk-full` */
  async finish(): Promise<DatasetManifest> {
    try {
      if (this.count === 0)
        throw new StudioError('nothing-to-do', say('dataset.wouldBeEmpty', { name: this.header.name }));
      await this.pixels.sync();
      await this.pixels.close();
      const manifest = DatasetManifest.parse({
        ...this.header,
        version: 1,
        count: this.count,
        contentHash: this.#hash.digest('hex'),
        items: this.#items,
      });
      await writeFileAtomic(join(this.temporary, manifestName), JSON.stringify(manifest, null, 1));
      await publishFolder(this.temporary, this.folder);
      return manifest;
    } catch (error) {
      await this.abandon();
      throw fileError(this.folder, error);
    }
  }

  /** Removes what was written; the dataset never existed. */
  async abandon(): Promise<void> {
    await this.pixels.close().catch(() => undefined);
    await rm(this.temporary, { recursive: true, force: true });
  }
}

/** An open dataset. Pictures are read when asked for, so that a large dataset costs no memory. */
export class DatasetReader {
  private constructor(
    readonly folder: string,
    readonly manifest: DatasetManifest,
    private readonly pixels: FileHandle,
  ) {}

  /**
   * @param known its manifest, for who has read it already
   * @throws {StudioError} `not-found`; `dataset-damaged` when the manifest or the number of pixels is wrong
   */
  static async open(folder: string, known?: DatasetManifest): Promise<DatasetReader> {
    const manifest = known ?? (await readDatasetManifest(folder));
    const path = join(folder, pixelsName);
    let pixels: FileHandle;
    try {
      pixels = await open(path, 'r');
    } catch (error) {
      throw damaged(path, say('damage.cannotOpen'), error);
    }
    const expected = manifest.count * bytesPerImage(manifest.imageSize);
    const { size } = await pixels.stat();
    if (size === expected) return new DatasetReader(folder, manifest, pixels);
    await pixels.close();
    throw damaged(path, say('damage.bytes', { bytes: size, count: manifest.count, expected }));
  }

  /** Positions of a split's pictures, ascending. */
  indices(split: Split): number[] {
    return this.manifest.items.flatMap((item, index) => (item.split === split ? [index] : []));
  }

  /**
   * @param indices positions of the pictures, each 0 to count - 1; any order, repeats allowed
   * @returns [indices.length][imageSize][imageSize][3], RGB, 0 to 255
   * @throws {StudioError} `dataset-damaged` when the file has become shorter
   */
  async read(indices: readonly number[]): Promise<Uint8Array> {
    const size = bytesPerImage(this.manifest.imageSize);
    const out = new Uint8Array(indices.length * size);
    for (const [position, index] of indices.entries()) {
      const { bytesRead } = await this.pixels.read(out, position * size, size, index * size);
      if (bytesRead !== size) throw damaged(join(this.folder, pixelsName), say('damage.picture', { index }));
    }
    return out;
  }

  /** Reads everything once. @throws {StudioError} `dataset-damaged` when the pixels are not those that were frozen */
  async verify(): Promise<void> {
    const hash = createHash('sha256');
    const chunk = Buffer.alloc(1 << 20);
    for (let position = 0; ;) {
      const { bytesRead } = await this.pixels.read(chunk, 0, chunk.length, position);
      if (bytesRead === 0) break;
      hash.update(chunk.subarray(0, bytesRead));
      position += bytesRead;
    }
    if (hash.digest('hex') !== this.manifest.contentHash)
      throw damaged(join(this.folder, pixelsName), say('damage.content'));
  }

  async close(): Promise<void> {
    await this.pixels.close();
  }
}

/** When a dataset was frozen, by its manifest's file. @throws {StudioError} `not-found` without one */
export async function datasetChangedMs(folder: string): Promise<number> {
  const path = join(folder, manifestName);
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    throw fileError(path, error);
  }
}

/** @throws {StudioError} `not-found` without a manifest; `dataset-damaged` when it cannot be understood */
export async function readDatasetManifest(folder: string): Promise<DatasetManifest> {
  const path = join(folder, manifestName);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw fileError(path, error);
  }
  const manifest = DatasetManifest.safeParse(parseJson(text));
  if (!manifest.success) throw damaged(path, say('damage.manifest'), manifest.error);
  const { count, items } = manifest.data;
  if (items.length !== count) throw damaged(path, say('damage.count', { found: items.length, count }));
  return manifest.data;
}

function bytesPerImage(imageSize: number): number {
  return imageSize * imageSize * 3;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function damaged(path: string, why: Said, cause?: unknown): StudioError {
  return new StudioError('dataset-damaged', say('dataset.damaged', { path, why }), { cause });
}
