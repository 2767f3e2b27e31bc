import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The names that storage/atomic.ts gives: nothing of a person's is called so. */
const isPartial = (name: string) => /^\..+\.[0-9a-f]{12}\.partial$/.test(name);
const namesIn = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);

/** As {@link sweepPartials}, for one folder that files are written into. */
export function sweepFolder(folder: string): void {
  for (const name of namesIn(folder).filter(isPartial)) rmSync(join(folder, name), { recursive: true, force: true });
}

/**
 * Removes what a process that died was still writing. Everything is written under a temporary name first
 * (storage/atomic.ts), so a name like that, in a project that nobody else has open, belongs to nobody.
 */
export function sweepPartials(projectFolder: string): void {
  const runs = join(projectFolder, 'runs');
  const folders = [
    join(projectFolder, 'datasets'),
    join(projectFolder, 'features'),
    ...namesIn(runs).flatMap((run) =>
      [run, ...['checkpoints', 'samples', 'kept', 'gallery/exports'].map((name) => join(run, name))].map((name) =>
        join(runs, name),
      ),
    ),
  ];
  for (const folder of folders) sweepFolder(folder);
}
