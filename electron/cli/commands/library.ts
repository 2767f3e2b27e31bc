import { Option, type Command } from 'commander';
import { resolve } from 'node:path';
import type { ImageDetails } from '../../contract/api/images';
import type { Problem } from '../../contract/words';
import { fraction } from '../options';
import { Output, pace, plural } from '../output';
import { withProject, type Session } from '../session';

type Common = { json?: boolean };
const pageSize = 500;

export function reportProblems(output: Output, problems: readonly Problem[]): void {
  for (const problem of problems) {
    output.record({ problem });
    if (!output.isJson) output.warn(`  ${problem.message}`);
  }
}

/** Every image of the project with its boxes, page by page, so that a large library needs no memory. */
async function* allImages({ client }: Session): AsyncGenerator<ImageDetails> {
  for (let offset = 0; ; offset += pageSize) {
    const { items } = await client.run('images.query', { offset, limit: pageSize });
    for (const { id } of items) yield await client.run('images.get', { imageId: id });
    if (items.length < pageSize) return;
  }
}

export function addLibraryCommands(program: Command): void {
  program
    .command('import')
    .description('read photos into a project, which is made when it is not there')
    .argument('<project>', 'the project folder')
    .argument('<folder...>', 'folders, searched with all that is below them, and files')
    .option('--json', 'JSON lines: the problems, then the counts')
    .action(async (project: string, paths: string[], options: Common) => {
      const output = new Output(options.json ?? false);
      await withProject(project, 'create', async ({ client, signal }) => {
        const result = await client.run(
          'images.import',
          { paths: paths.map((path) => resolve(path)) },
          { signal, onProgress: (p) => output.progress(p.done, p.total, p.phase === 'scanning' ? 'looking' : pace(p)) },
        );
        const { problems, ...counts } = result;
        reportProblems(output, problems);
        output.record({ ...counts, failed: problems.length });
        output.say(
          `${plural(counts.added, 'photo')} added, ${plural(counts.nearDuplicates, 'near copy', 'near copies')} among them, ${plural(counts.duplicates, 'exact copy', 'exact copies')}, ${counts.known.toLocaleString('en')} known already, ${problems.length} could not be read.`,
        );
      });
    });

  program
    .command('detect')
    .description('find the garments in every photo that this detector has not seen')
    .argument('<project>', 'the project folder')
    .option('--model <model>', 'a detector by name, or the path of its manifest (default: the bundled one)')
    .option('--device <device>', 'cpu, webgpu, cuda, dml, coreml or auto', 'auto')
    .option('--min-score <score>', 'leave out boxes below this score', fraction, 0.05)
    .option('--redo', 'look again at photos that this detector has seen; reviewed ones are left alone')
    .option('--json', 'JSON lines: the problems, then the counts')
    .action(
      async (
        project: string,
        options: Common & { model?: string; device: string; minScore: number; redo?: boolean },
      ) => {
        const output = new Output(options.json ?? false);
        await withProject(project, 'open', async ({ client, signal }) => {
          const { model, device, minScore, redo } = options;
          const result = await client.run(
            'detections.run',
            { device, minScore, redo: redo ?? false, ...(model === undefined ? {} : { model }) },
            {
              signal,
              onProgress: (p) =>
                output.progress(p.done, p.total, `${plural(p.detections, 'box', 'boxes')}, ${pace(p)}`),
            },
          );
          const { problems, ...counts } = result;
          reportProblems(output, problems);
          output.record({ ...counts, failed: problems.length });
          output.say(
            `${plural(counts.detections, 'box', 'boxes')} in ${plural(counts.images, 'photo')} by ${counts.model} on ${counts.device}; ${problems.length} could not be read.`,
          );
        });
      },
    );

  program
    .command('list')
    .description('the photos of a project with their boxes')
    .argument('<project>', 'the project folder')
    .option('--json', 'one line a photo: id, path, width, height, detections, annotations')
    .action(async (project: string, options: Common) => {
      const output = new Output(options.json ?? false);
      await withProject(project, 'open', async (session) => {
        for await (const image of allImages(session)) {
          const { id, path, width, height, state, excluded } = image;
          const detections = image.proposals.map(({ category, score, bbox, derived }) => ({
            category,
            score,
            bbox,
            derived,
          }));
          const annotations = image.boxes.map(({ id: boxId, category, score, bbox, origin }) => ({
            id: boxId,
            category,
            score,
            bbox,
            origin,
          }));
          output.record({ id, path, width, height, state, excluded, detections, annotations });
          output.say(
            `${String(id).padStart(6)}  ${state.padEnd(8)}  ${annotations.length || detections.length} boxes  ${path}`,
          );
        }
      });
    });

  program
    .command('accept')
    .description('accept every proposal at or above a score in the photos that wait for review')
    .argument('<project>', 'the project folder')
    .addOption(
      new Option('--min-score <score>', 'the lowest score to accept').argParser(fraction).makeOptionMandatory(),
    )
    .option('--json', 'one JSON line with the counts')
    .action(async (project: string, options: Common & { minScore: number }) => {
      const output = new Output(options.json ?? false);
      await withProject(project, 'open', async ({ client }) => {
        const counts = await client.run('annotations.acceptAll', { minScore: options.minScore });
        output.record(counts);
        output.say(`${plural(counts.annotations, 'box', 'boxes')} in ${plural(counts.images, 'photo')} accepted.`);
      });
    });
}
