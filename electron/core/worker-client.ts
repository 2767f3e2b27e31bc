import { createClient, type Client } from '../contract/client';
import { StudioError } from '../contract/errors';
import { say } from '../contract/said';
import type { FromCaller, ToCaller } from '../contract/frames';
import type { MethodTable } from '../contract/method';
import type { Transport } from '../contract/transport';
import type { WorkerName } from '../contract/workers';
import type { WorkerHost, WorkerProcess } from './worker-host';

/** A worker process and the typed calls to it. When it dies, its calls fail at once with `worker-crashed`. */
export interface RunningWorker<T extends MethodTable> {
  client: Client<T>;
  /** Whether the process has ended. */
  readonly ended: boolean;
  kill(): void;
}

export function startWorker<T extends MethodTable>(host: WorkerHost, name: WorkerName): RunningWorker<T> {
  const process = host.start(name);
  const state = { ended: false };
  process.onExit(() => (state.ended = true));
  return {
    client: createClient<T>(transportOf(process, name), 'worker-crashed'),
    get ended() {
      return state.ended;
    },
    kill: () => process.kill(),
  };
}

function transportOf(process: WorkerProcess, name: WorkerName): Transport<FromCaller, ToCaller> {
  return {
    send: (frame) => process.post(frame),
    onFrame: (listener) => process.onFrame((frame) => listener(frame as ToCaller)),
    onClose: (listener) =>
      process.onExit((code) =>
        listener(
          code === null
            ? say('worker.killed', { worker: say(`worker.${name}`) })
            : say('worker.ended', { worker: say(`worker.${name}`), code: String(code) }),
        ),
      ),
    close: () => process.kill(),
  };
}

/**
 * Runs one job in a worker. A worker that is asked to stop and does not answer in time is ended: its caller hears
 * `aborted`, not `worker-crashed`.
 *
 * @param graceMs how long the worker may take to come to a boundary
 */
export async function runAbortable<T>(
  worker: { kill(): void },
  signal: AbortSignal,
  graceMs: number,
  run: () => Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const onAbort = () => {
    timer = setTimeout(() => {
      ended = true;
      worker.kill();
    }, graceMs);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await run();
  } catch (error) {
    throw ended ? new StudioError('aborted', say('stopped.ended'), { cause: error }) : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
