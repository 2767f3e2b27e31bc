import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { workerNames } from '../contract/workers';

/**
 * First file of every worker in Electron: `worker.cjs NAME`. On Linux, sharp's native binary and Chromium bring two
 * versions of GLib into one process, which crashes; with that binary out of sight, sharp takes its WebAssembly build.
 */
type Resolve = (request: string, ...rest: unknown[]) => string;

const nativeSharp = /^@img\/sharp-(libvips-)?linux/;

if (process.platform === 'linux') {
  const loader = Module as unknown as { _resolveFilename: Resolve };
  const resolve = loader._resolveFilename;
  loader._resolveFilename = function (this: unknown, request, ...rest) {
    if (nativeSharp.test(request)) {
      throw Object.assign(new Error(`Cannot find module '${request}': it is not used in Electron on Linux`), {
        code: 'MODULE_NOT_FOUND',
      });
    }
    return resolve.call(this, request, ...rest);
  };
}

const name = workerNames.find((known) => known === process.argv.at(-1));
if (!name) throw new Error(`There is no worker ${String(process.argv.at(-1))}.`);
createRequire(__filename)(join(__dirname, `${name}.cjs`));
