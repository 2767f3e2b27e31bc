import { resolve } from 'node:path';
import { api } from '../contract/api';
import type { datasetMethods } from '../contract/api/datasets';
import type { ImportResult, imageMethods } from '../contract/api/images';
import type { reviewMethods } from '../contract/api/review';
import { toWire } from '../contract/errors';
import type { CallContext, Handlers } from '../contract/method';
import { pixelPaths } from '../contract/pixels';
import { acceptAllBoxes, acceptBoxes, countWaiting, reopenImages, replaceBoxes, stepHistory } from './annotations';
import { examineCrops } from './crop-checks';
import { exportCrops } from './crops';
import { freezeDataset, listDatasets } from './datasets';
import { detectImages } from './detect-images';
import { readFacets } from './facets';
import { importImages } from './import-images';
import { job } from './job';
import { excludeImages, getImage, queryImageIds, queryImages, readDetections } from './library';
import { checkFiles } from './missing-files';
import { findModel, listModels } from './models';
import { findDuplicates, keepBest } from './near-duplicates';
import { cropsToExamine, leaveOut, previewDataset } from './preview-dataset';
import { forgetProblems, readProblems } from './problems';
import { relocateImages } from './relocate';
import { scanForImport } from './scan-for-import';
import type { StudioState } from './studio-state';
import { tagImages } from './tags';
import { runAbortable } from './worker-client';

async function drawSamples(
  state: StudioState,
  params: { folder: string; count: number; seed: number },
  { signal, report }: CallContext<{ done: number; total: number }>,
) {
  const worker = await state.images();
  const draw = () => worker.client.run('drawSamples', params, { signal, onProgress: report });
  return runAbortable(worker, signal, 5000, draw);
}

const runDetection = (state: StudioState) =>
  job(state, 'detections.run', 'detect', ({ model, ...params }, context) =>
    detectImages(
      { ...params, model: findModel(state.options.resources, model) },
      { project: state.project, startWorker: () => state.workers.detect() },
      context,
    ),
  );

/** Here and not in the window, which may have been reloaded or closed while the photos came in. */
function thenDetect<P extends { detect: boolean }, C>(
  state: StudioState,
  load: (params: P, context: C) => Promise<ImportResult>,
) {
  return async (params: P, context: C): Promise<ImportResult> => {
    const result = await load(params, context);
    if (params.detect && result.added > 0) {
      const unheard = { signal: new AbortController().signal, report: () => undefined };
      // A job as any other: whoever looks finds it in the list, and its failure.
      runDetection(state)(api['detections.run'].params.parse({}), unheard).catch((error: unknown) =>
        state.options.log(`detections.run: ${toWire(error).code}`),
      );
    }
    return result;
  };
}

export const imageHandlers = (state: StudioState): Handlers<typeof imageMethods> => ({
  'images.scan': job(state, 'images.scan', 'none', async ({ paths }, context) => {
    const scan = await scanForImport(state.project, paths, context);
    const number = state.showScanned(scan.examples);
    return {
      ...scan,
      examples: scan.examples.map((path, index) => ({ path, pixels: pixelPaths.scanned(number, index) })),
    };
  }),
  'images.import': thenDetect(
    state,
    job(state, 'images.import', 'images', (params, context) => importImages(params, state, context)),
  ),
  'images.query': (query) => queryImages(state.project, query),
  'images.get': ({ imageId }) => getImage(state.project, imageId),
  'images.ids': ({ filter, sort }) => ({ imageIds: queryImageIds(state.project, filter, sort) }),
  'images.facets': () => readFacets(state.project),
  'images.exclude': ({ imageIds, excluded }) => {
    const changed = excludeImages(state.project, imageIds, excluded);
    state.changed();
    return { changed: changed.length, imageIds: changed };
  },
  'images.tag': (params) => {
    const change = tagImages(state.project, params);
    state.changed();
    return change;
  },
  'images.keepBest': () => {
    const excluded = keepBest(state.project);
    state.changed();
    return { excluded };
  },
  'images.findDuplicates': job(state, 'images.findDuplicates', 'images', (_params, context) =>
    findDuplicates(state, context),
  ),
  'images.checkFiles': async () => {
    const answer = await checkFiles(state.project);
    state.changed();
    return answer;
  },
  'images.relocate': async (places) => {
    const answer = await relocateImages(state.project, places);
    state.changed();
    return answer;
  },
  'images.problems': () => readProblems(state.project),
  'images.forgetProblems': ({ paths }) => {
    forgetProblems(state.project, paths);
    state.changed();
    return {};
  },
  'samples.draw': job(state, 'samples.draw', 'images', (params, context) =>
    drawSamples(state, { ...params, folder: resolve(params.folder) }, context),
  ),
  'images.addSamples': thenDetect(
    state,
    job(state, 'images.addSamples', 'images', async ({ count, seed }, context) => {
      const folder = state.project.path('sample collection');
      const started = { added: 0, duplicates: 0, failed: 0, imagesPerSecond: 0, etaMs: null };
      const report = (drawn: { done: number; total: number }) =>
        context.report({ phase: 'scanning', ...drawn, ...started });
      await drawSamples(state, { folder, count, seed }, { signal: context.signal, report });
      return importImages({ paths: [folder], pixelLimit: 100_000_000 }, state, context);
    }),
  ),
});

/** The score from which a proposal counts as found, unless the person says otherwise: the detector's own threshold. */
const usualThreshold = (state: StudioState) => listModels(state.options.resources)[0]?.manifest.threshold ?? 0.4;

export function reviewHandlers(state: StudioState): Handlers<typeof reviewMethods> {
  const proposals = (imageId: number) => readDetections(state.project, imageId);
  const changing = <T>(result: T): T => {
    state.changed();
    return result;
  };
  return {
    'models.list': () => listModels(state.options.resources),
    'detections.run': runDetection(state),
    'annotations.replace': (params) => changing(replaceBoxes(state.project, params)),
    'annotations.accept': ({ minScore = usualThreshold(state), ...params }) =>
      changing(acceptBoxes(state.project, { ...params, minScore }, proposals)),
    'annotations.undo': (params) => changing(stepHistory(state.project, params, -1)),
    'annotations.redo': (params) => changing(stepHistory(state.project, params, 1)),
    'annotations.acceptAll': async ({ minScore }) => changing(await acceptAllBoxes(state.project, minScore, proposals)),
    'annotations.reopen': async ({ imageIds }) => changing(await reopenImages(state.project, imageIds)),
    'annotations.waiting': () => ({ counts: countWaiting(state.project) }),
    'crops.export': job(state, 'crops.export', 'datasets', (params, context) => exportCrops(params, state, context)),
  };
}

export const datasetHandlers = (state: StudioState): Handlers<typeof datasetMethods> => ({
  'datasets.preview': (options) => previewDataset(state.project, options),
  'datasets.examine': job(state, 'datasets.examine', 'datasets', async (options, context) => {
    const crops = cropsToExamine(state.project, options);
    const { checks, problems } = await examineCrops(state, { crops, margin: options.margin }, context);
    return { examined: checks.size, problems };
  }),
  'datasets.leaveOut': async (params) => {
    const annotationIds = await leaveOut(state.project, params);
    state.changed();
    return { annotationIds };
  },
  'datasets.freeze': job(state, 'datasets.freeze', 'datasets', (params, context) =>
    freezeDataset(params, state, context),
  ),
  'datasets.list': () => listDatasets(state.project, state.options.log),
});
