import type { Finding } from '../../contract/coach';
import { bestOf, comparable, type QualityPoint } from '../../contract/quality';
import type { RunState, TrainConfig } from '../../contract/training';
import { judgeAugmentation } from './judge-augmentation';
import { judgeQuality } from './judge-quality';
import { judgeLosses } from './judge-losses';
import { goBack, restart } from './remedies';
import { judgedSteps, type CoachRow } from './rows';

/** A run as the coach sees it. */
export interface CoachedRun {
  config: TrainConfig;
  state: RunState;
  /** Metrics in order, the newest last: the last 2000 steps are enough. */
  rows: readonly CoachRow[];
  /** In order of their steps. */
  quality: readonly QualityPoint[];
  /** Steps of the checkpoints that are there, in any order. */
  checkpoints: readonly number[];
  /** The run ended because its numbers were no longer finite. */
  brokeDown: boolean;
}

/** What is still told of a run that has ended. */
const wentWrong: readonly Finding['kind'][] = ['collapse', 'overfitting', 'copying', 'worsening'];
/** Generated pictures that vary less than this part of what real ones do look all the same. */
const collapsedShare = 0.25;

/**
 * What the curves mean now: every rule that holds, the one that matters most first. There is always at least one.
 * The same files give the same findings, so that a window which comes later reads what an earlier one has read.
 */
export function advise(run: CoachedRun): Finding[] {
  const { rows, quality, config, state } = run;
  const newest = rows.at(-1);
  if (!newest) return [calm('starting', {}, 'The training is about to make its first step.')];
  if (run.brokeDown) return [breakdown(run, newest.step)];
  const trend = judgeQuality(quality, config, run.checkpoints, newest.epoch ?? 0);
  const balance = judgeLosses(rows, config, latestBefore(run.checkpoints, newest.step));
  const augmenting = judgeAugmentation(rows, config);
  // How the networks stood before it began says nothing of how they stand now.
  const isPast = augmenting !== null && newest.step < (augmenting.evidence['since'] ?? 0) + judgedSteps - 1;
  const found = [judgeCollapse(run), augmenting, isPast ? null : balance, trend].filter((finding) => finding !== null);
  const ended = state === 'finished' || state === 'stopped';
  // What would come next is no question any more; what went wrong still is.
  const told = ended ? [...found.filter(({ kind }) => wentWrong.includes(kind)), ending(run)] : found;
  return told
    .map((finding, index) => ({ finding, index }))
    .sort(byWeight)
    .map(({ finding }) => finding);
}

const weights: Record<Finding['severity'], number> = { problem: 3, warning: 2, good: 0, calm: 0 };
/** Where nothing is wrong, what the looks do says more than what the losses do, and a lead more than a fair fight. */
const order: Partial<Record<Finding['kind'], number>> = {
  augmenting: 5,
  'discriminator-winning': 4,
  early: 3,
  plateau: 2,
  improving: 2,
};

function byWeight(a: { finding: Finding; index: number }, b: { finding: Finding; index: number }): number {
  return (
    weights[b.finding.severity] - weights[a.finding.severity] ||
    (order[b.finding.kind] ?? 0) - (order[a.finding.kind] ?? 0) ||
    a.index - b.index
  );
}

/** Mode collapse: different noise that gives the same picture. */
function judgeCollapse({ rows, config, quality, checkpoints }: CoachedRun): Finding | null {
  const drawn = rows.filter(({ diversity }) => diversity !== undefined);
  const last = drawn.at(-1);
  if (!last || last.step < judgedSteps) return null;
  const share = last.diversity as number;
  if (share >= collapsedShare) return null;
  const varied = drawn.findLast(({ diversity }) => (diversity as number) >= collapsedShare);
  const best = bestOf(quality.filter(({ step }) => checkpoints.includes(step)));
  const back = varied === undefined ? null : (best?.step ?? latestBefore(checkpoints, varied.step));
  return {
    kind: 'collapse',
    severity: 'warning',
    evidence: { share, step: last.step },
    message: `The generator draws nearly one picture: at step ${last.step} its looks vary ${Math.round(share * 100)} % as much as the photos do. Go back to an earlier checkpoint, or start again with the preset better.`,
    remedy: back === null && config.preset === 'article' ? restart : goBack(config, back),
  };
}

function breakdown({ config, checkpoints }: CoachedRun, step: number): Finding {
  const saved = latestBefore(checkpoints, step);
  const good = saved === null ? 'There is no earlier checkpoint.' : `The last good checkpoint is of step ${saved}.`;
  return {
    kind: 'not-finite',
    severity: 'problem',
    evidence: { step, saved: saved ?? 0 },
    message: `The numbers broke down after step ${step}: a loss was no longer finite. ${good} Smaller steps help.`,
    remedy: goBack(config, saved),
  };
}

function ending({ rows, quality, checkpoints }: CoachedRun): Finding {
  const step = rows.at(-1)?.step ?? 0;
  const measured = comparable(quality).filter((point) => checkpoints.includes(point.step));
  const best = bestOf(measured);
  // The best of the measured ones, with later steps that nobody measured, may well not be the best.
  const isKnown = best !== null && (best.step === step || measured.at(-1) !== best);
  if (!isKnown) return calm('done', { step }, `The training ended at step ${step}. Compare its looks with the photos.`);
  return {
    ...calm(
      'done',
      { step, bestStep: best.step, distance: best.frechet },
      `The training ended at step ${step}. Its best looks are those of step ${best.step} (distance ${best.frechet.toFixed(3)}).`,
    ),
    remedy: best.step === step ? { kind: 'none' } : { kind: 'stop-here-best-was', step: best.step },
  };
}

function calm(kind: Finding['kind'], evidence: Record<string, number>, message: string): Finding {
  return { kind, severity: 'calm', evidence, message, remedy: { kind: 'none' } };
}

function latestBefore(checkpoints: readonly number[], step: number): number | null {
  const before = checkpoints.filter((checkpoint) => checkpoint <= step);
  return before.length === 0 ? null : Math.max(...before);
}
