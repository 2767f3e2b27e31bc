import { hashOf, nearCorrelation, nearHashDistance, sketchCorrelation } from './fingerprint';
import { HammingIndex } from './hamming-index';

/**
 * Groups pictures that are takes of one: recompressed, resized, brightened or slightly cropped. What is near is
 * joined, and so a chain of small changes is one group.
 *
 * @returns for each picture the position of its group's first one; its own where it has no near copy
 */
export function groupNearDuplicates(fingerprints: readonly Uint8Array[]): number[] {
  const index = new HammingIndex(nearHashDistance);
  const group: number[] = [];
  const firstOf = (at: number): number => {
    let first = at;
    while (group[first] !== first) first = group[first] as number;
    group[at] = first;
    return first;
  };
  for (const [at, fingerprint] of fingerprints.entries()) {
    const [high, low] = hashOf(fingerprint);
    group.push(at);
    for (const other of index.near(high, low)) {
      if (sketchCorrelation(fingerprint, fingerprints[other] as Uint8Array) < nearCorrelation) continue;
      const [first, second] = [firstOf(other), firstOf(at)];
      group[Math.max(first, second)] = Math.min(first, second);
    }
    index.add(high, low);
  }
  return fingerprints.map((_, at) => firstOf(at));
}
