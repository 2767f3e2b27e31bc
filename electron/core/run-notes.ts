import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeFileAtomic } from '../storage/atomic';

/** A zod schema, as far as it is needed here. */
interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false };
}

/** One change of a file at a time, whoever asks. */
const turns = new Map<string, Promise<unknown>>();

/**
 * Reads a small JSON file of a run folder. What is not there, or is not what this version writes, counts as `missing`: it
 * is of a person's pleasure, and must not keep a run from being looked at.
 */
export async function readNotes<T>(file: string, schema: Schema<T>, missing: T): Promise<T> {
  try {
    const parsed = schema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return parsed.success ? parsed.data : missing;
  } catch {
    return missing;
  }
}

/** Changes such a file, atomically, one caller after the other. @throws {StudioError} `disk-full`, `not-permitted` */
export async function changeNotes<T>(
  file: string,
  schema: Schema<T>,
  missing: T,
  change: (before: T) => T | Promise<T>,
): Promise<T> {
  const before = turns.get(file) ?? Promise.resolve();
  const mine = before.then(async () => {
    const next = await change(await readNotes(file, schema, missing));
    await mkdir(dirname(file), { recursive: true });
    await writeFileAtomic(file, `${JSON.stringify(next, null, 1)}\n`);
    return next;
  });
  const settled = mine.catch(() => undefined);
  turns.set(file, settled);
  try {
    return await mine;
  } finally {
    if (turns.get(file) === settled) turns.delete(file);
  }
}
