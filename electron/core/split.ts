import { createHash } from 'node:crypto';

export type Split = 'train' | 'validation';

/**
 * The split of a photo, from its name or content alone: a photo stays on its side in every dataset, so that one
 * dataset's validation pictures are never another's training pictures.
 *
 * @param share part of the photos that is kept for validation, 0 to 1
 */
export function splitOf(key: string, share: number): Split {
  const fraction = createHash('sha256').update(`split ${key}`).digest().readUInt32BE(0) / 2 ** 32;
  return fraction < share ? 'validation' : 'train';
}

/**
 * The splits of pictures of which some belong together: those of one photo, and near copies. What belongs together is
 * on the side of its first picture, or a generator could be praised for what it has learnt by heart.
 *
 * @param photos key of each picture's photo; takes of one picture have one key
 * @param groups for each picture the position of the first one that it is a near copy of, or its own
 */
export function splitTogether(photos: readonly string[], groups: readonly number[], share: number): Split[] {
  const parent = photos.map((_, at) => at);
  const firstOf = (at: number): number => {
    let first = at;
    while (parent[first] !== first) first = parent[first] as number;
    return (parent[at] = first);
  };
  const join = (a: number, b: number) => {
    const [first, second] = [firstOf(a), firstOf(b)];
    parent[Math.max(first, second)] = Math.min(first, second);
  };
  const firstWith = new Map<string, number>();
  photos.forEach((photo, at) => {
    join(at, groups[at] as number);
    const first = firstWith.get(photo);
    if (first === undefined) firstWith.set(photo, at);
    else join(at, first);
  });
  return photos.map((_, at) => splitOf(photos[firstOf(at)] as string, share));
}
