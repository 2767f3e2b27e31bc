import type { FromCaller, ToCaller } from '../../electron/contract/frames';
import type { Transport } from '../../electron/contract/transport';

/** The part of a WebSocket that frames need; a test brings its own. */
export type FrameSocket = Pick<WebSocket, 'readyState' | 'send' | 'close' | 'addEventListener'>;

const openState = 1;

/** Frames as JSON text over one WebSocket. What is sent before it opens waits for it. */
export function socketTransport(socket: FrameSocket): Transport<FromCaller, ToCaller> {
  const listeners = new Set<(frame: ToCaller) => void>();
  const endings = new Set<(reason: string) => void>();
  const waiting: string[] = [];
  let open = true;
  const end = (reason: string) => {
    if (!open) return;
    open = false;
    for (const ending of endings) ending(reason);
  };

  socket.addEventListener('open', () => {
    for (const text of waiting.splice(0)) socket.send(text);
  });
  socket.addEventListener('message', (event) => {
    const frame = JSON.parse(String((event as MessageEvent).data)) as ToCaller;
    for (const listener of listeners) listener(frame);
  });
  socket.addEventListener('close', () => end('The connection to the studio was lost.'));

  return {
    send: (frame) => {
      const text = JSON.stringify(frame);
      if (socket.readyState === openState) socket.send(text);
      else waiting.push(text);
    },
    onFrame: (listener) => listeners.add(listener),
    onClose: (listener) => endings.add(listener),
    close: () => {
      socket.close();
      end('The connection was closed.');
    },
  };
}
