import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Api, Events } from '../contract/api';
import type { Client } from '../contract/client';
import { createForkHost } from '../core/fork-host';
import { createStudio } from '../core/studio';
import type { Studio } from '../core/studio-types';
import type { WorkerHost } from '../core/worker-host';
import { temporaryFolder } from './temporary-folder';

const root = join(__dirname, '..', '..');
const built = join(root, 'out', 'main');

export interface TestStudio {
  studio: Studio;
  client: Client<Api, Events>;
  log: string[];
}

/** The real worker processes (built by `npm run build`). */
export function builtWorkers(log: (line: string) => void = () => undefined): WorkerHost {
  if (!existsSync(join(built, 'images.cjs'))) throw new Error('The workers are not built: npm run build');
  return createForkHost({ folder: built, env: process.env, log });
}

/** A real studio with real workers (built by `npm run build`), closed at the end of the test. */
export function testStudio(given: { workers?: WorkerHost; userFolder?: string } = {}): TestStudio {
  const log: string[] = [];
  const line = (text: string) => void log.push(text);
  const studio = createStudio({
    shell: { name: 'test' },
    workers: given.workers ?? builtWorkers(line),
    resources: join(root, 'resources'),
    userFolder: given.userFolder ?? temporaryFolder(),
    version: '0.0.0',
    log: line,
  });
  onTestFinished(() => studio.close());
  return { studio, client: studio.client(), log };
}
