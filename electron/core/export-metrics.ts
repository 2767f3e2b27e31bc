import { StudioError } from '../contract/errors';
import { say } from '../contract/said';
import { comparable, type QualityPoint } from '../contract/quality';
import type { TrainProgress } from '../contract/training';
import { writeFileAtomic } from '../storage/atomic';
import { readQuality } from '../storage/quality-log';
import { allMetrics } from './metrics';
import type { Project } from './project';

const metricColumns = [
  'step',
  'epoch',
  'lossD',
  'lossG',
  'dReal',
  'dFake',
  'dFakeAfter',
  'augmentShare',
  'imagesPerSecond',
  'elapsedMs',
  'memoryMiB',
] as const satisfies readonly (keyof TrainProgress)[];

const qualityColumns = [
  'frechet',
  'kernel',
  'kernelError',
  'precision',
  'recall',
  'closeShare',
  'copyingScore',
] as const satisfies readonly (keyof QualityPoint)[];

/**
 * Writes a run's metrics as CSV (RFC 4180, names in the first line): a line a step; the columns of quality are empty where nothing
 * was measured, or early and from few pictures: a column must hold what can be compared.
 *
 * @throws {StudioError} `nothing-to-do` before the first step, `disk-full`, `not-permitted`
 */
export async function exportMetrics(project: Project, run: string, file: string): Promise<void> {
  const points = comparable(await readQuality(project.path('runs', run)));
  const quality = new Map(points.map((point) => [point.step, point]));
  const lines = [[...metricColumns, ...qualityColumns].join(',')];
  for await (const row of allMetrics(project.path('runs', run, 'metrics.jsonl'))) {
    const point = quality.get(row.step);
    const cells = [...metricColumns.map((name) => row[name]), ...qualityColumns.map((name) => point?.[name] ?? '')];
    lines.push(cells.join(','));
  }
  if (lines.length === 1) throw new StudioError('nothing-to-do', say('run.nothingToExport', { run }));
  await writeFileAtomic(file, `${lines.join('\r\n')}\r\n`);
}
