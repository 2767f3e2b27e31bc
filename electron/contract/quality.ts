import { z } from 'zod';

const share = z.number().min(0).max(1);

/**
 * How far a set of looks is from a set of real pictures, by features of a fixed network. Distances have no unit: features
 * are scaled so that the compared photos have mean 0 and, averaged over the channels, variance 1.
 */
export const SetDistances = z.object({
  /** Pictures that were compared, drawn at random where there are more than the limit. */
  realCount: z.int().min(1),
  generatedCount: z.int().min(1),
  /**
   * Frechet distance divided by the number of channels. 0: equal means and covariances; 1: as bad as drawing the average
   * picture again and again. Estimated from few pictures it is too large: compare only at equal counts (and with the
   * `floor`, which has them). Not comparable with published FID values, whose network is Inception.
   * Heusel et al., arXiv:1706.08500.
   */
  frechet: z.number().min(0),
  /** Kernel distance (KID): 0 for equal distributions at any count, so that it may be a little negative. arXiv:1801.01401. */
  kernel: z.number(),
  /** Standard error of `kernel`. */
  kernelError: z.number().min(0),
  /** Share of looks that lie among real pictures: how believable they are. Kynkaanniemi et al., arXiv:1904.06991. */
  precision: share,
  /** Share of real pictures that lie among looks: how much of the variety is reached. Same source. */
  recall: share,
  /** Real neighbourhoods around a look, about 1 for equal sets; may be more. Naeem et al., arXiv:2002.09797. */
  density: z.number().min(0),
  /** Share of real pictures with a look in their neighbourhood. Same source. */
  coverage: share,
});
export type SetDistances = z.infer<typeof SetDistances>;

/** One look and the train picture that it resembles most. */
export const CloseLook = z.object({
  /** Position among the looks. */
  look: z.int().min(0),
  /** Position in the train split. */
  trainIndex: z.int().min(0),
  /** Euclidean distance of the scaled features or of the sketches. */
  distance: z.number().min(0),
  /**
   * `distance` divided by the mean distance to the 50 nearest train pictures. 0: an exact copy; near 1: no train picture stands
   * out. Carlini et al., arXiv:2301.13188, section 4.2.
   */
  relativeDistance: share,
  /** Share of held-out pictures nearer to the train split than this look, 0 to 100. 0 speaks for a copy. */
  percentile: z.number().min(0).max(100),
});
export type CloseLook = z.infer<typeof CloseLook>;

/**
 * Whether looks copy training pictures, judged by how near pictures come that nobody trained on (Meehan et al., arXiv:2004.05675).
 * Near means by relative distance.
 */
export const OriginalityReport = z.object({
  /** Held-out pictures compared with. */
  heldOutCount: z.int().min(1),
  /** Share of looks nearer to a train picture than 95 % of held-out pictures are. About 0.05 where nothing is copied. */
  closeShare: share,
  /** Probability that a look is further from the train split than a held-out picture. 0.5 where nothing is copied. */
  furtherShare: share,
  /** The same in standard deviations (Mann and Whitney). Below -3 speaks for copying. */
  copyingScore: z.number(),
  /** The looks nearest to a train picture, nearest first. */
  closest: z.array(CloseLook).max(20),
});
export type OriginalityReport = z.infer<typeof OriginalityReport>;

/** What a checkpoint's looks are worth. */
export const QualityReport = z.object({
  /** Channels of the feature network. */
  dimension: z.int().min(1).max(512),
  /** Looks against the train split. */
  distances: SetDistances,
  /** One random half of the train split against the other: what looks as good as the photos would get at best. */
  floor: SetDistances.nullable(),
  /** By the network's features: finds shifted and mirrored copies, and looks that borrow. Null where too few pictures are held out. */
  originality: OriginalityReport.nullable(),
  /**
   * By 8 x 8 patches of mean colour: finds blurred and noisy copies; distances are root mean square differences, 0 to 255.
   * Null where too few pictures are held out or no sketches were given.
   */
  pixelOriginality: OriginalityReport.nullable(),
});
export type QualityReport = z.infer<typeof QualityReport>;

/**
 * How much of a dataset a measurement looks at, by what it may cost.
 * `few`: a first figure within minutes, marked as early; `sample`: the distances, from as many photos as ever; `all`: the same
 * distances, and originality, for which the network must have seen every photo of the dataset and its mirror image.
 */
export const MeasuredPhotos = z.enum(['few', 'sample', 'all']);
export type MeasuredPhotos = z.infer<typeof MeasuredPhotos>;

/**
 * Photos, and as many looks, in the distances: enough to tell checkpoints apart, few enough for 3 % of the time. The few are
 * the first of the many, so that no photo is looked at twice.
 */
export const comparedPhotos: Record<MeasuredPhotos, number> = { few: 128, sample: 512, all: 512 };

/** The quality of one checkpoint's looks, measured while the run goes on; a line of quality.jsonl in the run folder. */
export const QualityPoint = z.object({
  /** The checkpoint's step. */
  step: z.int().min(0),
  /** Pictures in each of the two sets: the same for every point of a run that is not early. */
  count: z.int().min(1),
  /**
   * Measured from few pictures, for a first figure. The expected Frechet distance grows as pictures get fewer, by an amount that
   * depends on the generator as well (Chong and Forsyth, arXiv:1911.07023; Binkowski et al., arXiv:1801.01401), so that no
   * correction of ours makes such a point comparable: it is shown, and never compared with others.
   */
  early: z.literal(true).optional(),
  frechet: z.number().min(0),
  /** What one half of the photos has against the other: no generator gets below it for long. Null for too few photos. */
  floor: z.number().min(0).nullable(),
  kernel: z.number(),
  kernelError: z.number().min(0),
  precision: share,
  recall: share,
  /**
   * Share of looks nearer to a train picture than 95 % of held-out ones: the larger of both originality measures. Null where too
   * few are held out, or where not every photo was looked at.
   */
  closeShare: share.nullable(),
  /** Below -3 speaks for copying: the smaller of both originality measures. */
  copyingScore: z.number().nullable(),
  /** Processor time that the measurement took, the run's real pictures left out. */
  costMs: z.number().min(0),
});
export type QualityPoint = z.infer<typeof QualityPoint>;

/** The points whose distances say something about each other. */
export function comparable(points: readonly QualityPoint[]): QualityPoint[] {
  return points.filter(({ early }) => !early);
}

/** The comparable point with the smallest distance, the first of equal ones; null for none. */
export function bestOf(points: readonly QualityPoint[]): QualityPoint | null {
  return comparable(points).reduce<QualityPoint | null>(
    (best, point) => (best === null || point.frechet < best.frechet ? point : best),
    null,
  );
}
