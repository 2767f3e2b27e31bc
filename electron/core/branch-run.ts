import { StudioError } from '../contract/errors';
import { say } from '../contract/said';
import { TrainConfig, type TrainOverrides } from '../contract/training';
import { RunFolder } from '../storage/run-folder';
import { copyPast } from '../storage/run-branch';
import { createRun, getRun } from './runs';
import type { StudioState } from './studio-state';

/**
 * A new run that goes on from a checkpoint of another one, with other settings where some are given: how one goes back.
 *
 * @returns the new run's id; it has yet to be trained
 * @throws {StudioError} `not-found` for a checkpoint that is not there, `invalid-params`
 */
export async function branchRun(
  state: StudioState,
  { run: source, step }: { run: string; step: number },
  overrides: TrainOverrides,
): Promise<string> {
  const { project } = state;
  const { run, config } = getRun(project, source);
  const from = new RunFolder(project.path('runs', source));
  const known = await from.checkpointSteps();
  if (!known.includes(step))
    throw new StudioError(
      'not-found',
      say('run.noCheckpointOf', { run: source, step, known: known.slice(0, 12).join(', ') || '-' }),
    );
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  const next = TrainConfig.parse({ ...config, ...given, origin: { run: source, step } });
  if (next.steps <= step) throw new StudioError('invalid-params', say('run.doneThere', { run: source, step }));
  const id = createRun(project, run.dataset, next);
  const to = new RunFolder(project.path('runs', id));
  await to.prepare();
  await copyPast(from, to, step);
  project.database.run('UPDATE runs SET step = ? WHERE id = ?', step, id);
  return id;
}
