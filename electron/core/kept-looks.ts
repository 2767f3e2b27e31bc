import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { KeptLooks, type KeptLook, type LookCard } from '../contract/api/gallery';
import { StudioError } from '../contract/errors';
import { say } from '../contract/said';
import { formatRecipe, parseRecipe } from '../contract/latent-recipe';
import { pixelPaths } from '../contract/pixels';
import { keptFolder, keptGenerator } from '../storage/kept-folder';
import { drawLooks } from './draw-looks';
import type { Project } from './project';
import { changeNotes, readNotes } from './run-notes';
import { getRun } from './runs';
import type { StudioState } from './studio-state';

/** The same card is the same look, however often it is kept. */
export const keptId = ({ step, recipe, truncation }: LookCard): string =>
  createHash('sha256')
    .update(JSON.stringify([step, formatRecipe(parseRecipe(recipe)), truncation]))
    .digest('hex')
    .slice(0, 12);

const listFile = (project: Project, run: string) => join(keptFolder(project.path('runs', run)), 'looks.json');

/**
 * The moodboard of a run, newest first. It lies in the run folder and not in the database: a kept look is worth something with
 * its picture and its generator alone, and goes where they go.
 */
export async function listKept(project: Project, run: string): Promise<KeptLook[]> {
  getRun(project, run);
  return readNotes(listFile(project, run), KeptLooks, []);
}

/**
 * Keeps a look: its card, its picture, and the generator that drew it, which can then be bred from for good.
 *
 * @throws {StudioError} `not-found` when its checkpoint has gone, `disk-full`
 */
export async function keepLook(state: StudioState, card: LookCard, signal: AbortSignal): Promise<KeptLook> {
  const { project } = state;
  const { run, step, truncation } = card;
  const runFolder = project.path('runs', run);
  const { looks } = await drawLooks(state, { run, checkpoint: step, truncation, recipes: [card.recipe] }, signal);
  const [look] = looks;
  if (!look) throw new StudioError('internal', say('gallery.notDrawn', { recipe: card.recipe }));
  const id = keptId(card);
  await mkdir(keptFolder(runFolder), { recursive: true });
  const generator = keptGenerator(runFolder, step);
  if (!existsSync(generator))
    await state.gallery.use(({ client }) =>
      client.run('exportGenerator', { runFolder, step, onnx: null, safetensors: generator }, { signal }),
    );
  await copyFile(look.file, join(keptFolder(runFolder), `${id}.png`));
  const kept: KeptLook = {
    run,
    step,
    truncation,
    recipe: look.recipe,
    id,
    pixels: pixelPaths.runFile(run, `kept/${id}.png`),
    keptAt: new Date().toISOString(),
  };
  const all = await changeNotes(listFile(project, run), KeptLooks, [], (before) =>
    before.some((known) => known.id === id) ? before : [kept, ...before],
  );
  return all.find((known) => known.id === id) ?? kept;
}

/** Takes a look off the moodboard; its generator goes with the last look that it drew. */
export async function dropLook(project: Project, run: string, id: string): Promise<void> {
  const runFolder = project.path('runs', run);
  getRun(project, run);
  let gone: KeptLook | undefined;
  const rest = await changeNotes(listFile(project, run), KeptLooks, [], (before) => {
    gone = before.find((known) => known.id === id);
    return before.filter((known) => known.id !== id);
  });
  if (!gone) return;
  await rm(join(keptFolder(runFolder), `${id}.png`), { force: true });
  const { step } = gone;
  if (!rest.some((known) => known.step === step)) await rm(keptGenerator(runFolder, step), { force: true });
}
