import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { MetricColumns } from '../contract/api/runs';
import type { TrainProgress } from '../contract/training';

const columns = ['step', 'lossD', 'lossG', 'dReal', 'dFake', 'imagesPerSecond'] as const;

/** Lines of a metrics.jsonl; a last line that a crash cut off is left out. */
async function* readLines(file: string): AsyncGenerator<TrainProgress> {
  if (!existsSync(file)) return;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    try {
      yield JSON.parse(line) as TrainProgress;
    } catch {
      return;
    }
  }
}

/**
 * Metrics after a step, at most `points` of them: evenly thinned, with the last always there.
 *
 * @returns one array a column, all of the same length
 */
export async function readMetrics(file: string, afterStep: number, points: number): Promise<MetricColumns> {
  const rows: TrainProgress[] = [];
  for await (const row of readLines(file)) if (row.step > afterStep) rows.push(row);
  const stride = Math.ceil(rows.length / points);
  const kept = rows.filter((_row, index) => index % stride === 0 || index === rows.length - 1);
  return Object.fromEntries(columns.map((column) => [column, kept.map((row) => row[column])])) as MetricColumns;
}

/** The newest step of a run, if it has done one. */
export async function lastMetrics(file: string): Promise<TrainProgress | null> {
  let last: TrainProgress | null = null;
  for await (const row of readLines(file)) last = row;
  return last;
}
