import { existsSync, readdirSync } from 'node:fs';
import type { CheckpointChoice } from '../contract/api/gallery';
import { StudioError } from '../contract/errors';
import { say } from '../contract/said';
import { keptFolder } from '../storage/kept-folder';
import { RunFolder } from '../storage/run-folder';
import type { Project } from './project';
import { getRun } from './runs';

/** Steps whose generator was kept with a look, newest first. */
function keptSteps(runFolder: string): number[] {
  const folder = keptFolder(runFolder);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => /^generator-(\d{8})\.safetensors$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
}

/** Steps of a run that can draw, newest first, and the best of them by its quality. */
export async function listGenerators(
  project: Project,
  run: string,
): Promise<{ steps: number[]; checkpoints: number[]; best: number | null }> {
  getRun(project, run);
  const folder = new RunFolder(project.path('runs', run));
  const checkpoints = await folder.checkpointSteps();
  const steps = [...new Set([...checkpoints, ...keptSteps(folder.path)])].sort((a, b) => b - a);
  return { steps, checkpoints, best: await folder.bestCheckpoint() };
}

/**
 * Does something with the generator that a choice means. Where the newest checkpoint turns out to be damaged, the one before
 * it is taken, as a resumed training does.
 *
 * @throws {StudioError} `nothing-to-do` before the first checkpoint, `not-found` for a step that is not there, `checkpoint-damaged`
 */
export async function withStep<T>(
  project: Project,
  run: string,
  choice: CheckpointChoice,
  work: (step: number) => Promise<T>,
): Promise<T> {
  const { steps, checkpoints, best } = await listGenerators(project, run);
  if (steps.length === 0) throw new StudioError('nothing-to-do', say('run.noCheckpoint', { run }));
  if (typeof choice === 'number' && !steps.includes(choice))
    throw new StudioError(
      'not-found',
      say('run.noCheckpointOf', { run, step: choice, known: steps.slice(0, 12).join(', ') }),
    );
  if (typeof choice === 'number') return work(choice);
  if (choice === 'best' && best !== null) return work(best);
  let failure: unknown;
  for (const step of checkpoints.length > 0 ? checkpoints : steps) {
    try {
      return await work(step);
    } catch (error) {
      if (!(error instanceof StudioError) || error.code !== 'checkpoint-damaged') throw error;
      failure ??= error;
    }
  }
  throw failure;
}
