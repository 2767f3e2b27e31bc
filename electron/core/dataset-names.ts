import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The frozen datasets in a folder. One that is still being written has another name until it is whole. */
export function datasetNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter(
      (entry) =>
        entry.isDirectory() && !entry.name.startsWith('.') && existsSync(join(folder, entry.name, 'manifest.json')),
    )
    .map((entry) => entry.name);
}
