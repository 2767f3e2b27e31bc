import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { ScanResult } from '../contract/api/images';
import { throwIfAborted } from '../contract/errors';
import { say, sayInEnglish } from '../contract/said';
import type { CallContext } from '../contract/method';
import type { Problem } from '../contract/words';
import { isUnchanged, knownFiles } from './known-files';
import type { Project } from './project';
import { formatName, scanFolders, type FoundFile } from './scan-folders';
import { Sources } from './sources';

const examplesShown = 12;
/** Read from either end of a file whose size another one has as well. */
const probeBytes = 4096;

/** What an import of these paths would read, and what of it needs no reading to be known. Nothing is changed. */
export async function scanForImport(
  project: Project,
  paths: readonly string[],
  { signal, report }: CallContext<{ files: number }>,
): Promise<Omit<ScanResult, 'examples'> & { examples: string[] }> {
  let found = 0;
  const scan = await scanFolders(paths, signal, () => report({ files: ++found }));
  const known = knownFiles(project, new Sources(project));
  const fresh = scan.files.filter((file) => !isUnchanged(file, known.get(file.path)));
  const formats: Record<string, number> = {};
  for (const { path } of scan.files) formats[formatName(path)] = (formats[formatName(path)] ?? 0) + 1;
  return {
    files: scan.files.length,
    bytes: scan.files.reduce((total, file) => total + file.bytes, 0),
    formats,
    known: scan.files.length - fresh.length,
    duplicates: await countDuplicates(project, fresh, signal),
    examples: spread(fresh.length > 0 ? fresh : scan.files, examplesShown).map(({ path }) => path),
    problems: [...scan.problems, ...fresh.flatMap(emptyFile)],
    unsupported: scan.unsupported,
  };
}

/** Some of many, from all over them: the first files of a folder often look alike. */
function spread<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(items.length / count, 1);
  return Array.from({ length: Math.min(count, items.length) }, (_, at) => items[Math.floor(at * step)]!);
}

function emptyFile({ path, bytes }: FoundFile): Problem[] {
  if (bytes > 0) return [];
  const said = say('photo.unreadable', { path, why: say('photo.empty') });
  return [{ path, code: 'image-unreadable', message: sayInEnglish(said), said }];
}

/**
 * Files with a content that another one of them or the project has. Only files of equal size can be equal; of those the
 * ends are compared, and whole contents only where the ends are equal too.
 */
async function countDuplicates(project: Project, files: readonly FoundFile[], signal: AbortSignal): Promise<number> {
  const bySize = new Map<number, string[]>();
  for (const { path, bytes } of files) if (bytes > 0) bySize.set(bytes, [...(bySize.get(bytes) ?? []), path]);
  const sources = new Sources(project);
  let duplicates = 0;
  for (const [bytes, paths] of bySize) {
    throwIfAborted(signal);
    const listed = project.database
      .all<{ sha256: string; source_id: number; path: string }>(
        'SELECT sha256, source_id, path FROM images WHERE bytes = ?',
        bytes,
      )
      .map((row) => ({ ...row, path: sources.absolute(row.source_id, row.path) }));
    if (paths.length + listed.length < 2) continue;
    const ends = new Map<string, string[]>();
    for (const path of paths) {
      const key = await endsOf(path, bytes);
      ends.set(key, [...(ends.get(key) ?? []), path]);
    }
    const contents = new Set<string>();
    for (const image of listed) if (ends.has(await endsOf(image.path, bytes))) contents.add(image.sha256);
    for (const alike of ends.values()) {
      if (alike.length + contents.size < 2) continue;
      for (const path of alike) {
        const content = await contentOf(path);
        if (contents.has(content)) duplicates += 1;
        else contents.add(content);
      }
    }
  }
  return duplicates;
}

/** The beginning and the end of a file, hashed; its path where it cannot be read, which is like nothing else. */
async function endsOf(path: string, bytes: number): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const hash = createHash('sha256');
      for (const from of [0, Math.max(bytes - probeBytes, 0)]) {
        const { bytesRead, buffer } = await file.read(new Uint8Array(probeBytes), 0, probeBytes, from);
        hash.update(buffer.subarray(0, bytesRead));
      }
      return hash.digest('hex');
    } finally {
      await file.close();
    }
  } catch {
    return path;
  }
}

async function contentOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
    return hash.digest('hex');
  } catch {
    return path;
  }
}
