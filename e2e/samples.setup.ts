import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { root } from './shells';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of pictures of the sample collection, and how many. */
    samples: { folder: string; count: number };
  }
}

const count = 24;

/** Draws a few pictures of the sample collection once for all journeys. @returns the function that clears them away */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const parent = await mkdtemp(join(tmpdir(), 'studio-samples-'));
  const folder = join(parent, 'samples');
  await promisify(execFile)(process.execPath, [
    join(root, 'out/main/cli.cjs'),
    'samples',
    folder,
    '--count',
    String(count),
  ]);
  project.provide('samples', { folder, count });
  return () => rm(parent, { recursive: true, force: true });
}
