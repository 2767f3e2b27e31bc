import { utilityProcess } from 'electron';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { workerEnvironment } from '../core/fork-host';
import type { WorkerHost } from '../core/worker-host';

/** After being asked to end, this long until a worker that is deep in native code is ended for certain. */
const patienceMs = 1000;

/**
 * Workers as utility processes of Electron. Frames are copied: a transfer list with an ArrayBuffer throws here, so
 * none is ever passed.
 *
 * @param folder of worker.cjs, images.cjs, detect.cjs and train.cjs
 * @param log one line of the log
 */
export function createUtilityHost(folder: string, log: (line: string) => void): WorkerHost {
  return {
    start(name) {
      const child = utilityProcess.fork(join(folder, 'worker.cjs'), [name], {
        serviceName: `DeepStyle ${name}`,
        stdio: 'pipe',
        env: { ...workerEnvironment(), ...process.env },
      });
      for (const output of [child.stdout, child.stderr]) {
        if (output) createInterface({ input: output as Readable }).on('line', (line) => log(`${name}: ${line}`));
      }
      child.on('spawn', () => log(`${name}: worker ${String(child.pid)} started`));

      const exitListeners: ((code: number | null) => void)[] = [];
      let ended: { code: number | null } | undefined;
      child.on('exit', (code) => {
        ended = { code };
        log(`${name}: worker ended with code ${String(code)}`);
        for (const listener of exitListeners) listener(code);
      });

      return {
        post: (frame) => {
          if (!ended) child.postMessage(frame);
        },
        onFrame: (listener) => child.on('message', listener),
        onExit(listener) {
          if (ended) listener(ended.code);
          else exitListeners.push(listener);
        },
        kill() {
          const { pid } = child;
          child.kill();
          setTimeout(() => {
            if (!ended && pid !== undefined) process.kill(pid, 'SIGKILL');
          }, patienceMs).unref();
        },
      };
    },
  };
}
