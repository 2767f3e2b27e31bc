import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { QualityPoint } from '../contract/quality';
import { writeFileAtomic } from './atomic';

/**
 * What was measured of a run's checkpoints: quality.jsonl in its folder, one point a line, in order of their steps, no step
 * twice. It is written anew each time, so that it is whole whatever happens; there are never more than some hundred lines.
 */
const fileOf = (runFolder: string) => join(runFolder, 'quality.jsonl');

/** The step that is being measured; the process that trains must not throw its checkpoint away meanwhile. */
const pinOf = (runFolder: string) => join(runFolder, 'measuring.json');

/** In order of their steps; lines that make no sense are passed over. */
export async function readQuality(runFolder: string): Promise<QualityPoint[]> {
  const text = await readFile(fileOf(runFolder), 'utf8').catch(() => '');
  const points = new Map<number, QualityPoint>();
  for (const line of text.split('\n')) {
    const point = QualityPoint.safeParse(parseJson(line));
    if (point.success) points.set(point.data.step, point.data);
  }
  return [...points.values()].sort((a, b) => a.step - b.step);
}

/** @throws {StudioError} `disk-full`, `not-permitted` */
export async function addQuality(runFolder: string, point: QualityPoint): Promise<void> {
  const others = (await readQuality(runFolder)).filter(({ step }) => step !== point.step);
  await write(runFolder, [...others, point]);
}

/** For a run that goes on from an earlier checkpoint: the later ones will be others. */
export async function dropQualityAfter(runFolder: string, step: number): Promise<void> {
  const points = await readQuality(runFolder);
  const kept = points.filter((point) => point.step <= step);
  if (kept.length < points.length) await write(runFolder, kept);
}

export async function pinCheckpoint(runFolder: string, step: number): Promise<void> {
  await writeFileAtomic(pinOf(runFolder), JSON.stringify({ step }));
}

export async function unpinCheckpoint(runFolder: string): Promise<void> {
  await rm(pinOf(runFolder), { force: true });
}

/** @returns null when no checkpoint is being measured */
export async function readPin(runFolder: string): Promise<number | null> {
  const text = await readFile(pinOf(runFolder), 'utf8').catch(() => '');
  const step = (parseJson(text) as { step?: unknown } | undefined)?.step;
  return typeof step === 'number' ? step : null;
}

async function write(runFolder: string, points: readonly QualityPoint[]): Promise<void> {
  const lines = [...points].sort((a, b) => a.step - b.step).map((point) => `${JSON.stringify(point)}\n`);
  await writeFileAtomic(fileOf(runFolder), lines.join(''));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
