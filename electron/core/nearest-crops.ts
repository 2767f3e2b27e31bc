import { basename } from 'node:path';
import type { CheckpointChoice, NearCrop, Nearest } from '../contract/api/gallery';
import type { DatasetItem } from '../contract/dataset-manifest';
import type { CallContext } from '../contract/method';
import { pixelPaths } from '../contract/pixels';
import { readDatasetManifest } from '../storage/dataset-folder';
import { seenPictures } from '../storage/feature-files';
import { getImage } from './library';
import { findModel, modelFolder } from './models';
import type { Project } from './project';
import { withStep } from './run-generators';
import { getRun } from './runs';
import type { StudioState } from './studio-state';

/** Features of datasets: derived from them and the detector, safe to delete. */
export const featureFolder = (project: Project) => project.path('features');

/** Whether the pictures of a run's dataset have been looked at by the feature network before. */
export async function hasFeatures(project: Project, run: string): Promise<boolean> {
  const manifest = await readDatasetManifest(project.path('datasets', getRun(project, run).run.dataset));
  return (await seenPictures(featureFolder(project), manifest)) === Infinity;
}

export interface NearestParams {
  run: string;
  checkpoint: CheckpointChoice;
  truncation: number | null;
  recipe: string;
  count: number;
}

/**
 * The real crops that a look resembles most, with their photos, and whether it is a copy.
 *
 * @throws {StudioError} `dataset-damaged`, `model-missing`, `nothing-to-do`, `aborted`
 */
export async function findNearest(
  state: StudioState,
  { run, checkpoint, truncation, recipe, count }: NearestParams,
  { signal, report }: CallContext<{ done: number; total: number }>,
): Promise<Nearest> {
  const { project } = state;
  const { dataset } = getRun(project, run).run;
  const datasetFolder = project.path('datasets', dataset);
  const model = findModel(state.options.resources, undefined);
  const found = await withStep(project, run, checkpoint, (step) =>
    state.gallery.use(({ client }) =>
      client.run(
        'nearest',
        {
          runFolder: project.path('runs', run),
          step,
          truncation,
          recipe,
          datasetFolder,
          model: { folder: modelFolder(model), manifest: model.manifest },
          cacheFolder: featureFolder(project),
          count,
        },
        { signal, onProgress: report },
      ),
    ),
  );
  const { items } = await readDatasetManifest(datasetFolder);
  const crops = found.rows.map((row): NearCrop => {
    const item = items[row.index]!;
    return {
      ...row,
      split: item.split,
      pixels: pixelPaths.datasetTile(dataset, row.index),
      photo: photoOf(project, item),
    };
  });
  const { originality, percentile, heldOut } = found;
  return { crops, originality, percentile, heldOut };
}

function photoOf(project: Project, { imageId, path, bbox }: DatasetItem): NearCrop['photo'] {
  const unknown = { imageId: null, name: basename(path), path, width: null, height: null, thumbnail: null, bbox };
  if (imageId === null) return unknown;
  try {
    const { name, path: place, sha256, width, height } = getImage(project, imageId);
    return { imageId, name, path: place, width, height, thumbnail: pixelPaths.thumbnail(sha256), bbox };
  } catch {
    // The photo is no longer in the library; the dataset has its pixels all the same.
    return unknown;
  }
}
