import { countOf, requireFeatures, type FeatureSet } from './feature-set';
import { distanceBetween, forEachSquaredDistance, nearestSquaredDistances } from './nearest-neighbors';
import { quantile } from './quantile';

/** Pictures of one set that are nearly the same. */
export interface DuplicateGroup {
  /** Positions in the set, ascending, at least two. */
  readonly rows: readonly number[];
  /** The largest of the distances by which the group hangs together. */
  readonly distance: number;
}

/**
 * Finds pictures of a set that are nearly equal: closer than a share of the distance at which a picture's nearest other
 * picture usually lies (the median over the set). Whatever is closer is joined, and so a chain of small changes is one group.
 *
 * @param set   sketches (picture-sketch.ts): recompressed, resized, brightened or slightly zoomed copies lie at 0.1 to 0.4 of
 *              the usual distance, different photos seldom below 0.65; with a network's features copies lie at 0.4 to 0.7
 * @param share of the usual distance, 0 to 1
 * @returns largest groups first
 * @throws {StudioError} `invalid-params` for fewer than two pictures
 */
export function findNearDuplicates(set: FeatureSet, share = 0.5): DuplicateGroup[] {
  requireFeatures(set, 'the pictures', 2);
  const nearest = nearestSquaredDistances(set, 1).map(Math.sqrt).sort();
  // Where most pictures have an exact copy the median says nothing: the pictures without one do.
  const usual =
    quantile(nearest, 0.5) ||
    quantile(
      nearest.filter((distance) => distance > 0),
      0.5,
    ) ||
    0;
  const limit = share * usual;
  const parent = Int32Array.from({ length: countOf(set) }, (_, row) => row);
  const rootOf = (row: number): number => {
    let root = row;
    while (parent[root] !== root) root = parent[root] as number;
    return (parent[row] = root);
  };
  const widest = new Map<number, number>();
  forEachSquaredDistance(
    set,
    set,
    (row, column, squared) => {
      if (squared > limit * limit * 1.001 + 1e-9) return;
      const distance = distanceBetween(set, row, set, column);
      if (distance > limit) return;
      const [keep, join] = [rootOf(row), rootOf(column)].sort((a, b) => a - b) as [number, number];
      parent[join] = keep;
      widest.set(keep, Math.max(distance, widest.get(keep) ?? 0, widest.get(join) ?? 0));
    },
    true,
  );
  const groups = new Map<number, number[]>();
  for (let row = 0; row < parent.length; row++) {
    const root = rootOf(row);
    groups.set(root, [...(groups.get(root) ?? []), row]);
  }
  return [...groups]
    .filter(([, rows]) => rows.length > 1)
    .map(([root, rows]) => ({ rows, distance: widest.get(root) as number }))
    .sort((a, b) => b.rows.length - a.rows.length || (a.rows[0] as number) - (b.rows[0] as number));
}
