import type { ToCaller } from '../../contract/frames';
import type { Handlers, MethodTable } from '../../contract/method';
import { serve } from '../../contract/serve';
import type { Transport } from '../../contract/transport';

/** Electron's utilityProcess gives a worker this in place of `process.send`. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

function parentTransport(): Transport<ToCaller, unknown> {
  const port = (process as unknown as { parentPort?: ParentPort }).parentPort;
  if (port) {
    return {
      send: (frame) => port.postMessage(frame),
      onFrame: (listener) => port.on('message', (event) => listener(event.data)),
      onClose: () => undefined,
      close: () => process.exit(0),
    };
  }
  if (!process.send) throw new Error('A worker is started by the studio, not by hand.');
  // Whoever started this process is gone: so is the reason to go on. A checkpoint has everything that matters.
  process.on('disconnect', () => process.exit(0));
  return {
    send: (frame) => void process.send?.(frame),
    onFrame: (listener) => process.on('message', listener),
    onClose: () => undefined,
    close: () => process.exit(0),
  };
}

/** Makes this process a worker: answers the table's methods until the studio ends it. */
export function serveWorker<T extends MethodTable>(table: T, handlers: Handlers<T>): void {
  // Ctrl-C in a terminal reaches the whole process group; the studio decides when its workers stop.
  process.on('SIGINT', () => undefined);
  serve(table, handlers, parentTransport(), {
    onError: (method, error) =>
      process.stderr.write(`${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
  });
}
