import type { Params } from '../../electron/contract/api';
import type { RunDetails } from '../../electron/contract/api/runs';
import type { Remedy } from '../../electron/contract/coach';
import type { TrainConfig, TrainOverrides } from '../../electron/contract/training';

/** What `runs.start` is asked for. */
export type NewRun = Params<'runs.start'>;
/** The remedies that begin another run. */
export type Restart = Extract<
  Remedy,
  { kind: 'lower-learning-rate' | 'go-back-to-checkpoint' | 'restart-with-better' | 'add-augmentation' }
>;

/** The run that a remedy means: from one of this run's checkpoints, or from the start with its settings. */
export function newRunFor(remedy: Restart, { run, config }: Pick<RunDetails, 'run' | 'config'>): NewRun {
  const { dataset } = run;
  if (remedy.kind === 'restart-with-better')
    return { dataset, preset: 'better', overrides: { steps: config.steps, seed: config.seed } };
  if (remedy.kind === 'add-augmentation') {
    const { step, augment, augmentTarget, steps } = remedy;
    return { from: { run: run.id, step }, overrides: { augment, augmentAfter: 0, augmentTarget, steps } };
  }
  const { learningRate, discriminatorRate, step } = remedy;
  const rates = { learningRate, discriminatorRate };
  if (step !== null) return { from: { run: run.id, step }, overrides: rates };
  return { dataset, preset: config.preset, overrides: { ...settingsOf(config), ...rates } };
}

function settingsOf(config: TrainConfig): TrainOverrides {
  const { preset: _preset, origin: _origin, ...settings } = config;
  return settings;
}
