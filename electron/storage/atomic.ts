import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StudioError, fromWire, toWire } from '../contract/errors';
import { say } from '../contract/said';

/**
 * Writes a file so that, whatever happens, the old content or the whole new content is there: a temporary file beside
 * it, flushed to the disk, renamed over it, and the rename itself flushed.
 *
 * @param content text (UTF-8), bytes, or several pieces of bytes that follow each other
 * @throws {StudioError} `disk-full`, `not-permitted`, `not-found`, naming the file
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array | readonly Uint8Array[],
): Promise<void> {
  const temporary = temporaryBeside(path);
  try {
    const file = await open(temporary, 'wx');
    try {
      if (typeof content === 'string') await file.writeFile(content);
      else for (const piece of content instanceof Uint8Array ? [content] : content) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw fileError(path, error);
  }
}

/** Gives a finished temporary folder its real name. @throws {StudioError} `conflict` when that is taken */
export async function publishFolder(temporary: string, path: string): Promise<void> {
  try {
    await syncFolder(temporary);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR')
      throw new StudioError('conflict', say('file.exists', { path }), { cause: error });
    throw fileError(path, error);
  }
}

/** A name in the same folder, hence on the same disk, that nothing else uses. The leading dot hides it. */
export function temporaryBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.partial`);
}

/** The same error with a message that names the file a person knows, in place of the temporary one. */
export function fileError(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StudioError) return error;
  const wire = toWire(Object.assign(new Error(error.message), { code: (error as { code?: string }).code, path }));
  return wire.code === 'internal' ? error : fromWire(wire, { cause: error });
}

/** Windows cannot open a folder; there a rename is durable without it. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
