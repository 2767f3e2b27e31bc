import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { WorkerHost } from './worker-host';

export interface ForkHostOptions {
  /** Folder of images.cjs, detect.cjs and train.cjs: the one that the running bundle lies in. */
  folder: string;
  /** The shell's environment. */
  env: Readonly<Record<string, string | undefined>>;
  /** One line of the log. */
  log: (line: string) => void;
}

/** What is read before any of a worker's code runs, and so can only come with the environment. The shell's own words win. */
export function workerEnvironment(): Record<string, string> {
  return {
    // Of libuv, for sharp's pictures.
    UV_THREADPOOL_SIZE: String(Math.max(4, availableParallelism())),
    // Linux: large pages for large arrays, where the system leaves the choice to programs. A training step reads memory in
    // long strides, and takes two to three percent less processor time so.
    ...(process.platform === 'linux' ? { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' } : {}),
  };
}

/** Workers as child processes of plain Node: for the web server and the command line. */
export function createForkHost({ folder, env, log }: ForkHostOptions): WorkerHost {
  return {
    start(name) {
      const child = fork(join(folder, `${name}.cjs`), [], {
        // Structured clone, so that pixels cross as bytes and not as JSON.
        serialization: 'advanced',
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: { ...workerEnvironment(), ...env },
        execArgv: [],
      });
      for (const output of [child.stdout, child.stderr]) {
        if (output) createInterface({ input: output }).on('line', (line) => log(`${name}: ${line}`));
      }

      const exitListeners: ((code: number | null) => void)[] = [];
      let ended: { code: number | null } | undefined;
      const end = (code: number | null, why: string) => {
        if (ended) return;
        ended = { code };
        log(`${name}: worker ${String(child.pid)} ${why}`);
        for (const listener of exitListeners) listener(code);
      };
      child.on('exit', (code, signal) =>
        end(code, signal ? `was ended by ${signal}` : `ended with code ${String(code)}`),
      );
      child.on('error', (error) => {
        log(`${name}: ${error.message}`);
        if (child.pid === undefined) end(null, 'could not be started');
      });
      log(`${name}: worker ${String(child.pid)} started`);

      return {
        // The callback keeps a frame to a worker that has just died from being thrown: its callers fail by its exit.
        post: (frame) => void child.send(frame as object, () => undefined),
        onFrame: (listener) => child.on('message', listener),
        onExit(listener) {
          if (ended) listener(ended.code);
          else exitListeners.push(listener);
        },
        // Asked politely by an abort frame before; now for certain, even in the middle of native code.
        kill: () => void child.kill('SIGKILL'),
      };
    },
  };
}
