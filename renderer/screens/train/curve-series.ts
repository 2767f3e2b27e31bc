import type { QualityPoint } from '../../../electron/contract/quality';
import type { MetricColumns } from '../../../electron/contract/api/runs';
import type { RunState, TrainConfig, TrainProgress } from '../../../electron/contract/training';
import type { CurveSeries } from '../../components/chart-lines';
import { decimate, indicesWithin, smooth } from '../../state/curves';
import type { StepRange } from '../../state/curves';

/** Points of a line: more than a screen has pixels helps nobody. */
const points = 1200;

/** Columns that are drawn as lines. */
export type Line = 'lossD' | 'lossG' | 'dReal' | 'dFake';

/** The smoothed columns of a run; the costly part, which no zoom asks for again. */
export function smoothColumns(columns: MetricColumns, weight: number): Record<Line, readonly number[]> {
  const of = (name: Line) => smooth(columns[name], weight);
  return { lossD: of('lossD'), lossG: of('lossG'), dReal: of('dReal'), dFake: of('dFake') };
}

/** One column as a faint raw and a strong smoothed line, as far as the range shows it. */
export function curveOf(
  columns: MetricColumns,
  smoothed: readonly number[],
  column: Line,
  range: StepRange | null,
  look: { label: string; color: string },
): CurveSeries {
  const { from, to } = indicesWithin(columns.step, range);
  const steps = columns.step.slice(from, to);
  return {
    ...look,
    raw: decimate(steps, columns[column].slice(from, to), points),
    smooth: decimate(steps, smoothed.slice(from, to), points),
  };
}

/** Measured distances as dots on a line. */
export function distanceCurve(measured: readonly QualityPoint[], look: { label: string; color: string }): CurveSeries {
  const line = measured.map(({ step, frechet }) => ({ x: step, y: frechet }));
  return { ...look, raw: [], smooth: line, dots: true };
}

/** What one half of the photos has against the other, as a line to compare with; null where it is not known. */
export function floorCurve(measured: readonly QualityPoint[], to: number, label: string): CurveSeries | null {
  const floor = measured.at(-1)?.floor ?? null;
  if (floor === null) return null;
  const smooth = [
    { x: 0, y: floor },
    { x: to, y: floor },
  ];
  return { label, color: '--text-3', raw: [], smooth, dashed: true };
}

/** Where the time axis ends: at the goal of a run that may still go on, at the last step of one that has ended. */
export function axisEnd(state: RunState | undefined, totalSteps: number, lastStep: number): number {
  const hasEnded = state === 'stopped' || state === 'failed';
  return Math.max(hasEnded ? lastStep : Math.max(totalSteps, lastStep), 1);
}

/**
 * The first augmented step of a run that was not augmented from its start, once it is made; null for all others, where it goes by
 * need, and where it lies in the run that this one went on from.
 */
export function augmentedFrom(
  {
    augment,
    augmentAfter,
    augmentTarget,
    origin,
  }: Pick<TrainConfig, 'augment' | 'augmentAfter' | 'augmentTarget' | 'origin'>,
  { step, epoch }: Pick<TrainProgress, 'step' | 'epoch'>,
): number | null {
  if (augment.length === 0 || augmentAfter === 0 || augmentTarget > 0) return null;
  const first = Math.ceil((augmentAfter * step) / epoch) + 1;
  return first > step || first <= (origin?.step ?? 0) ? null : first;
}
