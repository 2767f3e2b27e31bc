import { StudioError, toWire } from './errors';
import type { WireError } from './errors';
import { FromCaller } from './frames';
import type { ToCaller } from './frames';
import type { CallContext, Handlers, MethodTable } from './method';
import type { Transport } from './transport';

export interface ServeOptions {
  /** The caller asked for these topics. @returns the function that ends the subscription */
  subscribe?: (topics: readonly string[], send: (topic: string, payload: unknown) => void) => () => void;
  /** Errors that are not the caller's to mend, with their stacks. */
  onError?: (method: string, error: unknown, wire: WireError) => void;
}

/**
 * The answering end of a connection: checks every frame and its parameters against the table, runs the handler, and
 * answers exactly once. Jobs go on when the caller is gone; only an `abort` frame stops them.
 */
export function serve<T extends MethodTable>(
  table: T,
  handlers: Handlers<T>,
  transport: Transport<ToCaller, unknown>,
  options: ServeOptions = {},
): void {
  const running = new Map<number, AbortController>();
  const endings: (() => void)[] = [];
  let open = true;
  const send = (frame: ToCaller) => {
    if (open) transport.send(frame);
  };

  const run = async (id: number, method: string, params: unknown) => {
    const stop = new AbortController();
    running.set(id, stop);
    try {
      if (!Object.hasOwn(table, method)) throw new StudioError('unknown-method', `There is no method ${method}.`);
      const parsed = table[method]!.params.parse(params);
      const handler = handlers[method] as (params: unknown, context: CallContext<unknown>) => unknown;
      const report = (progress: unknown) => send({ kind: 'progress', id, progress });
      send({ kind: 'done', id, result: await handler(parsed, { signal: stop.signal, report }) });
    } catch (error) {
      const wire = toWire(error);
      if (wire.code === 'internal') options.onError?.(method, error, wire);
      send({ kind: 'failed', id, error: wire });
    } finally {
      running.delete(id);
    }
  };

  transport.onFrame((raw) => {
    const frame = FromCaller.safeParse(raw);
    if (!frame.success) return;
    if (frame.data.kind === 'run') void run(frame.data.id, frame.data.method, frame.data.params);
    else if (frame.data.kind === 'abort') running.get(frame.data.id)?.abort();
    else if (options.subscribe) {
      endings.push(options.subscribe(frame.data.topics, (topic, payload) => send({ kind: 'event', topic, payload })));
    }
  });

  transport.onClose(() => {
    open = false;
    for (const end of endings) end();
  });
}
