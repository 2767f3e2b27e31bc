import { InvalidArgumentError, Option, type Command } from 'commander';
import { resolve } from 'node:path';
import { exportKinds, type CheckpointChoice, type ExportKind, type Look } from '../../contract/api/gallery';
import { StudioError, toWire } from '../../contract/errors';
import { formatRecipe, parseRecipe } from '../../contract/latent-recipe';
import { readCard } from '../../core/read-card';
import { positive, whole } from '../options';
import { Output, plural } from '../output';
import { withProject } from '../session';

type Common = { json?: boolean };
interface Drawing extends Common {
  run?: string;
  checkpoint: CheckpointChoice;
  truncation?: number;
}
interface GenerateChoices extends Drawing {
  count: number;
  seed: number;
  interpolate?: { from: string; to: string };
  recipe?: string;
  card?: string;
  grid?: boolean;
  out: string;
}
interface ExportChoices extends Drawing {
  run: string;
  what: ExportKind;
  out: string;
  count: number;
  seed: number;
  interpolate?: { from: string; to: string };
  frames: number;
}

/** newest, best or a step. */
function checkpoint(text: string): CheckpointChoice {
  if (text === 'newest' || text === 'best') return text;
  const step = Number(text);
  if (!Number.isInteger(step) || step < 0) throw new InvalidArgumentError('Expected newest, best or a step.');
  return step;
}

function truncation(text: string): number {
  const limit = positive(text);
  if (limit < 0.1 || limit > 4) throw new InvalidArgumentError('Expected a number from 0.1 to 4.');
  return limit;
}

function recipe(text: string): string {
  try {
    return formatRecipe(parseRecipe(text));
  } catch (error) {
    throw new InvalidArgumentError(toWire(error).message);
  }
}

/** `1#0..1#5` */
function interpolation(text: string): { from: string; to: string } {
  const [from, to, more] = text.split('..');
  if (from === undefined || to === undefined || more !== undefined)
    throw new InvalidArgumentError('Expected two looks with two dots between them, such as 1#0..1#5.');
  return { from: recipe(from), to: recipe(to) };
}

const checkpointOption = () =>
  new Option('--checkpoint <which>', 'newest, best or a step').argParser(checkpoint).default('newest');
const truncationOption = () =>
  new Option(
    '--truncation <limit>',
    'draw numbers of the latent vector again that are further from 0 than this (0.1 to 4): less daring looks',
  ).argParser(truncation);

/** What is said of a look: its card, and seed and index where it is a plain one. */
function recordOf({ file, run, step, recipe: text, truncation: limit }: Look) {
  const parsed = parseRecipe(text);
  const plain = parsed.kind === 'seed' ? { seed: parsed.seed, index: parsed.index } : {};
  return { file, run, ...plain, step, recipe: text, truncation: limit };
}

export function addGalleryCommands(program: Command): void {
  program
    .command('generate')
    .description('draw new looks from a run, a PNG file each; the file says how to draw it again')
    .argument('<project>', 'the project folder')
    .option('--run <run>', 'which run; not with --card')
    .option('--count <count>', 'how many looks, or frames with --interpolate', whole(1), 64)
    .option('--seed <seed>', 'the same seed gives the same looks', whole(), 1)
    .addOption(checkpointOption())
    .addOption(truncationOption())
    .option('--interpolate <from..to>', 'the frames from one look to another, such as 1#0..1#5', interpolation)
    .option('--recipe <recipe>', 'one look by its recipe, such as 7#3 or "mix(7#3,7#9,0.5)"', recipe)
    .option('--card <png>', 'draw the look of this file again, from the seed card in it')
    .option('--grid', 'one picture of all looks in place of a file each')
    .requiredOption('--out <folder>', 'where the PNG files go')
    .option('--json', 'one line a file: file, run, seed, index, step, recipe, truncation')
    .action(async (project: string, options: GenerateChoices) => {
      const output = new Output(options.json ?? false);
      const card = options.card === undefined ? null : await readCard(resolve(options.card));
      const run = card?.run ?? options.run;
      if (run === undefined) throw new StudioError('invalid-params', 'Say which run with --run.');
      const recipes = card ? [card.recipe] : options.recipe === undefined ? undefined : [options.recipe];
      const { count, seed, interpolate, grid = false } = options;
      await withProject(project, 'open', async ({ client, signal }) => {
        const folder = resolve(options.out);
        const drawn = await client.run(
          'gallery.generate',
          {
            run,
            checkpoint: card?.step ?? options.checkpoint,
            truncation: card ? card.truncation : (options.truncation ?? null),
            count,
            seed,
            grid,
            folder,
            ...(interpolate && { interpolate }),
            ...(recipes && { recipes }),
          },
          { signal, onProgress: (p) => output.progress(p.done, p.total, 'looks') },
        );
        if (drawn.grid) output.record({ file: drawn.grid.file, run, step: drawn.step, looks: drawn.looks.length });
        else for (const look of drawn.looks) output.record(recordOf(look));
        output.say(`${plural(drawn.looks.length, 'look')} of step ${drawn.step} in ${drawn.grid?.file ?? folder}.`);
      });
    });

  program
    .command('compare')
    .description("the article's picture: real looks at the left, generated ones at the right")
    .argument('<project>', 'the project folder')
    .requiredOption('--run <run>', 'which run')
    .requiredOption('--out <file>', 'the PNG file to write')
    .option('--seed <seed>', 'which looks', whole(), 1)
    .option('--side <cells>', 'cells along one side of each half', whole(2), 8)
    .addOption(checkpointOption())
    .addOption(truncationOption())
    .option('--json', 'one line: file')
    .action(async (project: string, options: Drawing & { run: string; out: string; seed: number; side: number }) => {
      const output = new Output(options.json ?? false);
      await withProject(project, 'open', async ({ client, signal }) => {
        const { run, seed, side } = options;
        const { file } = await client.run(
          'gallery.compare',
          {
            run,
            seed,
            side,
            checkpoint: options.checkpoint,
            truncation: options.truncation ?? null,
            file: resolve(options.out),
          },
          { signal },
        );
        output.record({ file });
        output.say(`Written: ${file}`);
      });
    });

  program
    .command('export')
    .description('the generator, the time-lapse, the loss curve or a sheet of looks as one file')
    .argument('<project>', 'the project folder')
    .requiredOption('--run <run>', 'which run')
    .addOption(new Option('--what <what>', 'what to write').choices(exportKinds).makeOptionMandatory())
    .requiredOption('--out <file>', 'the file to write')
    .addOption(checkpointOption())
    .addOption(truncationOption())
    .option('--count <count>', 'looks on the sheet', whole(1), 64)
    .option('--seed <seed>', 'which looks', whole(), 1)
    .option('--interpolate <from..to>', 'the two ends of an interpolation, such as 1#0..1#5', interpolation)
    .option('--frames <count>', 'pictures of an interpolation', whole(2), 48)
    .option('--json', 'one line: file, what')
    .action(async (project: string, options: ExportChoices) => {
      const output = new Output(options.json ?? false);
      await withProject(project, 'open', async ({ client, signal }) => {
        const { run, what, checkpoint: choice, count, seed, frames, interpolate } = options;
        const { file } = await client.run(
          'gallery.export',
          {
            run,
            what,
            checkpoint: choice,
            truncation: options.truncation ?? null,
            count,
            seed,
            frames,
            file: resolve(options.out),
            ...interpolate,
          },
          { signal, onProgress: (p) => output.progress(p.done, p.total, what) },
        );
        output.record({ file, what });
        output.say(`Written: ${file}`);
      });
    });
}
