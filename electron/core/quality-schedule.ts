import { comparedPhotos, type MeasuredPhotos, type QualityPoint } from '../contract/quality';
import { fewestHeldOut } from '../ml/quality/originality';

/** Share of a run's time that measuring its looks may take. */
export const measuringShare = 0.03;

/** Processor time of starting the process, and for each picture that the feature network looks at: before anything was measured. */
const assumedStartMs = 1500;
const assumedPictureMs = 9;
/** Part of the share that distances leave to the first look at all photos, where the run is long enough for that. */
const savedPart = 0.5;
/** Few photos are worth a measurement of their own where it is so many times cheaper. */
const cheaperTimes = 2;

export interface Spending {
  /** Time that the run has trained. */
  elapsedMs: number;
  /** Time until its end, as far as that is known. */
  remainingMs: number;
  /** Processor time of the measurements so far. */
  spentMs: number;
}

/** Processor time that the next measurement of each kind is expected to take. */
export type Costs = Readonly<Record<MeasuredPhotos, number>>;

/**
 * What measurements will cost where none was made yet.
 *
 * @param seen train pictures whose features are known; Infinity: those of the whole dataset are
 */
export function assumedCosts({ train, validation }: { train: number; validation: number }, seen: number): Costs {
  const cost = (photos: MeasuredPhotos) => {
    const compared = Math.min(comparedPhotos[photos], train);
    // At all photos of the train split the network looks twice, the second time mirrored.
    const wanted = photos === 'all' ? 2 * train + validation : Math.max(0, compared - seen);
    return assumedStartMs + assumedPictureMs * (compared + (seen === Infinity ? 0 : wanted));
  };
  // With too few held out there is no originality, and all photos tell no more than the sample.
  return { few: cost('few'), sample: cost('sample'), all: validation < fewestHeldOut ? Infinity : cost('all') };
}

/** What is expected after a measurement whose looks took so long: the photos that it needed are known now. */
export function costsAfter(costs: Costs, photos: MeasuredPhotos, tookMs: number): Costs {
  const sample = photos === 'all' ? Math.min(costs.sample, tookMs) : costs.sample;
  return { ...costs, sample, [photos]: tookMs };
}

/** What is expected in a run that goes on: no less than what its last measurement of each kind took. */
export function costsOnResume(assumed: Costs, points: readonly QualityPoint[]): Costs {
  const took = { few: 0, sample: 0, all: 0 };
  for (const { early, closeShare, costMs } of points)
    took[early ? 'few' : closeShare === null ? 'sample' : 'all'] = costMs;
  return {
    few: Math.max(assumed.few, took.few),
    sample: Math.max(assumed.sample, took.sample),
    all: Math.max(assumed.all, took.all),
  };
}

/**
 * The measurement that is due now, or null. It keeps within the share at every moment but the first, and leaves enough for the
 * last one, which says more than those before it. Processor time is compared with the time that passes: on one core of several the
 * training loses less than that.
 *
 * The most that the share allows is measured. With many photos a first look at all of them takes hours to be earned, so
 * that distances from a sample come first; once the run has one, they leave a part to that look. A first figure, from few
 * photos, comes before them, at the first checkpoint: once in a run, and only where the whole run pays for it and for the last
 * distance. What it takes too early is earned before anything else is measured.
 *
 * @param measured what the run has already
 */
export function measurementDue(
  { elapsedMs, remainingMs, spentMs }: Spending,
  costs: Costs,
  measured: { anything: boolean; comparable: boolean },
): MeasuredPhotos | null {
  const left = measuringShare * elapsedMs - spentMs;
  const leftAtTheEnd = left + measuringShare * Math.max(0, remainingMs);
  const ends = remainingMs <= 0;
  const fits = (cost: number, saved: number) => left - saved >= cost && (ends || leftAtTheEnd - cost >= cost);

  if (fits(costs.all, 0)) return 'all';
  const earned = savedPart * measuringShare * (elapsedMs + remainingMs) >= costs.all;
  const saved = measured.comparable && earned && !ends ? savedPart * measuringShare * elapsedMs : 0;
  if (fits(costs.sample, saved)) return 'sample';
  const first = !measured.anything && !ends && cheaperTimes * costs.few <= costs.sample;
  return first && leftAtTheEnd - costs.few >= costs.sample ? 'few' : null;
}
