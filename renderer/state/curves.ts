import type { MetricColumns } from '../../electron/contract/api/runs';

export type Column = Exclude<keyof MetricColumns, 'step'>;

export interface CurvePoint {
  x: number;
  y: number;
}

export const emptyColumns = (): MetricColumns => ({
  step: [],
  lossD: [],
  lossG: [],
  dReal: [],
  dFake: [],
  imagesPerSecond: [],
});

const names = ['step', 'lossD', 'lossG', 'dReal', 'dFake', 'imagesPerSecond'] as const;

/** Adds newer steps at the end; steps that are already there (a resume goes back to its checkpoint) are replaced. */
export function appendColumns(columns: MetricColumns, more: MetricColumns): MetricColumns {
  const first = more.step[0];
  if (first === undefined) return columns;
  const kept = columns.step.findIndex((step) => step >= first);
  const length = kept < 0 ? columns.step.length : kept;
  const joined = emptyColumns();
  for (const name of names) joined[name] = columns[name].slice(0, length).concat(more[name]);
  return joined;
}

/**
 * Exponential moving average without the pull towards its start.
 * @param weight of the past, 0 (none) to below 1
 * @see Kingma and Ba, Adam, arXiv:1412.6980, section 3 (initialisation bias correction)
 */
export function smooth(values: readonly number[], weight: number): number[] {
  let average = 0;
  let correction = 1;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    average = average * weight + value * (1 - weight);
    correction *= weight;
    return average / (1 - correction);
  });
}

/**
 * At most about `points` points that keep every peak: the lowest and the highest of each stretch.
 * @param steps ascending
 */
export function decimate(steps: readonly number[], values: readonly number[], points: number): CurvePoint[] {
  const at = (index: number): CurvePoint => ({ x: steps[index] ?? 0, y: values[index] ?? 0 });
  const count = steps.length;
  if (count <= points) return steps.map((_, index) => at(index));
  const stretches = Math.max(Math.floor(points / 2) - 1, 1);
  const thinned: CurvePoint[] = [at(0)];
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = 1 + Math.floor((stretch * (count - 2)) / stretches);
    const to = 1 + Math.floor(((stretch + 1) * (count - 2)) / stretches);
    let low = from;
    let high = from;
    for (let index = from; index < to; index++) {
      if ((values[index] ?? 0) < (values[low] ?? 0)) low = index;
      if ((values[index] ?? 0) > (values[high] ?? 0)) high = index;
    }
    if (low === high) thinned.push(at(low));
    else thinned.push(at(Math.min(low, high)), at(Math.max(low, high)));
  }
  thinned.push(at(count - 1));
  return thinned;
}

/** Steps of a chart that are shown. */
export interface StepRange {
  from: number;
  to: number;
}

/** Where the steps of a range lie in ascending ones, with a neighbour on either side so that lines go on to the edge. */
export function indicesWithin(steps: readonly number[], range: StepRange | null): { from: number; to: number } {
  if (!range) return { from: 0, to: steps.length };
  const first = firstFrom(steps, range.from);
  const last = firstFrom(steps, range.to + 1);
  return { from: Math.max(0, first - 1), to: Math.min(steps.length, last + 1) };
}

/** Index of the first of ascending steps that is not below a step; their number where all are. */
export function firstFrom(steps: readonly number[], step: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] ?? 0) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the item nearest to a step; -1 for none. @param items in order of their steps */
export function nearestTo(items: readonly { step: number }[], step: number): number {
  let best = -1;
  items.forEach((item, index) => {
    if (best < 0 || Math.abs(item.step - step) < Math.abs((items[best]?.step ?? 0) - step)) best = index;
  });
  return best;
}
