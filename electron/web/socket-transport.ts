import type { ToCaller } from '../contract/frames';
import type { Transport } from '../contract/transport';
import type { WebSocket } from 'ws';

/** Bytes that may wait for a slow browser before reports of progress are left out. Answers never are. */
const patienceBytes = 4 * 1024 * 1024;
const heartbeatMs = 15_000;

/** Frames as JSON over a WebSocket. A browser that stops answering is let go after two heartbeats. */
export function socketTransport(socket: WebSocket): Transport<ToCaller, unknown> {
  let alive = true;
  socket.on('pong', () => (alive = true));
  const heartbeat = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, heartbeatMs);
  socket.on('close', () => clearInterval(heartbeat));
  // Told by the close that follows.
  socket.on('error', () => undefined);

  return {
    send(frame) {
      const canBeMissed = frame.kind === 'progress';
      if (socket.readyState !== socket.OPEN || (canBeMissed && socket.bufferedAmount > patienceBytes)) return;
      socket.send(JSON.stringify(frame));
    },
    onFrame(listener) {
      socket.on('message', (message, isBinary) => {
        const frame = isBinary ? undefined : parse(String(message));
        if (frame === undefined) return socket.close(1003, 'Frames are JSON text.');
        listener(frame);
      });
    },
    onClose: (listener) => socket.on('close', () => listener('The browser is gone.')),
    close: () => socket.close(1001, 'The studio has ended.'),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
