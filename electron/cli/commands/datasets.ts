import { Option, type Command } from 'commander';
import { resolve } from 'node:path';
import type { CropFlaw, DatasetWarning } from '../../contract/api/datasets';
import { fraction, whole } from '../options';
import { Output, plural } from '../output';
import { withProject } from '../session';
import { reportProblems } from './library';

type Common = { json?: boolean };
type CropChoices = { category: 'full' | 'outfit'; margin: number; minSize: number };

/** What is said of a dataset before anybody trains on it: what, why, and what to do. */
function warningText({ kind, count, enough }: DatasetWarning): string {
  switch (kind) {
    case 'few':
      return `${plural(count, 'picture')} are few: below ${enough ?? 0} the discriminator soon knows them by heart and the generator repeats them. Import more photos, or accept more boxes.`;
    case 'duplicates':
      return `${plural(count, 'near copy', 'near copies')}: they teach nothing new. Leave them out with --leave-out duplicate.`;
    case 'tiny':
      return `${plural(count, 'picture')} had to be enlarged, and the network learns the blur. Leave them out with a larger --min-size, or freeze smaller pictures.`;
    case 'blurred':
      return `${plural(count, 'picture')} much less sharp than the others. Leave them out with --leave-out blurred.`;
  }
}

const cropOptions = (command: Command) =>
  command
    .addOption(new Option('--category <category>', 'which boxes').choices(['full', 'outfit']).default('outfit'))
    .option('--margin <fraction>', 'margin on each side, as a fraction of the box', fraction, 0.04)
    .option('--min-size <pixels>', 'leave out boxes with a shorter edge', whole(8), 64);

export function addDatasetCommands(program: Command): void {
  cropOptions(program.command('crops'))
    .description('cut the accepted boxes out of the photos, one file each')
    .argument('<project>', 'the project folder')
    .requiredOption('--out <folder>', 'where the files go')
    .addOption(new Option('--format <format>', 'file format').choices(['png', 'jpeg']).default('png'))
    .option('--json', 'one line a file: file, imageId, annotationId, source')
    .action(async (project: string, options: Common & CropChoices & { out: string; format: 'png' | 'jpeg' }) => {
      const output = new Output(options.json ?? false);
      await withProject(project, 'open', async ({ client, signal }) => {
        const { category, margin, minSize, out, format } = options;
        const result = await client.run(
          'crops.export',
          { category, margin, minimumSize: minSize, folder: resolve(out), format },
          { signal, onProgress: (p) => output.progress(p.done, p.total, 'crops') },
        );
        for (const file of result.files) output.record(file);
        reportProblems(output, result.problems);
        output.say(
          `${plural(result.files.length, 'crop')} in ${resolve(out)}, ${result.tooSmall} too small, ${result.problems.length} failed.`,
        );
      });
    });

  cropOptions(program.command('dataset'))
    .description('freeze a dataset from the accepted boxes, or from a plain folder of pictures')
    .argument('<project>', 'the project folder')
    .option('--from <folder>', 'a folder of pictures in place of the accepted boxes')
    .option('--name <name>', 'its name (default: looks-1, looks-2 ...)')
    .addOption(new Option('--size <pixels>', 'side of the square pictures').choices(['64', '128']).default('64'))
    .addOption(
      new Option('--framing <framing>', 'whole crop with borders, or its middle')
        .choices(['pad', 'cover'])
        .default('pad'),
    )
    .addOption(
      new Option(
        '--leave-out <flaw...>',
        'leave out accepted boxes with these flaws, now and from now on; of --from, pictures',
      ).choices(['duplicate', 'tiny', 'blurred']),
    )
    .option('--validation <share>', 'share of the photos kept for validation', fraction, 0.1)
    .option('--json', 'JSON lines: the problems, then the dataset')
    .action(
      async (
        project: string,
        options: Common &
          CropChoices & {
            from?: string;
            name?: string;
            size: string;
            framing: 'pad' | 'cover';
            validation: number;
            leaveOut?: CropFlaw[];
          },
      ) => {
        const output = new Output(options.json ?? false);
        await withProject(project, options.from === undefined ? 'open' : 'create', async ({ client, signal }) => {
          const { from, name, category, margin, minSize, size, framing, validation } = options;
          const crops = { category, margin, minimumSize: minSize };
          const wanted = { ...crops, imageSize: Number(size) as 64 | 128, framing };
          if (options.leaveOut && from === undefined) {
            await client.run('datasets.examine', crops, {
              signal,
              onProgress: (p) => output.progress(p.done, p.total, 'crops looked at'),
            });
            for (const flaw of options.leaveOut) {
              const { annotationIds } = await client.run('datasets.leaveOut', { flaw, options: wanted });
              output.say(`${plural(annotationIds.length, 'crop')} left out (${flaw}).`);
            }
          }
          const {
            problems,
            flawed = 0,
            ...dataset
          } = await client.run(
            'datasets.freeze',
            {
              ...wanted,
              validationShare: validation,
              ...(name === undefined ? {} : { name }),
              ...(from === undefined ? {} : { folder: resolve(from), without: options.leaveOut ?? [] }),
            },
            { signal, onProgress: (p) => output.progress(p.done, p.total, 'pictures') },
          );
          reportProblems(output, problems);
          if (from !== undefined && options.leaveOut)
            output.say(`${plural(flawed, 'picture')} left out (${options.leaveOut.join(', ')}).`);
          output.record(dataset);
          for (const warning of dataset.warnings ?? []) output.say(`  ${warningText(warning)}`);
          output.say(
            `Dataset ${dataset.name}: ${plural(dataset.count, 'picture')} of ${dataset.imageSize} pixels (${dataset.train} train, ${dataset.validation} validation), ${problems.length} left out.`,
          );
        });
      },
    );
}
