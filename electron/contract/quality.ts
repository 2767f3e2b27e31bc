import { z } from 'zod';

const share = z.number().min(0).max(1);

/**
 * How far a set of looks is from a set of real pictures, by features of a fixed network. Distances have no unit: features
 * are scaled so that the train split has mean 0 and, averaged over the channels, variance 1.
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
  /** What limits the numbers, in plain English. */
  notes: z.array(z.string()),
});
export type QualityReport = z.infer<typeof QualityReport>;

/** The quality of one checkpoint's looks, measured while the run goes on; a line of quality.jsonl in the run folder. */
export const QualityPoint = z.object({
  /** The checkpoint's step. */
  step: z.int().min(0),
  /** Pictures in each of the two sets: the same for every point of a run, or its Frechet distances could not be compared. */
  count: z.int().min(1),
  frechet: z.number().min(0),
  /** What one half of the photos has against the other: no generator gets below it for long. Null for too few photos. */
  floor: z.number().min(0).nullable(),
  kernel: z.number(),
  kernelError: z.number().min(0),
  precision: share,
  recall: share,
  /** Share of looks nearer to a train picture than 95 % of held-out ones: the larger of both originality measures. */
  closeShare: share.nullable(),
  /** Below -3 speaks for copying: the smaller of both originality measures. */
  copyingScore: z.number().nullable(),
  /** Processor time that the measurement took, the run's real pictures left out. */
  costMs: z.number().min(0),
});
export type QualityPoint = z.infer<typeof QualityPoint>;

/** The point with the smallest distance, the earliest of equal ones; null for none. */
export function bestOf(points: readonly QualityPoint[]): QualityPoint | null {
  return points.reduce<QualityPoint | null>(
    (best, point) => (best === null || point.frechet < best.frechet ? point : best),
    null,
  );
}
