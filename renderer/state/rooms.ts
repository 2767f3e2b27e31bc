import type { ProjectCounts } from '../../electron/contract/api/projects';

export const rooms = ['library', 'review', 'dataset', 'train', 'compare'] as const;
export type Room = (typeof rooms)[number];

/**
 * The next thing to do, marked in the path at the top: the first stage that has work waiting, whatever was made of earlier
 * photos further along. Only a training that goes on stands before it: it is what the studio is at.
 */
export function nextRoom(counts: ProjectCounts, training: boolean): Room {
  if (training) return 'train';
  if (counts.detected > 0) return 'review';
  if (counts.new > 0) return 'library';
  if (counts.unfinished) return 'train';
  if (counts.runs > 0) return 'compare';
  if (counts.datasets > 0) return 'train';
  return counts.annotations > 0 ? 'dataset' : 'library';
}

/** The room and what is shown in it, as the part of the address after #: a reload comes back to it. */
export interface Place {
  room: Room;
  /** An image in Review, a run in Train and Compare. */
  item: string | null;
}

export function placeFromHash(hash: string): Place {
  const [room, item] = hash.replace(/^#\/?/, '').split('/');
  const known = rooms.find((name) => name === room);
  return { room: known ?? 'library', item: known && item ? decodeURIComponent(item) : null };
}

export const hashOf = ({ room, item }: Place) =>
  item === null ? `#/${room}` : `#/${room}/${encodeURIComponent(item)}`;
