import { createHash } from 'node:crypto';

/**
 * The split of a photo, from its name or content alone: a photo stays on its side in every dataset, so that one
 * dataset's validation pictures are never another's training pictures.
 *
 * @param share part of the photos that is kept for validation, 0 to 1
 */
export function splitOf(key: string, share: number): 'train' | 'validation' {
  const fraction = createHash('sha256').update(`split ${key}`).digest().readUInt32BE(0) / 2 ** 32;
  return fraction < share ? 'validation' : 'train';
}
