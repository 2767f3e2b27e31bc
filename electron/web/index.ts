import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createForkHost } from '../core/fork-host';
import { createStudio } from '../core/studio';
import { userFolder } from '../core/user-folder';
import { toWire } from '../contract/errors';
import { serveStudio } from './serve-studio';

import { version } from '../../package.json';

/**
 * The browser shell as a program: serves the studio until it is stopped. A parent with an IPC channel is sent
 * `{ url }`; without one the address is printed.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } }, strict: false });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    process.stderr.write(`--port takes a number from 0 to 65535, not ${String(values.port)}.\n`);
    process.exit(2);
  }
  const log = (line: string) => {
    if (process.env['STUDIO_LOG']) process.stderr.write(`${new Date().toISOString()} ${line}\n`);
  };
  const studio = createStudio({
    shell: { name: 'web' },
    workers: createForkHost({ folder: __dirname, env: process.env, log }),
    resources: join(__dirname, '../../resources'),
    userFolder: userFolder(process.env),
    version,
    log,
  });
  const server = await serveStudio(studio, { port, rendererFolder: join(__dirname, '../renderer') });

  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(130);
    stopping = true;
    void server
      .close()
      .then(() => studio.close())
      .finally(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('disconnect', stop);

  if (process.send) process.send({ url: server.url });
  else process.stdout.write(`Open ${server.url}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`The studio did not start: ${toWire(error).message}\n`);
  process.exit(1);
});
