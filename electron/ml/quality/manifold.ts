import { countOf, requireFeatures, requireSameDimension, type FeatureSet } from './feature-set';
import { forEachSquaredDistance, nearestSquaredDistances } from './nearest-neighbors';

/** Neighbours of precision and recall: Kynkaanniemi et al., section 3. */
const precisionNeighbors = 3;
/** Neighbours of density and coverage: Naeem et al., section 4. */
const densityNeighbors = 5;

/** How far the region of the real pictures and the region of the generated ones cover each other. */
export interface ManifoldOverlap {
  /** Share of generated pictures that lie among real ones, 0 to 1: how believable they are. */
  readonly precision: number;
  /** Share of real pictures that lie among generated ones, 0 to 1: how much of the variety is reached. */
  readonly recall: number;
  /** As precision, but counts how many real neighbourhoods a picture lies in; about 1 for equal sets, may be more. */
  readonly density: number;
  /** Share of real pictures with a generated one in their neighbourhood, 0 to 1; less fooled by outliers than recall. */
  readonly coverage: number;
}

/** What is needed of a set for comparisons, computed once. */
export interface Manifold {
  readonly set: FeatureSet;
  /** Squared distance of each picture to its 3rd and its 5th nearest other. */
  readonly precisionRadii: Float64Array;
  readonly densityRadii: Float64Array;
}

/** @throws {StudioError} `invalid-params` for fewer than 6 pictures */
export function manifoldOf(set: FeatureSet, what: string): Manifold {
  requireFeatures(set, what, densityNeighbors + 1);
  const nearest = nearestSquaredDistances(set, densityNeighbors);
  const radii = (k: number): Float64Array =>
    Float64Array.from({ length: countOf(set) }, (_, row) => nearest[row * densityNeighbors + k - 1] as number);
  return { set, precisionRadii: radii(precisionNeighbors), densityRadii: radii(densityNeighbors) };
}

/**
 * Improved precision and recall, density and coverage. Use sets of about the same size: a larger set has smaller
 * neighbourhoods.
 *
 * @see Kynkaanniemi et al., arXiv:1904.06991, section 3; Naeem et al., arXiv:2002.09797, section 3
 */
export function manifoldOverlap(real: Manifold, generated: Manifold): ManifoldOverlap {
  requireSameDimension(real.set, generated.set);
  const [realCount, generatedCount] = [countOf(real.set), countOf(generated.set)];
  const believable = new Uint8Array(generatedCount);
  const reached = new Uint8Array(realCount);
  const covered = new Uint8Array(realCount);
  let neighborhoods = 0;
  forEachSquaredDistance(real.set, generated.set, (row, column, squared) => {
    if (squared <= (real.precisionRadii[row] as number)) believable[column] = 1;
    if (squared <= (generated.precisionRadii[column] as number)) reached[row] = 1;
    if (squared <= (real.densityRadii[row] as number)) {
      neighborhoods++;
      covered[row] = 1;
    }
  });
  const share = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0) / flags.length;
  return {
    precision: share(believable),
    recall: share(reached),
    density: neighborhoods / (densityNeighbors * generatedCount),
    coverage: share(covered),
  };
}
