import { appendFileSync, copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
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

/**
 * A folder of which the import has much to say: pictures that the project has not got, one of them twice, and a format that
 * the studio does not read.
 *
 * @param known pictures that the project has
 */
export function layOutMixed(folder: string, known: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(known).slice(0, 12)) {
    copyFileSync(join(known, name), join(folder, name));
    // Another file, the same picture.
    appendFileSync(join(folder, name), '\n');
  }
  const photos = existsSync(shared) ? readdirSync(shared).sort().slice(8, 20) : [];
  for (const name of photos) copyFileSync(join(shared, name), join(folder, name));
  const [twice] = readdirSync(folder);
  if (twice) copyFileSync(join(folder, twice), join(folder, `copy of ${twice}`));
  writeFileSync(join(folder, 'IMG_2041.heic'), 'not read');
}
