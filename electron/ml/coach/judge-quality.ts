import type { Finding, Remedy } from '../../contract/coach';
import { bestOf, comparable, type QualityPoint } from '../../contract/quality';
import type { TrainConfig } from '../../contract/training';
import { addAugmentation } from './remedies';

/** A change of the distance below this share is no change: looks are drawn from a few hundred latent vectors. */
const noiseShare = 0.03;
/** Measurements in a row that must agree before something is called worse. */
const agreeing = 2;
/** Measurements without a better one after which a run stands still. */
const stillPoints = 4;
/** Worse than the best by this share: it will hardly come back by itself. */
const worseShare = 0.1;
/** Of held-out photos 5 % are as near to a train photo; at four times that looks repeat photos. */
const copiedShare = 0.2;
const copiedScore = -3;

/** Twice what held-out photos have, at two standard deviations, in measurements in a row: originality falls. */
const fallingShare = 0.1;
const fallingScore = -2;

/**
 * Where the quality of the looks is going: the rules `copying`, `overfitting`, `worsening`, `plateau` and `improving`. Null with
 * fewer than two measurements, or when none of them holds.
 *
 * @param measured in order of their steps; early ones are passed over
 * @param checkpoints steps of those that are there
 * @param epoch passes over the photos so far
 */
export function judgeQuality(
  measured: readonly QualityPoint[],
  config: TrainConfig,
  checkpoints: readonly number[],
  epoch: number,
): Finding | null {
  const points = comparable(measured);
  const best = bestOf(points);
  const last = points.at(-1);
  if (!best || !last) return null;
  const judged = points.flatMap(({ step, closeShare, copyingScore }): Judged[] =>
    closeShare === null || copyingScore === null ? [] : [{ step, closeShare, copyingScore }],
  );
  const remedy = againstCopies(judged, config, checkpoints, epoch);
  return (
    judgeCopies(judged, best, remedy) ??
    judgeOriginality(judged, remedy) ??
    (points.length < 2 ? null : judgeTrend(points, best, last))
  );
}

/** A measurement that says how original the looks are. */
type Judged = { step: number; closeShare: number; copyingScore: number };

const isFalling = ({ closeShare, copyingScore }: Judged): boolean =>
  closeShare >= fallingShare && copyingScore <= fallingScore;

/** Augmentation from the newest checkpoint whose looks were original, or else from the newest one. */
function againstCopies(
  judged: readonly Judged[],
  config: TrainConfig,
  checkpoints: readonly number[],
  epoch: number,
): Remedy {
  const original = judged.findLast((point) => !isFalling(point) && checkpoints.includes(point.step));
  const newest = checkpoints.length === 0 ? null : Math.max(...checkpoints);
  return addAugmentation(config, original?.step ?? newest, epoch) ?? { kind: 'more-pictures' };
}

function judgeCopies(judged: readonly Judged[], best: QualityPoint, remedy: Remedy): Finding | null {
  const last = judged.at(-1);
  if (!last || last.closeShare < copiedShare || last.copyingScore > copiedScore) return null;
  const { closeShare, copyingScore } = last;
  return {
    kind: 'copying',
    severity: 'warning',
    evidence: { closeShare, copyingScore, step: last.step, bestStep: best.step },
    message: `The looks of step ${last.step} repeat photos: ${percent(closeShare)} of them lie nearer to a training photo than 95 % of photos that it never saw. It is learning by heart; augmentation or more pictures help.`,
    remedy,
  };
}

function judgeOriginality(judged: readonly Judged[], remedy: Remedy): Finding | null {
  const recent = judged.slice(-agreeing);
  const last = recent.at(-1);
  if (!last || recent.length < agreeing || !recent.every(isFalling)) return null;
  const { closeShare, copyingScore, step } = last;
  return {
    kind: 'overfitting',
    severity: 'warning',
    evidence: { closeShare, copyingScore, step, measured: recent.length },
    message: `The looks grow less original: in ${recent.length} measurements in a row, at last at step ${step} with ${percent(closeShare)}, more of them than by chance lie nearer to a training photo than 95 % of photos that it never saw. The discriminator begins to know the photos by heart; augmentation or more pictures help.`,
    remedy,
  };
}

function judgeTrend(points: readonly QualityPoint[], best: QualityPoint, last: QualityPoint): Finding | null {
  const after = points.slice(points.indexOf(best) + 1);
  const evidence = { distance: last.frechet, step: last.step, best: best.frechet, bestStep: best.step };
  const remedy = { kind: 'stop-here-best-was', step: best.step } as const;
  const worse =
    after.length >= agreeing && after.slice(-agreeing).every((p) => p.frechet > best.frechet * (1 + worseShare));
  if (worse)
    return {
      kind: 'worsening',
      severity: 'warning',
      evidence: { ...evidence, increase: last.frechet / best.frechet - 1 },
      message: `The looks have been getting worse since step ${best.step}: the distance to the photos was ${best.frechet.toFixed(3)} then and is ${last.frechet.toFixed(3)} now. The checkpoint of step ${best.step} is kept; nothing is lost by stopping.`,
      remedy,
    };
  if (after.length >= stillPoints)
    return {
      kind: 'plateau',
      severity: 'calm',
      evidence: { ...evidence, measured: after.length },
      message: `The looks have not become better since step ${best.step} (distance ${best.frechet.toFixed(3)}), in ${after.length} measurements. Going on may still help a little.`,
      remedy,
    };
  const before = points.at(-2) as QualityPoint;
  const [from, to] = best === last ? [before, last] : [null, null];
  if (from && to && to.frechet < from.frechet * (1 - noiseShare))
    return {
      kind: 'improving',
      severity: 'good',
      evidence: { ...evidence, before: from.frechet, beforeStep: from.step },
      message: `The looks are getting better: the distance to the photos fell from ${from.frechet.toFixed(3)} at step ${from.step} to ${to.frechet.toFixed(3)} at step ${to.step}.`,
      remedy: { kind: 'none' },
    };
  return null;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
