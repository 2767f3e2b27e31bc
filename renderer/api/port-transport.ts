import type { FromCaller, ToCaller } from '../../electron/contract/frames';
import type { Transport } from '../../electron/contract/transport';

/** Frames over a MessagePort: Electron's preload hands one to the page. */
export function portTransport(port: MessagePort): Transport<FromCaller, ToCaller> {
  const listeners = new Set<(frame: ToCaller) => void>();
  const endings = new Set<(reason: string) => void>();
  let open = true;
  const end = (reason: string) => {
    if (!open) return;
    open = false;
    for (const ending of endings) ending(reason);
  };

  port.addEventListener('message', (event: MessageEvent<ToCaller>) => {
    for (const listener of listeners) listener(event.data);
  });
  // Chromium tells of the other end's closing since 122; before that only the shell's going ends the window too.
  port.addEventListener('close', () => end('The studio has stopped. Open its window again.'));
  port.start();

  return {
    send: (frame) => port.postMessage(frame),
    onFrame: (listener) => listeners.add(listener),
    onClose: (listener) => endings.add(listener),
    close: () => {
      port.close();
      end('The connection was closed.');
    },
  };
}
