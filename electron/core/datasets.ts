import type { DatasetOptions, DatasetSummary } from '../contract/api/datasets';
import type { DatasetManifest } from '../contract/dataset-manifest';
import { StudioError, toWire } from '../contract/errors';
import type { CallContext } from '../contract/method';
import { pixelPaths } from '../contract/pixels';
import type { Problem } from '../contract/words';
import type { DatasetItem, ImagesWorker } from '../contract/workers';
import { readDatasetManifest } from '../storage/dataset-folder';
import { findCrops } from './crops';
import { datasetNames } from './dataset-names';
import type { Project } from './project';
import { scanFolders } from './scan-folders';
import { splitOf } from './split';
import { runAbortable, type RunningWorker } from './worker-client';

const stopGraceMs = 5000;

const summaryOf = (manifest: DatasetManifest): DatasetSummary => {
  const { name, createdAt, category, imageSize, framing, count, contentHash, items } = manifest;
  const train = items.filter(({ split }) => split === 'train').length;
  return { name, createdAt, category, imageSize, framing, count, train, validation: count - train, contentHash };
};

/** Newest first; one that is damaged is left out and logged. */
export async function listDatasets(project: Project, log: (line: string) => void): Promise<DatasetSummary[]> {
  const names = datasetNames(project.path('datasets'));
  const summaries = await Promise.all(
    names.map((name) =>
      readDatasetManifest(project.path('datasets', name)).then(summaryOf, (error: unknown) => {
        log(toWire(error).message);
        return [];
      }),
    ),
  );
  return summaries.flat().sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

/** What a freeze with these options would take. */
export function previewDataset(project: Project, options: DatasetOptions & { tiles: number }) {
  const { crops, tooSmall } = findCrops(project, options);
  const square = { size: options.imageSize, framing: options.framing };
  return {
    count: crops.length,
    images: new Set(crops.map(({ imageId }) => imageId)).size,
    tooSmall,
    tiles: crops
      .slice(0, options.tiles)
      .map(({ sha256, bbox }) => pixelPaths.crop(sha256, bbox, { margin: options.margin, square })),
  };
}

function nextName(project: Project): string {
  const taken = new Set(datasetNames(project.path('datasets')));
  for (let number = 1; ; number += 1) if (!taken.has(`looks-${number}`)) return `looks-${number}`;
}

/** The project's crops, split by photo, so that two crops of one photo are never on both sides. */
function itemsOfProject(project: Project, options: DatasetOptions, validationShare: number): DatasetItem[] {
  const { crops } = findCrops(project, options);
  if (crops.length > 0) {
    return crops.map(({ path, bbox, imageId, annotationId, sha256 }) => ({
      path,
      bbox,
      imageId,
      annotationId,
      split: splitOf(sha256, validationShare),
    }));
  }
  const { reviewed, detected } = project.summary().counts;
  const remedy =
    reviewed > 0
      ? `none of the ${reviewed} reviewed photos has a ${options.category} box of at least ${options.minimumSize} pixels`
      : `${detected} photos wait in Review: accept their boxes first`;
  throw new StudioError('nothing-to-do', `There is nothing to freeze: ${remedy}.`);
}

/** Every picture of a plain folder, whole. */
async function itemsOfFolder(folder: string, validationShare: number, signal: AbortSignal) {
  const { files, problems } = await scanFolders([folder], signal);
  if (files.length === 0) throw new StudioError('nothing-to-do', `There is no picture in ${folder}.`);
  const items = files.map(({ path, root }): DatasetItem => ({
    path,
    bbox: null,
    imageId: null,
    annotationId: null,
    split: splitOf(path.slice(root.length), validationShare),
  }));
  return { items, problems };
}

export type FreezeParams = DatasetOptions & {
  name?: string | undefined;
  folder?: string | undefined;
  validationShare: number;
};

/**
 * Freezes a dataset: the crops as the network will see them, packed, with a manifest that says where each came from.
 *
 * @throws {StudioError} `nothing-to-do` without a crop, `conflict` when the name is taken
 */
export async function freezeDataset(
  params: FreezeParams,
  { project, images }: { project: Project; images: () => Promise<RunningWorker<ImagesWorker>> },
  { signal, report }: CallContext<{ done: number; total: number; failed: number }>,
): Promise<DatasetSummary & { problems: Problem[] }> {
  const { category, imageSize, framing, margin, minimumSize, validationShare } = params;
  const name = params.name ?? nextName(project);
  if (datasetNames(project.path('datasets')).includes(name)) {
    throw new StudioError(
      'conflict',
      `A dataset ${name} is there already. A frozen dataset is never changed: choose another name.`,
    );
  }
  const { items, problems } =
    params.folder === undefined
      ? { items: itemsOfProject(project, params, validationShare), problems: [] }
      : await itemsOfFolder(params.folder, validationShare, signal);
  const folder = project.path('datasets', name);
  const worker = await images();
  const pack = () =>
    worker.client.run(
      'packDataset',
      {
        folder,
        name,
        category: params.folder === undefined ? category : 'pictures',
        size: imageSize,
        framing,
        margin: params.folder === undefined ? margin : 0,
        minimumSize: params.folder === undefined ? minimumSize : 0,
        items,
      },
      { signal, onProgress: report },
    );
  const packed = await runAbortable(worker, signal, stopGraceMs, pack);
  return { ...summaryOf(await readDatasetManifest(folder)), problems: [...problems, ...packed.problems] };
}
