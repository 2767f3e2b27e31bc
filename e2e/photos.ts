import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './shells';

const shared = join(root, '../shared/data/detection/images');

/**
 * A folder with a few real photos, where the shared test data is, and one file that is none.
 *
 * @returns how many can be read
 */
export function layOutPhotos(folder: string): number {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'torn.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]));
  const photos = existsSync(shared) ? readdirSync(shared).sort().slice(0, 8) : [];
  for (const name of photos) copyFileSync(join(shared, name), join(folder, name));
  return photos.length;
}
