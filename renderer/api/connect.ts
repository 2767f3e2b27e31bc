import { createClient } from '../../electron/contract/client';
import { WindowCommand } from '../../electron/contract/window-command';
import { portTransport } from './port-transport';
import { createReconnectingClient } from './reconnecting-client';
import { socketTransport } from './socket-transport';
import type { ConnectionStatus, StudioConnection } from './studio-client';

/** What Electron's preload puts on the window. */
export interface PreloadedStudio {
  connect(): Promise<MessagePort | undefined>;
  pathOf(file: File): string;
  onCommand(listener: (command: string) => void): void;
}

/** Preload either resolves with the port or, where the bridge cannot pass one, posts it to the window. */
async function receivePort(studio: PreloadedStudio): Promise<MessagePort> {
  const posted = new Promise<MessagePort>((resolve) => {
    const listener = (event: MessageEvent) => {
      const port = event.ports[0];
      if ((event.data as { studio?: string } | null)?.studio !== 'port' || !port) return;
      window.removeEventListener('message', listener);
      resolve(port);
    };
    window.addEventListener('message', listener);
  });
  const answered = studio.connect().then((port) => (port instanceof MessagePort ? port : posted));
  return Promise.race([posted, answered]);
}

async function connectElectron(studio: PreloadedStudio): Promise<StudioConnection> {
  const transport = portTransport(await receivePort(studio));
  // A page that is loaded again with its port open takes its process down (Electron 25).
  window.addEventListener('pagehide', () => transport.close());
  return {
    client: createClient(transport),
    pixelUrl: (path) => `studio://pixels/${path}`,
    pathOf: (file) => studio.pathOf(file) || null,
    onStatus: (listener) => {
      transport.onClose(() => listener('reconnecting'));
      return () => undefined;
    },
    onCommand: (listener) =>
      studio.onCommand((command) => {
        const known = WindowCommand.safeParse(command);
        if (known.success) listener(known.data);
      }),
  };
}

function connectBrowser(): StudioConnection {
  const statusListeners = new Set<(status: ConnectionStatus) => void>();
  let wake = () => {};
  const client = createReconnectingClient({
    open: () =>
      socketTransport(new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/frames`)),
    probe: (fresh) => fresh.run('system.info', {}),
    onStatus: (status) => {
      for (const listener of statusListeners) listener(status);
    },
    // A socket that is refused says no more than one that nobody answers; a request does.
    isRefused: () =>
      fetch('/', { method: 'HEAD', cache: 'no-store' }).then(
        ({ status }) => status === 403,
        () => false,
      ),
    wait: (ms) =>
      new Promise((resolve) => {
        wake = resolve;
        setTimeout(resolve, ms);
      }),
  });
  return {
    client,
    pixelUrl: (path) => `/pixels/${path}`,
    pathOf: () => null,
    retry: () => wake(),
    onStatus: (listener) => {
      statusListeners.add(listener);
      return () => statusListeners.delete(listener);
    },
  };
}

/** Electron's port where there is a preload, the browser shell's socket elsewhere. */
export async function connectStudio(): Promise<StudioConnection> {
  const studio = (window as { studio?: PreloadedStudio }).studio;
  return studio ? connectElectron(studio) : connectBrowser();
}
