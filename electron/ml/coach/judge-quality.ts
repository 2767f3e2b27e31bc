import type { Finding } from '../../contract/coach';
import { bestOf, comparable, type QualityPoint } from '../../contract/quality';

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

/**
 * Where the quality of the looks is going: the rules `copying`, `worsening`, `plateau` and `improving`. Null with fewer than two
 * measurements, or when none of them holds.
 *
 * @param measured in order of their steps; early ones are passed over
 */
export function judgeQuality(measured: readonly QualityPoint[]): Finding | null {
  const points = comparable(measured);
  const best = bestOf(points);
  const last = points.at(-1);
  if (!best || !last) return null;
  const judged = points.findLast(({ closeShare }) => closeShare !== null);
  return (judged ? judgeCopies(judged, best) : null) ?? (points.length < 2 ? null : judgeTrend(points, best, last));
}

function judgeCopies(last: QualityPoint, best: QualityPoint): Finding | null {
  const { closeShare, copyingScore } = last;
  if (closeShare === null || copyingScore === null) return null;
  if (closeShare < copiedShare || copyingScore > copiedScore) return null;
  return {
    kind: 'copying',
    severity: 'warning',
    evidence: { closeShare, copyingScore, step: last.step, bestStep: best.step },
    message: `The looks of step ${last.step} repeat photos: ${percent(closeShare)} of them lie nearer to a training photo than 95 % of photos that it never saw. It is learning by heart; more pictures help.`,
    remedy: { kind: 'more-pictures' },
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
