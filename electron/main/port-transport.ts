import type { MessagePortMain } from 'electron';
import type { ToCaller } from '../contract/frames';
import type { Transport } from '../contract/transport';

/** Frames over one end of a MessageChannelMain; the other end is the window's. */
export function portTransport(port: MessagePortMain): Transport<ToCaller, unknown> {
  return {
    send: (frame) => port.postMessage(frame),
    onFrame(listener) {
      port.on('message', (event) => listener(event.data));
      port.start();
    },
    onClose: (listener) => port.on('close', () => listener('The window is gone.')),
    close: () => port.close(),
  };
}
