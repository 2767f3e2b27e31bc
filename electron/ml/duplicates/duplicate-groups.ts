import { hashOf, nearCorrelation, nearHashDistance, sketchCorrelation } from './fingerprint';
import { HammingIndex } from './hamming-index';

/** Crops of takes of one photo are near copies even where their boxes differ a little. */
const sameShotCorrelation = 0.9;

/**
 * Groups pictures that are takes of one: recompressed, resized, brightened or slightly cropped. What is near is
 * joined, and so a chain of small changes is one group.
 *
 * @param shots where it is known that some pictures come from takes of one photo: a key that they share
 * @returns for each picture the position of its group's first one; its own where it has no near copy
 */
export function groupNearDuplicates(fingerprints: readonly Uint8Array[], shots: readonly string[] = []): number[] {
  const index = new HammingIndex(nearHashDistance);
  const group: number[] = [];
  const firstOf = (at: number): number => {
    let first = at;
    while (group[first] !== first) first = group[first] as number;
    group[at] = first;
    return first;
  };
  const join = (a: number, b: number) => {
    const [first, second] = [firstOf(a), firstOf(b)];
    group[Math.max(first, second)] = Math.min(first, second);
  };
  const ofShot = new Map<string, number[]>();
  for (const [at, fingerprint] of fingerprints.entries()) {
    const [high, low] = hashOf(fingerprint);
    group.push(at);
    for (const other of index.near(high, low)) {
      if (sketchCorrelation(fingerprint, fingerprints[other] as Uint8Array) < nearCorrelation) continue;
      join(other, at);
    }
    index.add(high, low);
    const shot = shots[at];
    if (shot === undefined) continue;
    const others = ofShot.get(shot) ?? [];
    for (const other of others)
      if (sketchCorrelation(fingerprint, fingerprints[other] as Uint8Array) >= sameShotCorrelation) join(other, at);
    ofShot.set(shot, [...others, at]);
  }
  return fingerprints.map((_, at) => firstOf(at));
}
