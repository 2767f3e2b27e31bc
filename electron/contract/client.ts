import type { ErrorCode } from './errors';
import { StudioError, fromWire } from './errors';
import type { FromCaller, ToCaller } from './frames';
import type { MethodTable, ParamsOf, ProgressOf, ResultOf } from './method';
import type { Transport } from './transport';
import { type Said, say } from '../contract/said';

export interface RunOptions<Progress> {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** The caller's end of a connection: turns calls into frames and frames back into answers. */
export interface Client<T extends MethodTable, Events = Record<string, never>> {
  run<M extends keyof T & string>(
    method: M,
    params: ParamsOf<T, M>,
    options?: RunOptions<ProgressOf<T, M>>,
  ): Promise<ResultOf<T, M>>;
  /** @returns the function that ends the subscription */
  on<K extends keyof Events & string>(topic: K, listener: (payload: Events[K]) => void): () => void;
  close(): void;
}

interface Pending {
  resolve: (result: never) => void;
  reject: (error: Error) => void;
  onProgress: ((progress: never) => void) | undefined;
}

/**
 * @param closedCode the code that calls fail with when the other end is gone: nobody waits for ever
 */
export function createClient<T extends MethodTable, Events = Record<string, never>>(
  transport: Transport<FromCaller, ToCaller>,
  closedCode: ErrorCode = 'disconnected',
): Client<T, Events> {
  const pending = new Map<number, Pending>();
  const listeners = new Map<string, Set<(payload: never) => void>>();
  let nextId = 1;
  let closed: Said | string | undefined;

  transport.onFrame((frame) => {
    if (frame.kind === 'event') {
      for (const listener of listeners.get(frame.topic) ?? []) listener(frame.payload as never);
      return;
    }
    const call = pending.get(frame.id);
    if (!call) return;
    if (frame.kind === 'progress') return call.onProgress?.(frame.progress as never);
    pending.delete(frame.id);
    if (frame.kind === 'done') call.resolve(frame.result as never);
    else call.reject(fromWire(frame.error));
  });

  transport.onClose((reason) => {
    closed = reason;
    for (const call of pending.values()) call.reject(new StudioError(closedCode, reason));
    pending.clear();
  });

  return {
    run(method, params, options = {}) {
      return new Promise((resolve, reject) => {
        if (closed !== undefined) return reject(new StudioError(closedCode, closed));
        if (options.signal?.aborted) return reject(new StudioError('aborted', say('stopped')));
        const id = nextId++;
        const abort = () => transport.send({ kind: 'abort', id });
        const settle = () => options.signal?.removeEventListener('abort', abort);
        pending.set(id, {
          resolve: (result) => (settle(), resolve(result)),
          reject: (error) => (settle(), reject(error)),
          onProgress: options.onProgress as Pending['onProgress'],
        });
        options.signal?.addEventListener('abort', abort, { once: true });
        try {
          transport.send({ kind: 'run', id, method, params });
        } catch (error) {
          pending.delete(id);
          settle();
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    },
    on(topic, listener) {
      const known = listeners.get(topic);
      const set = known ?? new Set();
      set.add(listener as (payload: never) => void);
      listeners.set(topic, set);
      if (!known) transport.send({ kind: 'subscribe', topics: [topic] });
      return () => set.delete(listener as (payload: never) => void);
    },
    close: () => transport.close(),
  };
}
