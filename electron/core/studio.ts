import { api, topics, type Api, type Events } from '../contract/api';
import { createClient, type Client } from '../contract/client';
import type { FromCaller, ToCaller } from '../contract/frames';
import { serve } from '../contract/serve';
import type { Transport } from '../contract/transport';
import { createHandlers } from './handlers';
import { answerPixels } from './pixels';
import { StudioState } from './studio-state';
import type { Studio, StudioOptions } from './studio-types';

/** The studio itself. A shell brings the workers' host and a transport for each caller. */
export function createStudio(options: StudioOptions): Studio {
  const state = new StudioState(options);
  const handlers = createHandlers(state);
  const open = new Set<Transport<ToCaller, unknown>>();

  const connect = (transport: Transport<ToCaller, unknown>) => {
    open.add(transport);
    transport.onClose(() => open.delete(transport));
    serve(api, handlers, transport, {
      onError: (method, error) =>
        options.log(`${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
      subscribe: (wanted, send) =>
        state.listen((topic, payload) => {
          if (wanted.includes(topic) && topics.includes(topic)) send(topic, payload);
        }),
    });
  };

  return {
    connect,
    client() {
      const [ours, theirs] = transportPair();
      connect(ours);
      return createClient<Api, Events>(theirs) satisfies Client<Api, Events>;
    },
    pixels: (path) => answerPixels(state, path),
    async close() {
      await state.close();
      state.workers.close();
      for (const transport of open) transport.close();
    },
  };
}

/** Two ends of a connection inside one process. Frames arrive in a later turn, as they would from another process. */
function transportPair(): [Transport<ToCaller, unknown>, Transport<FromCaller, ToCaller>] {
  const closing: ((reason: string) => void)[] = [];
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    for (const listener of closing) listener('The studio was closed.');
  };
  const end = <Out, In>(mine: ((frame: In) => void)[], others: ((frame: Out) => void)[]): Transport<Out, In> => ({
    send: (frame) => setImmediate(() => others.forEach((listener) => listener(frame))),
    onFrame: (listener) => void mine.push(listener),
    onClose: (listener) => void closing.push(listener),
    close,
  });
  const toCore: ((frame: unknown) => void)[] = [];
  const toCaller: ((frame: ToCaller) => void)[] = [];
  return [end<ToCaller, unknown>(toCore, toCaller), end<FromCaller, ToCaller>(toCaller, toCore)];
}
