import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { CheckpointChoice, Look, WrittenFile } from '../contract/api/gallery';
import { blendSeries, formatRecipe, parseRecipe } from '../contract/latent-recipe';
import type { CallContext } from '../contract/method';
import { pixelPaths } from '../contract/pixels';
import { readDatasetManifest } from '../storage/dataset-folder';
import { drawInWorker } from './draw-looks';
import type { Project } from './project';
import { withStep } from './run-generators';
import { getRun } from './runs';
import type { StudioState } from './studio-state';
import { sweepFolder } from './sweep';

type Counted = CallContext<{ done: number; total: number }>;

/** The pixel path of a file below a run folder; null for one elsewhere, which only the person's own tools can open. */
export function pixelsOf(project: Project, run: string, file: string): string | null {
  const path = relative(project.path('runs', run), file);
  return path.startsWith('..') ? null : pixelPaths.runFile(run, path.split(sep).join('/'));
}

export interface GenerateParams {
  run: string;
  checkpoint: CheckpointChoice;
  truncation: number | null;
  count: number;
  seed: number;
  interpolate?: { from: string; to: string } | undefined;
  recipes?: readonly string[] | undefined;
  grid: boolean;
  folder?: string | undefined;
}

/** Numbers 0 to count - 1 of a seed. */
export const seedRecipes = (seed: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => formatRecipe({ kind: 'seed', seed, index }));

function recipesOf({ count, seed, interpolate, recipes }: GenerateParams): string[] {
  if (recipes) return recipes.map((recipe) => formatRecipe(parseRecipe(recipe)));
  if (!interpolate) return seedRecipes(seed, count);
  const [from, to] = [parseRecipe(interpolate.from), parseRecipe(interpolate.to)];
  return blendSeries(from, to, Math.max(2, count)).map(formatRecipe);
}

/** look-7-0003.png, frame-0003.png between two looks, look-0003.png for recipes. */
function fileName({ seed, interpolate, recipes }: GenerateParams, index: number): string {
  const number = String(index).padStart(4, '0');
  return interpolate ? `frame-${number}.png` : recipes ? `look-${number}.png` : `look-${seed}-${number}.png`;
}

/** Draws looks into a folder, a PNG file each or one of them all. */
export async function generateLooks(
  state: StudioState,
  params: GenerateParams,
  context: Counted,
): Promise<{ step: number; looks: Look[]; grid: WrittenFile | null }> {
  const { project } = state;
  const { run, checkpoint, truncation, seed } = params;
  getRun(project, run);
  const folder =
    params.folder === undefined ? project.path('runs', run, 'gallery', `seed-${seed}`) : resolve(params.folder);
  await mkdir(folder, { recursive: true });
  sweepFolder(folder);
  const grid = params.grid ? join(folder, 'looks.png') : null;
  const looks = recipesOf(params).map((recipe, index) => ({
    recipe,
    file: params.grid ? null : join(folder, fileName(params, index)),
  }));
  return withStep(project, run, checkpoint, async (step) => {
    await drawInWorker(state, { run, step, truncation, looks, grid }, context);
    return {
      step,
      looks: looks.map(({ recipe, file }) => ({
        run,
        step,
        truncation,
        recipe,
        file: file ?? '',
        pixels: file === null ? null : pixelsOf(project, run, file),
      })),
      grid: grid === null ? null : { file: grid, pixels: pixelsOf(project, run, grid) },
    };
  });
}

/** Real pictures spread evenly over the train split: what the generator has learned from. */
async function realIndices(folder: string, wanted: number): Promise<number[]> {
  const { items } = await readDatasetManifest(folder);
  const train = items.flatMap(({ split }, index) => (split === 'train' ? [index] : []));
  const count = Math.min(wanted, train.length);
  return Array.from({ length: count }, (_unused, position) => train[Math.floor((position * train.length) / count)]!);
}

/** The article's picture: real looks at the left, generated ones at the right. */
export async function compareRun(
  state: StudioState,
  params: {
    run: string;
    checkpoint: CheckpointChoice;
    truncation: number | null;
    file?: string | undefined;
    side: number;
    seed: number;
    realIndices?: readonly number[] | undefined;
  },
  context: Counted,
): Promise<WrittenFile> {
  const { project } = state;
  const { run, side, seed, checkpoint, truncation } = params;
  const file =
    params.file === undefined
      ? project.path('runs', run, 'gallery', `real-generated-${seed}.png`)
      : resolve(params.file);
  const count = side * side;
  const { looks, step } = await generateLooks(
    state,
    { run, checkpoint, truncation, count, seed, grid: false },
    context,
  );
  const dataset = project.path('datasets', getRun(project, run).run.dataset);
  const indices = [...(params.realIndices ?? (await realIndices(dataset, count)))];
  await mkdir(dirname(file), { recursive: true });
  const worker = await state.images();
  await worker.client.run('drawComparison', {
    real: { dataset, indices },
    generated: { files: looks.map((look) => look.file) },
    side,
    file,
    caption: `${project.name}, ${run}, step ${step}`,
  });
  return { file, pixels: pixelsOf(project, run, file) };
}

/** The loss curve of a run as a PNG in its folder. */
export async function drawCurve(state: StudioState, run: string): Promise<{ file: string; pixels: string }> {
  const { project } = state;
  getRun(project, run);
  const file = project.path('runs', run, 'curve.png');
  const metrics = join(dirname(file), 'metrics.jsonl');
  if (existsSync(metrics)) {
    const worker = await state.images();
    await worker.client.run('drawCurve', { metrics, file, title: `${project.name}, ${run}` });
  }
  return { file, pixels: pixelPaths.runFile(run, 'curve.png') };
}
