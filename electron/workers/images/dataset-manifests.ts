import type { DatasetManifest } from '../../contract/dataset-manifest';
import { datasetChangedMs, readDatasetManifest } from '../../storage/dataset-folder';

/** Datasets that are looked at together. */
const remembered = 4;

/**
 * A dataset's manifest lists every picture and is long, while a sheet asks for its pictures one at a time: each manifest is
 * read once, and again when its file has changed.
 */
export class DatasetManifests {
  /** Least lately wanted first. */
  readonly #known = new Map<string, { changedMs: number; manifest: Promise<DatasetManifest> }>();

  /** @throws {StudioError} `not-found`, `dataset-damaged` */
  async read(folder: string): Promise<DatasetManifest> {
    const changedMs = await datasetChangedMs(folder);
    const before = this.#known.get(folder);
    const known = before?.changedMs === changedMs ? before : { changedMs, manifest: readDatasetManifest(folder) };
    this.#known.delete(folder);
    this.#known.set(folder, known);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= remembered) break;
      this.#known.delete(oldest);
    }
    try {
      return await known.manifest;
    } catch (error) {
      if (this.#known.get(folder) === known) this.#known.delete(folder);
      throw error;
    }
  }
}
