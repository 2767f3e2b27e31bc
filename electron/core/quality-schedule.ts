/** Share of a run's time that measuring its looks may take. */
export const measuringShare = 0.03;

/** Processor time of starting the process, and for each picture that the feature network looks at: before anything was measured. */
const assumedStartMs = 1500;
const assumedPictureMs = 9;
const comparedPictures = 512;

export interface Spending {
  /** Time that the run has trained. */
  elapsedMs: number;
  /** Time until its end, as far as that is known. */
  remainingMs: number;
  /** Processor time of the measurements so far. */
  spentMs: number;
  /** Processor time that the next one is expected to take. */
  expectedMs: number;
}

/**
 * What a measurement will cost where none was made yet.
 *
 * @param photos pictures whose features are not known yet; each is looked at twice, the second time mirrored
 */
export function assumedCostMs(photos: number): number {
  return assumedStartMs + assumedPictureMs * (comparedPictures + 2 * photos);
}

/**
 * Whether a measurement now keeps within the share, and leaves enough for the last one, which says more than those
 * before it. Processor time is compared with the time that passes: on one core of several the training loses less
 * than that.
 */
export function mayMeasure({ elapsedMs, remainingMs, spentMs, expectedMs }: Spending): boolean {
  const left = measuringShare * elapsedMs - spentMs;
  if (left < expectedMs) return false;
  const leftAtTheEnd = left + measuringShare * remainingMs - expectedMs;
  return remainingMs <= 0 || leftAtTheEnd >= expectedMs;
}
