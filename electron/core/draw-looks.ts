import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointChoice, Look } from '../contract/api/gallery';
import { formatRecipe, parseRecipe } from '../contract/latent-recipe';
import type { CallContext } from '../contract/method';
import { pixelPaths } from '../contract/pixels';
import type { Project } from './project';
import { withStep } from './run-generators';
import type { StudioState } from './studio-state';
import { sweepFolder } from './sweep';

/** Looks of one run and step that stay on the disk; older ones are drawn again when they are asked for. */
const mostKept = 4000;

export interface LooksWanted {
  run: string;
  checkpoint: CheckpointChoice;
  truncation: number | null;
  recipes: readonly string[];
}

/** Below the run folder. The name says what is drawn, so that what is there need not be drawn again. */
function lookPath(step: number, truncation: number | null, recipe: string): string {
  const folder = `${String(step).padStart(8, '0')}${truncation === null ? '' : `-${truncation}`}`;
  return `gallery/looks/${folder}/${createHash('sha256').update(recipe).digest('hex').slice(0, 24)}.png`;
}

/** Looks for the window, in the order of their recipes. @throws {StudioError} `nothing-to-do`, `not-found`, `aborted` */
export async function drawLooks(
  state: StudioState,
  { run, checkpoint, truncation, recipes }: LooksWanted,
  signal: AbortSignal,
): Promise<{ step: number; looks: Look[] }> {
  const { project } = state;
  const canonical = recipes.map((recipe) => formatRecipe(parseRecipe(recipe)));
  return withStep(project, run, checkpoint, async (step) => {
    const paths = new Map(canonical.map((recipe) => [recipe, lookPath(step, truncation, recipe)]));
    const fileOf = (path: string) => project.path('runs', run, ...path.split('/'));
    const missing = [...paths].filter(([, path]) => !existsSync(fileOf(path)));
    if (missing.length > 0) {
      const looks = missing.map(([recipe, path]) => ({ recipe, file: fileOf(path) }));
      makeRoom(project, run, join(looks[0]!.file, '..'));
      const context = { signal, report: () => undefined };
      await drawInWorker(state, { run, step, truncation, looks, grid: null }, context);
    }
    const looks = canonical.map((recipe) => {
      const path = paths.get(recipe)!;
      return { run, step, truncation, recipe, file: fileOf(path), pixels: pixelPaths.runFile(run, path) };
    });
    return { step, looks };
  });
}

export interface Drawing {
  run: string;
  step: number;
  truncation: number | null;
  looks: { recipe: string; file: string | null }[];
  grid: string | null;
}

/** Draws into files. @throws {StudioError} `not-found`, `checkpoint-damaged`, `disk-full`, `aborted` */
export async function drawInWorker(
  state: StudioState,
  { run, ...drawing }: Drawing,
  { signal, report }: CallContext<{ done: number; total: number }>,
): Promise<void> {
  const runFolder = state.project.path('runs', run);
  await state.gallery.use(({ client }) =>
    client.run('draw', { runFolder, ...drawing }, { signal, onProgress: report }),
  );
}

function makeRoom(project: Project, run: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  sweepFolder(folder);
  const looks = project.path('runs', run, 'gallery', 'looks');
  const files = readdirSync(looks).flatMap((name) =>
    readdirSync(join(looks, name)).map((file) => join(looks, name, file)),
  );
  if (files.length <= mostKept) return;
  const byAge = files.map((file) => ({ file, at: statSync(file).mtimeMs })).sort((a, b) => a.at - b.at);
  for (const { file } of byAge.slice(0, files.length - mostKept / 2)) rmSync(file, { force: true });
}
