import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { toWire } from '../contract/errors';
import { throwIfAborted } from '../contract/errors';
import type { Problem } from '../contract/words';
import { isProject } from './project';

const pictureExtensions = new Set([
  '.jpg',
  '.jpeg',
  '.jpe',
  '.jfif',
  '.png',
  '.webp',
  '.avif',
  '.gif',
  '.tif',
  '.tiff',
]);
/** Pictures of cameras and phones that the studio does not read: a person should know that they were passed over. */
const unsupportedExtensions = new Set([
  '.heic',
  '.heif',
  '.jxl',
  '.bmp',
  '.psd',
  '.dng',
  '.cr2',
  '.cr3',
  '.nef',
  '.arw',
  '.orf',
  '.raf',
  '.rw2',
]);
/** What a project keeps for itself: its own pictures are not photos to import. */
const projectFolders = new Set(['thumbnails', 'datasets', 'runs']);

export interface FoundFile {
  path: string;
  /** The folder that the person chose and that it was found in. */
  root: string;
  bytes: number;
  /** Whole milliseconds. */
  modifiedMs: number;
}

/**
 * Picture files below folders, by name, in a fixed order; a file that is named itself is taken whatever its name.
 * Links to folders are not followed, hidden files and a project's own folders are left out.
 *
 * @param onFound called for each file, for progress
 * @returns `unsupported`: how many files there are of kinds that are pictures but cannot be read here, by ending
 */
export async function scanFolders(
  paths: readonly string[],
  signal: AbortSignal,
  onFound: () => void = () => undefined,
): Promise<{ files: FoundFile[]; problems: Problem[]; unsupported: Record<string, number> }> {
  const files = new Map<string, FoundFile>();
  const problems: Problem[] = [];
  const unsupported: Record<string, number> = {};

  const take = async (path: string, root: string) => {
    const { size, mtimeMs } = await stat(path);
    if (files.has(path)) return;
    files.set(path, { path, root, bytes: size, modifiedMs: Math.round(mtimeMs) });
    onFound();
  };

  const walk = async (folder: string, root: string) => {
    throwIfAborted(signal);
    const entries = await readdir(folder, { withFileTypes: true });
    const ownProject = isProject(folder);
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) {
        if (!(ownProject && projectFolders.has(entry.name))) await attempt(path, () => walk(path, root));
      } else if (pictureExtensions.has(extname(entry.name).toLowerCase())) {
        await attempt(path, () => take(path, root));
      } else if (unsupportedExtensions.has(extname(entry.name).toLowerCase())) {
        const format = formatName(entry.name);
        unsupported[format] = (unsupported[format] ?? 0) + 1;
      }
    }
  };

  const attempt = async (path: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      const wire = toWire(error);
      if (wire.code === 'aborted') throw error;
      problems.push({ path, ...wire });
    }
  };

  for (const given of paths) {
    const path = resolve(given);
    await attempt(path, async () => {
      const isFolder = (await stat(path)).isDirectory();
      // The same photo by two names would be two images: what a link points at counts.
      const real = (await lstat(path)).isSymbolicLink() ? await realpath(path) : path;
      await (isFolder ? walk(real, real) : take(real, dirname(real)));
    });
  }
  return { files: [...files.values()], problems, unsupported };
}

/** `.JPG` of any case as `jpg`; no extension as the file's own name. */
export const formatName = (path: string) => (extname(path) || basename(path)).replace('.', '').toLowerCase();
