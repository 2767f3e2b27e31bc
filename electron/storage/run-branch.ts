import { copyFile, readFile, readdir } from 'node:fs/promises';
import { fileError, writeFileAtomic } from './atomic';
import { addQuality, readQuality } from './quality-log';
import type { RunFolder } from './run-folder';

/**
 * Gives a new run the past of another one up to a checkpoint: metrics, quality, sample grids, and that checkpoint. The other run
 * stays as it is.
 *
 * @param to its folders are there, and empty
 * @throws {StudioError} `not-found` when the checkpoint is gone, `disk-full`
 */
export async function copyPast(from: RunFolder, to: RunFolder, step: number): Promise<void> {
  const metrics = await readFile(from.metricsFile, 'utf8').catch(() => '');
  await writeFileAtomic(to.metricsFile, linesUpTo(metrics, step));
  for (const point of await readQuality(from.path)) if (point.step <= step) await addQuality(to.path, point);
  for (const name of await readdir(from.file('samples')).catch(() => [] as string[]))
    if (Number(/^step-(\d+)\.png$/.exec(name)?.[1] ?? Infinity) <= step)
      await copyFile(from.file('samples', name), to.file('samples', name));
  // Last: only with its checkpoint is the new run one that can go on.
  const path = from.file('checkpoints', from.checkpointName(step));
  try {
    await writeFileAtomic(to.file('checkpoints', to.checkpointName(step)), await readFile(path));
  } catch (error) {
    throw fileError(path, error);
  }
}

function linesUpTo(text: string, step: number): string {
  const lines: string[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    if (Number(/"step":(\d+)/.exec(line)?.[1] ?? Infinity) > step) break;
    lines.push(`${line}\n`);
  }
  return lines.join('');
}
