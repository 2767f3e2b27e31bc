import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Api, Events } from '../contract/api';
import type { Client } from '../contract/client';
import { createForkHost } from '../core/fork-host';
import { createStudio } from '../core/studio';
import type { Studio } from '../core/studio-types';
import { userFolder } from '../core/user-folder';

/** A studio for one command, and a caller of it. */
export interface Session {
  studio: Studio;
  client: Client<Api, Events>;
  /** Fires at the first Ctrl-C: what runs stops at its next boundary. The second one ends the process at once. */
  signal: AbortSignal;
}

/** The folder that the package lies in; this file is bundled as out/main/cli.cjs. */
const root = join(__dirname, '..', '..');

export const productVersion = () =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;

export const rendererFolder = () => join(root, 'out', 'renderer');

/** Runs a command with a studio of its own and closes it, whatever happens. */
export async function withSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(1);
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const traced = Boolean(process.env['STUDIO_LOG']);
  const log = (line: string) => void (traced && process.stderr.write(`${line}\n`));
  const studio = createStudio({
    shell: { name: 'cli' },
    workers: createForkHost({ folder: __dirname, env: process.env, log }),
    resources: join(root, 'resources'),
    userFolder: userFolder(process.env),
    version: productVersion(),
    log,
  });
  try {
    return await work({ studio, client: studio.client(), signal: stop.signal });
  } finally {
    await studio.close();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

/** As {@link withSession}, with a project open. `create` makes the project where there is none. */
export const withProject = <T>(
  folder: string,
  how: 'open' | 'create',
  work: (session: Session) => Promise<T>,
): Promise<T> =>
  withSession(async (session) => {
    await session.client.run(`projects.${how}`, { folder });
    return work(session);
  });
