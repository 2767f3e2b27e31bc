import { basename, extname } from 'node:path';

/** More pictures of one name than this are counters or frames (`0001` in every folder), not crops of one photo. */
const mostOfOnePhoto = 16;

/** What the studio's own `crops` puts behind a photo's name. */
const cropEnding = /-(upper|lower|full|outfit)-\d+$/;

const photoNameOf = (path: string): string =>
  basename(path, extname(path)).replace(cropEnding, '').normalize('NFC').toLowerCase();

/**
 * Which pictures of a plain folder come from one photo, as far as their names say so: crops of a photo lie in sibling
 * folders under its name (`outfit/7.jpg`, `dress/7.jpg`), or beside one another as the studio exports them
 * (`7-outfit-1.png`, `7-outfit-2.png`). Where unlike photos share a name, no harm is done: they are on one side of a split.
 *
 * @param files paths below the folder
 * @returns for each a key that it shares with the others of its photo
 */
export function photosByName(files: readonly string[]): string[] {
  const counts = new Map<string, number>();
  const names = files.map(photoNameOf);
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return names.map((name, at) => (counts.get(name)! > mostOfOnePhoto ? files[at]! : name));
}
