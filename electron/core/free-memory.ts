import { freemem, totalmem } from 'node:os';

type MemoryOfNode = {
  /** Node 20.13 and later: what the system, or a container, has left for this process. */
  availableMemory?: () => number;
  /** Node 18.15 and later: a container's limit; 0, undefined or an absurd number without one. */
  constrainedMemory?: () => number | undefined;
};

/** Memory that a new process could take now without anything being pushed out to disk, in MiB. */
export function freeMemoryMiB(): number {
  const { availableMemory, constrainedMemory } = process as MemoryOfNode;
  const limit = constrainedMemory?.() ?? 0;
  const free = availableMemory?.() ?? freemem();
  // macOS counts as used what it would give back at once.
  const likely = process.platform === 'darwin' ? Math.max(free, totalmem() / 2) : free;
  const bytes = limit > 0 ? Math.min(likely, limit) : likely;
  return Math.round(bytes / 2 ** 20);
}
