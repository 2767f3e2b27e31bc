import type { CallContext } from '../contract/method';
import type { MeasuredPhotos, QualityPoint } from '../contract/quality';
import { addQuality, pinCheckpoint, unpinCheckpoint } from '../storage/quality-log';
import { findModel, modelFolder } from './models';
import { featureFolder } from './nearest-crops';
import { getRun } from './runs';
import type { StudioState } from './studio-state';

/**
 * Measures the looks of a run's checkpoint in a process of its own and keeps the result in the run folder. The checkpoint
 * cannot be thinned out meanwhile.
 *
 * @returns the point, and the processor time that the photos took besides
 * @throws {StudioError} `not-found` for a checkpoint that is gone, `model-missing`, `nothing-to-do`, `aborted`, `worker-crashed`
 */
export async function measureStep(
  state: StudioState,
  run: string,
  step: number,
  photos: MeasuredPhotos,
  { signal, report }: CallContext<{ done: number; total: number }>,
): Promise<{ point: QualityPoint; photosMs: number }> {
  const { project } = state;
  const runFolder = project.path('runs', run);
  const datasetFolder = project.path('datasets', getRun(project, run).run.dataset);
  const model = findModel(state.options.resources, undefined);
  await pinCheckpoint(runFolder, step);
  const worker = state.workers.train();
  const stop = () => worker.kill();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const found = await worker.client.run(
      'measure',
      {
        runFolder,
        step,
        photos,
        datasetFolder,
        model: { folder: modelFolder(model), manifest: model.manifest },
        cacheFolder: featureFolder(project),
      },
      { signal, onProgress: report },
    );
    await addQuality(runFolder, found.point);
    return found;
  } finally {
    signal.removeEventListener('abort', stop);
    worker.kill();
    await unpinCheckpoint(runFolder);
  }
}
