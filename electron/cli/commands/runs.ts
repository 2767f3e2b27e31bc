import { Option, type Command } from 'commander';
import type { Params } from '../../contract/api';
import { InvalidArgumentError } from 'commander';
import { StudioError } from '../../contract/errors';
import { sayInEnglish } from '../../contract/said';
import { TrainOverrides } from '../../contract/training';
import { positive, whole } from '../options';
import { Output, duration } from '../output';
import { withProject, type Session } from '../session';

type Common = { json?: boolean };

interface TrainChoices extends Common {
  dataset?: string;
  preset?: 'article' | 'better';
  steps?: number;
  epochs?: number;
  seed?: number;
  batch?: number;
  width?: number;
  learningRate?: number;
  engine?: string;
  device?: string;
  resume?: string;
  set: Record<string, unknown>;
}

/** `--set name=value` for every setting that has no option of its own. */
function collectSetting(text: string, before: Record<string, unknown>): Record<string, unknown> {
  const [, name = '', value = ''] = /^(\w+)=(.*)$/.exec(text) ?? [];
  if (!(name in TrainOverrides.shape)) {
    throw new InvalidArgumentError(`Expected name=value with one of: ${Object.keys(TrainOverrides.shape).join(', ')}.`);
  }
  let parsed: unknown = value;
  try {
    parsed = JSON.parse(value);
  } catch {
    // A plain word, such as a device.
  }
  return { ...before, [name]: parsed };
}

function overridesOf({ steps, seed, batch, width, learningRate, engine, device, set }: TrainChoices) {
  const given = { steps, seed, batch, generatorWidth: width, discriminatorWidth: width, learningRate, engine, device };
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return TrainOverrides.parse({ ...named, ...set });
}

/** What decides a run's numbers stays as it began: who asks for something else must not be left to think they got it. */
function expectResumable({ resume, json: _json, steps: _steps, set, ...rest }: TrainChoices): void {
  if (resume === undefined) return;
  const given = [...Object.keys(rest).filter((name) => name !== 'epochs'), ...Object.keys(set)];
  if (given.length > 0)
    throw new StudioError(
      'invalid-params',
      `${resume} goes on with its own settings: leave out ${given.join(', ')}. Only --steps or --epochs may raise its goal.`,
    );
}

/** Steps that make so many passes over a dataset's train split, for a new run or for one that goes on. */
async function stepsFor(
  { client }: Session,
  { epochs, steps, resume, dataset, batch, set }: TrainChoices,
): Promise<number | undefined> {
  if (epochs === undefined) return steps;
  const run = resume === undefined ? null : await client.run('runs.get', { run: resume });
  const name = run?.run.dataset ?? dataset;
  const known = await client.run('datasets.list', {});
  // What is not there is told of by the training itself.
  const found = name === undefined ? known[0] : known.find((one) => one.name === name);
  const asked = TrainOverrides.parse({ batch: batch ?? set['batch'] }).batch;
  const together = run?.config.batch ?? asked ?? (await client.run('runs.plan', {})).config.batch;
  return found && Math.max(1, Math.ceil((epochs * found.train) / together));
}

/**
 * Trains, with one record a step: progress comes ten times a second at most, so the steps between are read from the
 * run's metrics.
 */
export async function train(
  { client, signal }: Session,
  method: 'runs.start' | 'runs.resume',
  params: Params<'runs.start'> | Params<'runs.resume'>,
  output: Output,
) {
  let printed: number | undefined;
  let warned: string | undefined;
  let printing = Promise.resolve();
  const printSteps = async (run: string) => {
    const rows = await client.run('runs.metrics', { run, afterStep: printed ?? 0, points: 200_000 });
    rows.step.forEach((step, i) => {
      const { lossD, lossG, dReal, dFake, imagesPerSecond } = rows;
      output.record({
        step,
        lossD: lossD[i],
        lossG: lossG[i],
        dReal: dReal[i],
        dFake: dFake[i],
        imagesPerSecond: imagesPerSecond[i],
      });
      printed = step;
    });
  };
  const run = await client.run(method, params as never, {
    signal,
    onProgress: (p) => {
      for (const note of p.notes ?? []) output.warn(sayInEnglish(note));
      // What the coach warns of, once each time that it comes up.
      const [finding] = p.findings;
      const concern = finding?.severity === 'warning' || finding?.severity === 'problem' ? finding : undefined;
      if (concern && concern.kind !== warned) output.warn(`Step ${p.step}: ${concern.message}`);
      warned = concern?.kind;
      const losses = `lossD ${p.lossD.toFixed(3)}  lossG ${p.lossG.toFixed(3)}`;
      output.progress(
        p.step,
        p.totalSteps,
        `${losses}  ${Math.round(p.imagesPerSecond)} images/s  ${duration(p.etaMs)} left`,
      );
      // A resumed run has printed its earlier steps in its earlier life.
      printed ??= p.step - 1;
      if (output.isJson) printing = printing.then(() => printSteps(p.runId));
    },
  });
  await printing;
  if (output.isJson && printed !== undefined) await printSteps(run.id);
  return run;
}

export function addRunCommands(program: Command): void {
  program
    .command('train')
    .description('train a generator on a frozen dataset; Ctrl-C stops it with a checkpoint')
    .argument('<project>', 'the project folder')
    .option('--dataset <name>', 'a frozen dataset (default: the newest)')
    .addOption(
      new Option(
        '--preset <preset>',
        'article: the DCGAN tutorial exactly; better: what measured best on small collections (default)',
      ).choices(['article', 'better']),
    )
    .option('--steps <count>', 'updates of both networks; with --resume, the new goal', whole(1))
    .addOption(
      new Option('--epochs <count>', 'passes over the pictures to train on, in place of --steps')
        .argParser(positive)
        .conflicts('steps'),
    )
    .option('--seed <seed>', 'decides everything that is random', whole())
    .option('--batch <count>', 'pictures in a step', whole(2))
    .option('--width <channels>', 'width of both networks', whole(4))
    .option('--learning-rate <rate>', "Adam's step size", positive)
    .option('--engine <engine>', 'onnx, tensorflow or auto: the faster one on this machine')
    .option('--device <device>', 'cpu, webgpu, cuda, dml, coreml or auto')
    .option('--set <name=value>', 'any other setting of a run', collectSetting, {})
    .option('--resume <run>', 'go on with this run from its newest checkpoint')
    .option('--json', 'one line a step: step, lossD, lossG, dReal, dFake, imagesPerSecond')
    .action(async (project: string, options: TrainChoices) => {
      const output = new Output(options.json ?? false);
      expectResumable(options);
      await withProject(project, 'open', async (session) => {
        const { resume, dataset, preset } = options;
        const steps = await stepsFor(session, options);
        const run = await (resume === undefined
          ? train(
              session,
              'runs.start',
              {
                overrides: overridesOf({ ...options, ...(steps && { steps }) }),
                ...(dataset && { dataset }),
                ...(preset && { preset }),
              },
              output,
            )
          : train(session, 'runs.resume', { run: resume, ...(steps && { steps }) }, output));
        output.say(`${run.id} ${run.state} at step ${run.step} of ${run.totalSteps} on ${run.device}.`);
        if (run.state !== 'finished') process.exitCode = 1;
      });
    });

  program
    .command('runs')
    .description('the runs of a project, newest first')
    .argument('<project>', 'the project folder')
    .option('--json', 'one line a run: id, dataset, preset, engine, device, step, state')
    .action(async (project: string, options: Common) => {
      const output = new Output(options.json ?? false);
      await withProject(project, 'open', async ({ client }) => {
        for (const run of await client.run('runs.list', {})) {
          output.record(run);
          output.say(
            `${run.id.padEnd(8)} ${run.state.padEnd(11)} step ${run.step} of ${run.totalSteps}, ${run.preset} on ${run.dataset}`,
          );
        }
      });
    });
}
