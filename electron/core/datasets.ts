import { join } from 'node:path';
import type { CropFlaw, DatasetOptions, DatasetSummary } from '../contract/api/datasets';
import type { DatasetManifest } from '../contract/dataset-manifest';
import { StudioError, toWire } from '../contract/errors';
import { say } from '../contract/said';
import type { CallContext } from '../contract/method';
import type { Problem } from '../contract/words';
import type { CropCheck, ImagesWorker } from '../contract/workers';
import { datasetChangedMs, readDatasetManifest } from '../storage/dataset-folder';
import { examineCrops, readCropChecks, type Examined } from './crop-checks';
import { findCrops } from './crops';
import { examinePictures, groupPictures, statisticsOf, warningsFor, type Picture } from './dataset-crops';
import { datasetNames } from './dataset-names';
import { photosByName } from './photo-names';
import type { Project } from './project';
import { scanFolders } from './scan-folders';
import { splitTogether } from './split';
import { runAbortable, type RunningWorker } from './worker-client';

const stopGraceMs = 5000;

const summaryOf = (manifest: DatasetManifest): DatasetSummary => {
  const { name, createdAt, category, imageSize, framing, count, contentHash, items } = manifest;
  const train = items.filter(({ split }) => split === 'train').length;
  const { statistics } = manifest;
  const { nearDuplicates = 0, tiny = 0, blurred = 0 } = statistics ?? {};
  const warnings = warningsFor(count, { duplicate: nearDuplicates, tiny, blurred }, imageSize);
  return {
    name,
    createdAt,
    category,
    imageSize,
    framing,
    count,
    train,
    validation: count - train,
    contentHash,
    statistics,
    warnings,
  };
};

/** Manifests list every picture, which takes a moment to read, and are never edited: by path, as of a time. */
const summaries = new Map<string, { changedMs: number; summary: DatasetSummary }>();

/** @throws {StudioError} `not-found`, `dataset-damaged` */
async function summaryIn(folder: string): Promise<DatasetSummary> {
  const changedMs = await datasetChangedMs(folder);
  const before = summaries.get(folder);
  if (before?.changedMs === changedMs) return before.summary;
  const summary = summaryOf(await readDatasetManifest(folder));
  summaries.set(folder, { changedMs, summary });
  return summary;
}

/** Newest first; one that is damaged is left out and logged. */
export async function listDatasets(project: Project, log: (line: string) => void): Promise<DatasetSummary[]> {
  const names = datasetNames(project.path('datasets'));
  const found = await Promise.all(
    names.map((name) =>
      summaryIn(project.path('datasets', name)).catch((error: unknown) => {
        log(toWire(error).message);
        return [];
      }),
    ),
  );
  return found.flat().sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

/** One dataset alone, however many there are. @returns null where there is no whole one of that name */
export async function findDataset(project: Project, name: string): Promise<DatasetSummary | null> {
  const folder = project.path('datasets');
  return datasetNames(folder).includes(name) ? summaryIn(join(folder, name)).catch(() => null) : null;
}

function nextName(project: Project): string {
  const taken = new Set(datasetNames(project.path('datasets')));
  for (let number = 1; ; number += 1) if (!taken.has(`looks-${number}`)) return `looks-${number}`;
}

/** What is frozen, before it is known how it is split; and what is left out, which others may be near copies of. */
type Source = Examined & { imageId: number | null; photo: string; isPhotoKnown?: boolean; leftOut: boolean };

/** The project's crops. */
function cropsOfProject(project: Project, options: DatasetOptions): Source[] {
  const { crops } = findCrops(project, options);
  if (crops.some(({ leftOut }) => !leftOut)) return crops;
  const { reviewed, detected } = project.summary().counts;
  const { category, minimumSize } = options;
  const why =
    reviewed > 0
      ? say('dataset.allTooSmall', { count: reviewed, category: say(`category.${category}`), minimum: minimumSize })
      : say('dataset.reviewFirst', { count: detected });
  throw new StudioError('nothing-to-do', say('dataset.nothing', { why }));
}

/** Every picture of a plain folder, whole. */
async function picturesOfFolder(
  folder: string,
  signal: AbortSignal,
): Promise<{ crops: Source[]; problems: Problem[] }> {
  const { files, problems } = await scanFolders([folder], signal);
  if (files.length === 0) throw new StudioError('nothing-to-do', say('dataset.noPicture', { folder }));
  const photos = photosByName(files.map(({ path, root }) => path.slice(root.length)));
  const crops = files.map(({ path }, at): Source => ({
    path,
    bbox: null,
    imageId: null,
    annotationId: null,
    sha256: null,
    photo: photos[at]!,
    isPhotoKnown: false,
    leftOut: false,
  }));
  return { crops, problems };
}

export type FreezeParams = DatasetOptions & {
  name?: string | undefined;
  folder?: string | undefined;
  without?: readonly CropFlaw[];
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
): Promise<DatasetSummary & { problems: Problem[]; flawed: number }> {
  const { category, imageSize, framing, margin, minimumSize, validationShare } = params;
  const name = params.name ?? nextName(project);
  if (datasetNames(project.path('datasets')).includes(name)) {
    throw new StudioError('conflict', say('dataset.exists', { name }));
  }
  const { crops, problems } =
    params.folder === undefined
      ? { crops: cropsOfProject(project, params), problems: [] }
      : await picturesOfFolder(params.folder, signal);
  const cropMargin = params.folder === undefined ? margin : 0;
  const known = readCropChecks(project, crops, cropMargin);
  const wanted = crops.filter(({ leftOut }) => !leftOut);
  const unknown = wanted.filter((crop) => !known.has(crop));
  const total = unknown.length + wanted.length;
  const examined = await examineCrops(
    { project, images },
    { crops: unknown, margin: cropMargin },
    { signal, report: ({ done, failed }) => report({ done, total, failed }) },
  );
  const readable = crops.flatMap((crop) => {
    const check = known.get(crop) ?? examined.checks.get(crop);
    return check || crop.leftOut ? [withCheck(crop, check ?? null)] : [];
  });
  const readableCount = readable.filter(({ leftOut }) => !leftOut).length;
  if (readableCount === 0) {
    const [first] = examined.problems;
    throw new StudioError('nothing-to-do', say('dataset.noneUsable', { first: first?.said ?? first?.message ?? '' }));
  }
  // What is not taken counts as well: a near copy of it stays on its side, in this dataset as in every other.
  const groups = await groupPictures(readable);
  const splits = splitTogether(
    readable.map(({ photo }) => photo),
    groups,
    validationShare,
  );
  const pictures = leaveFlawsOut(readable, groups, params);
  const flaws = examinePictures(pictures, groups, params);
  const taken = pictures.flatMap((picture, at) =>
    picture.leftOut ? [] : [{ picture, split: splits[at]!, flaws: flaws[at]! }],
  );
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
        margin: cropMargin,
        minimumSize: params.folder === undefined ? minimumSize : 0,
        items: taken.map(({ picture: { path, bbox, imageId, annotationId }, split }) => ({
          path,
          bbox,
          imageId,
          annotationId,
          split,
        })),
        statistics: statisticsOf(
          taken.map(({ picture }) => picture),
          taken.map((one) => one.flaws),
        ),
      },
      {
        signal,
        onProgress: ({ done, failed }) =>
          report({ done: total - taken.length + done, total, failed: examined.problems.length + failed }),
      },
    );
  const packed = await runAbortable(worker, signal, stopGraceMs, pack);
  return {
    ...summaryOf(await readDatasetManifest(folder)),
    problems: [...problems, ...examined.problems, ...packed.problems],
    flawed: readableCount - taken.length,
  };
}

function withCheck(crop: Source, check: CropCheck | null) {
  return { ...crop, check, width: check?.width ?? 0, height: check?.height ?? 0 };
}

/** Also leaves out those with the flaws that were named. @throws {StudioError} `nothing-to-do` where none is left */
function leaveFlawsOut<T extends Picture>(
  pictures: readonly T[],
  groups: readonly number[],
  params: FreezeParams,
): readonly T[] {
  const { without = [] } = params;
  if (without.length === 0) return pictures;
  const flaws = examinePictures(pictures, groups, params);
  const taken = pictures.map((picture, at) =>
    flaws[at]!.some((flaw) => without.includes(flaw)) ? { ...picture, leftOut: true } : picture,
  );
  if (taken.every(({ leftOut }) => leftOut)) throw new StudioError('nothing-to-do', say('dataset.allFlawed'));
  return taken;
}
