import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Result } from '../contract/api';
import { isProject } from './project';

const pictures = /\.(jpe?g|png|webp|avif|gif|tiff?)$/i;

/** Folders below a folder, for a shell without a folder dialog. Names alone: no file is opened. */
export async function listFolders(wanted: string | undefined): Promise<Result<'system.listFolders'>> {
  const folder = resolve(wanted ?? homedir());
  const entries = await readdir(folder, { withFileTypes: true });
  const parent = dirname(folder);
  return {
    folder,
    parent: parent === folder ? null : parent,
    folders: entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => ({ name, path: join(folder, name), isProject: isProject(join(folder, name)) }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    pictures: entries.filter((entry) => entry.isFile() && pictures.test(entry.name)).length,
  };
}
