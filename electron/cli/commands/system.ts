import type { Command } from 'commander';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { serveStudio } from '../../web/serve-studio';
import { demo } from '../demo';
import { whole } from '../options';
import { Output, plural } from '../output';
import { rendererFolder, withSession } from '../session';

type Common = { json?: boolean };

export function addSystemCommands(program: Command): void {
  program
    .command('doctor')
    .description('what works on this machine, tried out')
    .option('--json', 'one line a check: name, ok, detail')
    .action(async (options: Common) => {
      const output = new Output(options.json ?? false);
      await withSession(async ({ client, signal }) => {
        const { checks } = await client.run(
          'system.doctor',
          {},
          { signal, onProgress: (p) => output.progress(0, 0, p.check) },
        );
        const widest = Math.max(...checks.map(({ name }) => name.length));
        for (const check of checks) {
          output.record(check);
          output.say(`${check.ok ? 'ok ' : '-- '} ${check.name.padEnd(widest)}  ${check.detail}`);
        }
      });
    });

  program
    .command('serve')
    .description('the studio in a browser, on this machine alone')
    .argument('[project]', 'the project folder; without it the studio asks')
    .option('--port <port>', 'the port (default: any free one)', whole())
    .action(async (project: string | undefined, options: { port?: number }) => {
      const output = new Output(false);
      await withSession(async ({ studio, client, signal }) => {
        if (project !== undefined) await client.run('projects.create', { folder: resolve(project) });
        const { port } = options;
        const server = await serveStudio(studio, {
          rendererFolder: rendererFolder(),
          ...(port === undefined ? {} : { port }),
        });
        output.say(`Open ${server.url}\nCtrl-C ends the studio.`);
        if (!signal.aborted) await once(signal, 'abort');
        await server.close();
      });
    });

  program
    .command('samples')
    .description('draw pictures of the rights-clean sample collection')
    .argument('<folder>', 'where they go')
    .option('--count <count>', 'how many', whole(1), 240)
    .option('--seed <seed>', 'the same seed draws the same pictures', whole(), 1)
    .option('--json', 'one line a file: file')
    .action(async (folder: string, options: Common & { count: number; seed: number }) => {
      const output = new Output(options.json ?? false);
      await withSession(async ({ client, signal }) => {
        const { count, seed } = options;
        const onProgress = (p: { done: number; total: number }) => output.progress(p.done, p.total, 'pictures');
        const { files } = await client.run(
          'samples.draw',
          { folder: resolve(folder), count, seed },
          { signal, onProgress },
        );
        for (const file of files) output.record({ file });
        output.say(`${plural(files.length, 'picture')} in ${resolve(folder)}.`);
      });
    });

  program
    .command('demo')
    .description('the whole job without a window: photos, garments, dataset, training, new looks, side by side')
    .option('--photos <folder>', 'photos of your own in place of the sample collection')
    .option('--out <folder>', 'where everything goes', 'deepstyle-demo')
    .option('--steps <count>', 'updates of both networks', whole(1))
    .option('--json', 'one line a stage')
    .action(async (options: Common & { photos?: string; out: string; steps?: number }) => {
      await withSession((session) =>
        demo(session, { ...options, out: resolve(options.out) }, new Output(options.json ?? false)),
      );
    });
}
