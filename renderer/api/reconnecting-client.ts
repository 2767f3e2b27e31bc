import type { Events } from '../../electron/contract/api';
import { createClient } from '../../electron/contract/client';
import type { FromCaller, ToCaller } from '../../electron/contract/frames';
import type { Transport } from '../../electron/contract/transport';
import type { ConnectionStatus, StudioClient } from './studio-client';

type Topic = keyof Events;
type Listener = (payload: never) => void;

export interface ReconnectOptions {
  open: () => Transport<FromCaller, ToCaller>;
  /** Answers once the other end is there; the first call after an opening. */
  probe: (client: StudioClient) => Promise<unknown>;
  /** Asked after a try that failed: whether somebody is there who does not let this page in. */
  isRefused?: () => Promise<boolean>;
  onStatus: (status: ConnectionStatus) => void;
  wait: (ms: number) => Promise<void>;
}

const longestWaitMs = 5000;

/**
 * A client whose connection may be lost and found again. Calls under way when it is lost fail with `disconnected`;
 * later calls go to the newest connection; subscriptions are made anew.
 */
export function createReconnectingClient(options: ReconnectOptions): StudioClient {
  const listeners = new Map<Topic, Set<Listener>>();
  let closed = false;
  let current = connect();

  function connect(): StudioClient {
    const transport = options.open();
    const client: StudioClient = createClient(transport);
    transport.onClose(() => {
      if (client === current) void reconnect();
    });
    for (const topic of listeners.keys()) subscribe(client, topic);
    return client;
  }

  function subscribe(client: StudioClient, topic: Topic): void {
    client.on(topic, (payload) => {
      for (const listener of listeners.get(topic) ?? []) listener(payload as never);
    });
  }

  async function reconnect(): Promise<void> {
    if (closed) return;
    let told: ConnectionStatus = 'reconnecting';
    options.onStatus(told);
    for (let waitMs = 250; !closed; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      await options.wait(waitMs);
      // Tried while `current` is still the lost client, so that a failed try does not begin a second loop.
      const client = connect();
      try {
        await options.probe(client);
      } catch {
        const status = (await options.isRefused?.()) ? 'refused' : 'reconnecting';
        if (status !== told) options.onStatus(status);
        told = status;
        continue;
      }
      current = client;
      options.onStatus('connected');
      return;
    }
  }

  return {
    run: (method, params, runOptions) => current.run(method, params, runOptions),
    on(topic, listener) {
      const known = listeners.get(topic);
      const set = known ?? new Set<Listener>();
      set.add(listener as Listener);
      listeners.set(topic, set);
      if (!known) subscribe(current, topic);
      return () => set.delete(listener as Listener);
    },
    close() {
      closed = true;
      current.close();
    },
  };
}
