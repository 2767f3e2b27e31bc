import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Look } from '../contract/api/runs';
import type { CallContext } from '../contract/method';
import { pixelPaths } from '../contract/pixels';
import { readDatasetManifest } from '../storage/dataset-folder';
import type { Project } from './project';
import { getRun } from './runs';
import type { StudioState } from './studio-state';
import { sweepFolder } from './sweep';
import { runAbortable } from './worker-client';

type Counted = CallContext<{ done: number; total: number }>;

/** The pixel path of a file below a run folder; null for one elsewhere, which only the person's own tools can open. */
function pixelsOf(project: Project, run: string, file: string): string | null {
  const path = relative(project.path('runs', run), file);
  return path.startsWith('..') ? null : pixelPaths.runFile(run, path.split(sep).join('/'));
}

/** Draws looks from a run's newest checkpoint: number i of a seed is the same picture every time. */
export async function generateLooks(
  state: StudioState,
  params: { run: string; count: number; seed: number; folder?: string | undefined },
  { signal, report }: Counted,
): Promise<{ looks: Look[]; step: number }> {
  const { project } = state;
  const { run, count, seed } = params;
  getRun(project, run);
  const folder =
    params.folder === undefined ? project.path('runs', run, 'gallery', `seed-${seed}`) : resolve(params.folder);
  await mkdir(folder, { recursive: true });
  sweepFolder(folder);
  const worker = state.workers.train();
  try {
    const draw = () =>
      worker.client.run(
        'generate',
        { runFolder: project.path('runs', run), count, seed, folder },
        { signal, onProgress: report },
      );
    const { files, step } = await runAbortable(worker, signal, 5000, draw);
    const looks = files.map((file, index) => ({ file, seed, index, pixels: pixelsOf(project, run, file) }));
    return { looks, step };
  } finally {
    worker.kill();
  }
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
  params: { run: string; file?: string | undefined; side: number; seed: number },
  context: Counted,
): Promise<{ file: string; pixels: string | null }> {
  const { project } = state;
  const { run, side, seed } = params;
  const file =
    params.file === undefined
      ? project.path('runs', run, 'gallery', `real-generated-${seed}.png`)
      : resolve(params.file);
  const { looks, step } = await generateLooks(state, { run, count: side * side, seed }, context);
  const dataset = project.path('datasets', getRun(project, run).run.dataset);
  const indices = await realIndices(dataset, side * side);
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
