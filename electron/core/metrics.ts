import { open, type FileHandle } from 'node:fs/promises';
import type { MetricColumns } from '../contract/api/runs';
import type { TrainProgress } from '../contract/training';

const columns = ['step', 'lossD', 'lossG', 'dReal', 'dFake', 'imagesPerSecond'] as const;
/** Bytes that are read at a time; a line has about 350, and a few thousand with remarks in it. */
const chunkBytes = 1 << 18;
const probeBytes = 1 << 13;

/**
 * Metrics of the steps after `afterStep` up to `untilStep`, at most about `points` of them: evenly thinned, with the last always
 * there. What comes before is not read: lines are in order of their steps, and the first wanted one is searched by halves.
 *
 * @returns one array a column, all of the same length
 */
export async function readMetrics(
  file: string,
  afterStep: number,
  points: number,
  untilStep = Infinity,
): Promise<MetricColumns> {
  const found = await withFile(file, async (handle, size) => {
    const start = await offsetAfter(handle, size, afterStep);
    const end = untilStep === Infinity ? size : await offsetAfter(handle, size, untilStep);
    const lines: string[] = [];
    for await (const line of readLines(handle, start, end)) lines.push(line);
    const stride = Math.max(1, Math.ceil(lines.length / points));
    const kept = lines.filter((_line, index) => index % stride === 0 || index === lines.length - 1);
    return kept.flatMap((line) => parse(line) ?? []);
  });
  const rows = found ?? [];
  return Object.fromEntries(columns.map((column) => [column, rows.map((row) => row[column])])) as MetricColumns;
}

/** Every step, in order, for an export; a last line that a crash cut off is left out. */
export async function* allMetrics(file: string): AsyncGenerator<TrainProgress> {
  const handle = await open(file, 'r').catch(() => null);
  if (!handle) return;
  try {
    for await (const line of readLines(handle, 0, (await handle.stat()).size)) {
      const row = parse(line);
      if (row) yield row;
    }
  } finally {
    await handle.close();
  }
}

/** The newest steps of a run, oldest first. @param count at most so many */
export async function lastMetrics(file: string, count: number): Promise<TrainProgress[]> {
  const found = await withFile(file, async (handle, size) => {
    for (let bytes = chunkBytes; ; bytes *= 4) {
      const start = Math.max(0, size - bytes);
      const rows: TrainProgress[] = [];
      // What is before the first line break may be the end of a line that began earlier.
      let isWhole = start === 0;
      for await (const line of readLines(handle, start, size)) {
        const row = isWhole ? parse(line) : null;
        if (row) rows.push(row);
        isWhole = true;
      }
      if (rows.length >= count || start === 0) return rows.slice(-count);
    }
  });
  return found ?? [];
}

async function withFile<T>(file: string, read: (handle: FileHandle, size: number) => Promise<T>): Promise<T | null> {
  const handle = await open(file, 'r').catch(() => null);
  if (!handle) return null;
  try {
    return await read(handle, (await handle.stat()).size);
  } finally {
    await handle.close();
  }
}

/** Lines between two offsets; a last one without a line break, which is still being written, is left out. */
async function* readLines(handle: FileHandle, start: number, end: number): AsyncGenerator<string> {
  const buffer = Buffer.alloc(chunkBytes);
  const pieces: Buffer[] = [];
  for (let position = start; position < end;) {
    const wanted = Math.min(chunkBytes, end - position);
    const { bytesRead } = await handle.read(buffer, 0, wanted, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    let from = 0;
    for (let at = buffer.indexOf(10, from); at >= 0 && at < bytesRead; at = buffer.indexOf(10, from)) {
      pieces.push(buffer.subarray(from, at));
      yield Buffer.concat(pieces.splice(0)).toString('utf8');
      from = at + 1;
    }
    if (from < bytesRead) pieces.push(Buffer.from(buffer.subarray(from, bytesRead)));
  }
}

/** Where the first line of a step after `step` begins. */
async function offsetAfter(handle: FileHandle, size: number, step: number): Promise<number> {
  if (step <= 0) return 0;
  let [low, high] = [0, size];
  // `low` is the start of a line of a wanted or earlier step; the line that is looked for begins in [low, high].
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const line = await lineFrom(handle, middle, size);
    if (!line || line.start >= high) {
      // No line begins between the middle and `high`: go through what is left line by line.
      return walk(handle, low, size, step);
    }
    if (line.step > step) high = line.start;
    else low = line.end;
  }
  return low;
}

async function walk(handle: FileHandle, from: number, size: number, step: number): Promise<number> {
  let position = from;
  for await (const line of readLines(handle, from, size)) {
    if ((parse(line)?.step ?? Infinity) > step) return position;
    position += Buffer.byteLength(line) + 1;
  }
  return position;
}

/** The first whole line that begins at or after an offset; at 0, or right after a line break. */
async function lineFrom(handle: FileHandle, offset: number, size: number) {
  const buffer = Buffer.alloc(Math.min(probeBytes, size - Math.max(0, offset - 1)));
  const base = Math.max(0, offset - 1);
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, base);
  const text = buffer.subarray(0, bytesRead);
  const start = offset === 0 ? 0 : text.indexOf(10) + 1;
  if (offset > 0 && start === 0) return null;
  const end = text.indexOf(10, start);
  if (end < 0) return null;
  const row = parse(text.subarray(start, end).toString('utf8'));
  return row && { step: row.step, start: base + start, end: base + end + 1 };
}

function parse(line: string): TrainProgress | null {
  try {
    return JSON.parse(line) as TrainProgress;
  } catch {
    return null;
  }
}
