import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { CheckpointChoice, ExportKind, WrittenFile } from '../contract/api/gallery';
import { StudioError } from '../contract/errors';
import { say } from '../contract/said';
import { blendSeries, formatRecipe, parseRecipe } from '../contract/latent-recipe';
import type { CallContext } from '../contract/method';
import { drawInWorker, drawLooks } from './draw-looks';
import { exportMetrics } from './export-metrics';
import { pixelsOf, seedRecipes } from './gallery';
import { readMetrics } from './metrics';
import type { Project } from './project';
import { withStep } from './run-generators';
import { getRun, listSampleGrids } from './runs';
import type { StudioState } from './studio-state';
import { sweepFolder } from './sweep';

type Counted = CallContext<{ done: number; total: number }>;

export interface ExportParams {
  run: string;
  what: ExportKind;
  file?: string | undefined;
  checkpoint: CheckpointChoice;
  truncation: number | null;
  count: number;
  seed: number;
  from?: string | undefined;
  to?: string | undefined;
  frames: number;
}

/** What the file is called in the run's own gallery. */
const names: Record<ExportKind, string> = {
  onnx: 'generator.onnx',
  safetensors: 'generator.safetensors',
  'timelapse-webp': 'timelapse.webp',
  'timelapse-gif': 'timelapse.gif',
  'interpolation-webp': 'interpolation.webp',
  'interpolation-gif': 'interpolation.gif',
  'curve-png': 'curve.png',
  'curve-csv': 'curve.csv',
  looks: 'looks.png',
};

/**
 * Writes one file for other programs and people, whole or not at all.
 *
 * @throws {StudioError} `nothing-to-do` where the run has nothing of the kind yet, `disk-full`, `not-permitted`, `aborted`
 */
export async function exportGallery(state: StudioState, params: ExportParams, context: Counted): Promise<WrittenFile> {
  const { project } = state;
  const { run, what } = params;
  getRun(project, run);
  const file =
    params.file === undefined ? project.path('runs', run, 'gallery', 'exports', names[what]) : resolve(params.file);
  await mkdir(dirname(file), { recursive: true });
  sweepFolder(dirname(file));
  await writers[what](state, params, file, context);
  return { file, pixels: pixelsOf(project, run, file) };
}

type Writer = (state: StudioState, params: ExportParams, file: string, context: Counted) => Promise<void>;

const writers: Record<ExportKind, Writer> = {
  onnx: (state, params, file) => exportGenerator(state, params, { onnx: file, safetensors: null }),
  safetensors: (state, params, file) => exportGenerator(state, params, { onnx: null, safetensors: file }),
  'timelapse-webp': (state, params, file, context) => timelapse(state, params, file, 'webp', context),
  'timelapse-gif': (state, params, file, context) => timelapse(state, params, file, 'gif', context),
  'interpolation-webp': (state, params, file, context) => interpolation(state, params, file, 'webp', context),
  'interpolation-gif': (state, params, file, context) => interpolation(state, params, file, 'gif', context),
  'curve-png': async (state, { run }, file) => {
    await expectSteps(state.project, run);
    const worker = await state.images();
    const metrics = metricsFile(state.project, run);
    await worker.client.run('drawCurve', { metrics, file, title: `${state.project.name}, ${run}` });
  },
  'curve-csv': async ({ project }, { run }, file) => exportMetrics(project, run, file),
  looks: async (state, { run, checkpoint, truncation, count, seed }, file, context) => {
    const looks = seedRecipes(seed, count).map((recipe) => ({ recipe, file: null }));
    await withStep(state.project, run, checkpoint, (step) =>
      drawInWorker(state, { run, step, truncation, looks, grid: file }, context),
    );
  },
};

const metricsFile = (project: Project, run: string) => project.path('runs', run, 'metrics.jsonl');

async function expectSteps(project: Project, run: string): Promise<void> {
  const { step } = await readMetrics(metricsFile(project, run), 0, 2);
  if (step.length === 0) throw new StudioError('nothing-to-do', say('run.noStep', { run }));
}

async function exportGenerator(
  state: StudioState,
  { run, checkpoint }: ExportParams,
  files: { onnx: string | null; safetensors: string | null },
): Promise<void> {
  const runFolder = state.project.path('runs', run);
  await withStep(state.project, run, checkpoint, (step) =>
    state.gallery.use(({ client }) => client.run('exportGenerator', { runFolder, step, ...files })),
  );
}

/** The sample grids of a run, which all show the same latent vectors, one after the other. */
async function timelapse(
  state: StudioState,
  { run }: ExportParams,
  file: string,
  format: 'webp' | 'gif',
  { signal, report }: Counted,
): Promise<void> {
  const { project } = state;
  const grids = listSampleGrids(project, run);
  if (grids.length < 2)
    throw new StudioError('nothing-to-do', say(grids.length === 1 ? 'run.oneSample' : 'run.noSamples', { run }));
  const folder = project.path('runs', run, 'samples');
  const frames = grids.map(({ step, file: name }) => ({
    file: join(folder, name),
    caption: `step ${step.toLocaleString('en')}`,
  }));
  const worker = await state.images();
  // Ten seconds from the first picture to the last, where there are enough of them.
  const frameMs = Math.round(Math.min(400, Math.max(60, 10_000 / grids.length)));
  const params = { frames, format, file, frameMs, holdMs: 2500, thereAndBack: false };
  await worker.client.run('drawAnimation', params, { signal, onProgress: report });
}

/** From one look to another and back. */
async function interpolation(
  state: StudioState,
  { run, checkpoint, truncation, from, to, frames: count }: ExportParams,
  file: string,
  format: 'webp' | 'gif',
  { signal, report }: Counted,
): Promise<void> {
  if (from === undefined || to === undefined) throw new StudioError('invalid-params', say('gallery.twoLooks'));
  const recipes = blendSeries(parseRecipe(from), parseRecipe(to), count).map(formatRecipe);
  const { looks } = await drawLooks(state, { run, checkpoint, truncation, recipes }, signal);
  const worker = await state.images();
  const frames = looks.map((look) => ({ file: look.file }));
  const params = { frames, format, file, frameMs: 50, holdMs: 50, thereAndBack: true };
  await worker.client.run('drawAnimation', params, { signal, onProgress: report });
}
