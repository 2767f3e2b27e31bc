import type { Command } from 'commander';
import { resolve } from 'node:path';
import type { ImageFilter } from '../../contract/api/images';
import { Output, plural } from '../output';
import { withProject } from '../session';
import { reportProblems } from './library';

type Common = { json?: boolean };

/** Photos may be named by a folder, a part of their name, or both. */
interface Chosen {
  folder?: string;
  text?: string;
}

const chosen = ({ folder, text }: Chosen): ImageFilter => ({
  ...(folder === undefined ? {} : { folder: resolve(folder) }),
  ...(text === undefined ? {} : { text }),
});

/** Tags, near copies, moved folders, files that could not be used. */
export function addCurateCommands(program: Command): void {
  program
    .command('tag')
    .description('add tags to photos or take them away; without --add and --remove the tags there are')
    .argument('<project>', 'the project folder')
    .option('--add <tags...>', 'tags to add')
    .option('--remove <tags...>', 'tags to take away')
    .option('--folder <folder>', 'photos in this folder and below (default: all photos)')
    .option('--text <text>', 'photos with this in their name or folder')
    .option('--json', 'JSON lines: the tags with their counts')
    .action(async (project: string, options: Common & Chosen & { add?: string[]; remove?: string[] }) => {
      const output = new Output(options.json ?? false);
      await withProject(project, 'open', async ({ client }) => {
        const { add = [], remove = [] } = options;
        if (add.length + remove.length > 0) {
          const { imageIds } = await client.run('images.ids', { filter: chosen(options) });
          await client.run('images.tag', { imageIds, add, remove });
          output.say(`${plural(imageIds.length, 'photo')} looked at.`);
        }
        const { tags } = await client.run('images.facets', {});
        for (const tag of tags) {
          output.record(tag);
          output.say(`${String(tag.count).padStart(7)}  ${tag.tag}`);
        }
        if (tags.length === 0) output.say('There are no tags.');
      });
    });

  program
    .command('copies')
    .description('photos that are near copies of one another')
    .argument('<project>', 'the project folder')
    .option('--keep-best', 'exclude all of each group but the reviewed one, or the one with most pixels')
    .option('--again', 'look at all photos again, those of an older version of the studio too')
    .option('--json', 'JSON lines: one a photo with its group')
    .action(async (project: string, options: Common & { keepBest?: boolean; again?: boolean }) => {
      const output = new Output(options.json ?? false);
      await withProject(project, 'open', async ({ client, signal }) => {
        if (options.again)
          await client.run(
            'images.findDuplicates',
            {},
            { signal, onProgress: (p) => output.progress(p.done, p.total, 'photos') },
          );
        const filter = { duplicates: true, excluded: false } as const;
        let group: number | null = null;
        for (let offset = 0, total = 1; offset < total; offset += 1000) {
          const page = await client.run('images.query', { filter, sort: 'group', offset, limit: 1000 });
          total = page.total;
          for (const { id, path, width, height, duplicateGroup } of page.items) {
            output.record({ id, path, width, height, group: duplicateGroup });
            if (duplicateGroup !== group && group !== null) output.say('');
            group = duplicateGroup;
            output.say(`${String(id).padStart(6)}  ${width} x ${height}  ${path}`);
          }
        }
        if (group === null) output.say('No photo is a near copy of another one.');
        if (!options.keepBest) return;
        const { excluded } = await client.run('images.keepBest', {});
        output.record({ excluded });
        output.say(`${plural(excluded.length, 'copy', 'copies')} excluded.`);
      });
    });

  program
    .command('relocate')
    .description('say where a folder of photos is now')
    .argument('<project>', 'the project folder')
    .argument('<from>', 'where it was')
    .argument('<to>', 'where it is')
    .option('--json', 'one JSON line: how many photos it is about, and how many were found')
    .action(async (project: string, from: string, to: string, options: Common) => {
      const output = new Output(options.json ?? false);
      await withProject(project, 'open', async ({ client }) => {
        const moved = await client.run('images.relocate', { from: resolve(from), to: resolve(to) });
        output.record(moved);
        output.say(`${moved.found} of ${plural(moved.images, 'photo')} found in ${resolve(to)}.`);
      });
    });

  program
    .command('problems')
    .description('files that imports could not use, and photos that are not where they were')
    .argument('<project>', 'the project folder')
    .option('--forget', 'clear the list of files')
    .option('--json', 'JSON lines: the files, then the folders of missing photos')
    .action(async (project: string, options: Common & { forget?: boolean }) => {
      const output = new Output(options.json ?? false);
      await withProject(project, 'open', async ({ client }) => {
        const { total, problems } = await client.run('images.problems', {});
        reportProblems(output, problems);
        await client.run('images.checkFiles', {});
        const { missing, missingFolders } = await client.run('images.facets', {});
        for (const folder of missingFolders) {
          output.record({ missing: folder });
          output.say(
            `  ${plural(folder.count, 'photo')} from ${folder.folder} missing: deepstyle relocate tells where they are.`,
          );
        }
        output.say(`${plural(total, 'file')} left out of imports, ${plural(missing, 'photo')} missing.`);
        if (options.forget) await client.run('images.forgetProblems', {});
      });
    });
}
