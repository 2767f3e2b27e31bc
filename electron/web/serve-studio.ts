import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { StudioError, toWire } from '../contract/errors';
import type { Studio } from '../core/studio-types';
import { Guard } from './guard';
import { securityHeaders } from './headers';
import { requestTarget } from './request-target';
import { socketTransport } from './socket-transport';
import { readStaticFile } from '../core/static-files';

export interface ServeOptions {
  /** 0 or none: any free port. */
  port?: number;
  /** The built renderer: out/renderer. */
  rendererFolder: string;
  /** None: a random one. */
  token?: string;
}

export interface StudioServer {
  /** The address to open, token and all. */
  url: string;
  /** Ends the server and its connections; the studio goes on. */
  close(): Promise<void>;
}

/** The longest frame is a selection of 100,000 images; a list of 10,000 long paths also fits. */
const longestFrameBytes = 16 * 1024 * 1024;
const immutable = 'private, max-age=31536000, immutable';

/**
 * The studio in a browser: the built renderer, pixels and a WebSocket for frames, on 127.0.0.1 and nowhere else.
 *
 * @throws {StudioError} `conflict` when the port is taken, `not-permitted` when it may not be used
 */
export async function serveStudio(studio: Studio, options: ServeOptions): Promise<StudioServer> {
  const server = createServer();
  const port = await listen(server, options.port ?? 0);
  const guard = new Guard(port, options.token);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: longestFrameBytes, perMessageDeflate: false });

  server.on('request', (request, response) => {
    answer(studio, guard, options.rendererFolder, request, response).catch((error: unknown) => {
      if (!response.headersSent) sendText(request, response, 500, toWire(error).message);
      else response.destroy();
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const verdict = guard.judgeUpgrade(request);
    if (verdict.kind !== 'welcome' || requestTarget(request).pathname !== '/frames') {
      socket.end(
        `HTTP/1.1 ${verdict.kind === 'welcome' ? '404 Not Found' : '403 Forbidden'}\r\nConnection: close\r\n\r\n`,
      );
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => studio.connect(socketTransport(client)));
  });

  return {
    url: `http://127.0.0.1:${port}/?token=${guard.token}`,
    async close() {
      for (const client of sockets.clients) client.close(1001, 'The studio has ended.');
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  studio: Studio,
  guard: Guard,
  rendererFolder: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const verdict = guard.judge(request);
  if (verdict.kind === 'refused') {
    return sendText(request, response, 403, `${verdict.why} Open the address that the studio printed when it started.`);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return sendText(request, response, 405, 'Only GET and HEAD are answered here.', { allow: 'GET, HEAD' });
  }
  if (verdict.kind === 'sign-in') {
    // Away from the address bar and the history with it.
    return sendText(request, response, 303, '', { 'set-cookie': guard.setCookie(), location: '/' });
  }
  const { pathname, search } = requestTarget(request);
  if (pathname.startsWith('/pixels/')) {
    return await sendPixels(studio, pathname.slice('/pixels/'.length) + search, request, response);
  }
  const file = await readStaticFile(rendererFolder, pathname);
  if (!file) return sendText(request, response, 404, 'There is nothing at this address.');
  const headers = { 'content-type': file.type, 'cache-control': file.immutable ? immutable : 'no-cache' };
  send(request, response, 200, headers, file.bytes);
}

async function sendPixels(studio: Studio, path: string, request: IncomingMessage, response: ServerResponse) {
  try {
    const { bytes, type, immutable: isImmutable } = await studio.pixels(path);
    const headers = { 'content-type': type, 'cache-control': isImmutable ? immutable : 'no-cache' };
    send(request, response, 200, headers, bytes);
  } catch (error) {
    const known = error instanceof StudioError && error.code !== 'internal';
    sendText(request, response, known ? 404 : 500, toWire(error).message);
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  headers: OutgoingHttpHeaders,
  body: Uint8Array,
): void {
  response.writeHead(status, {
    ...securityHeaders(request.socket.localPort ?? 0),
    ...headers,
    'content-length': body.byteLength,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function sendText(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  text: string,
  headers: OutgoingHttpHeaders = {},
): void {
  const body = Buffer.from(text && `${text}\n`);
  send(
    request,
    response,
    status,
    { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body,
  );
}

async function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new StudioError(
        'conflict',
        `Port ${port} is in use by another program. Choose another with --port, or leave it out.`,
      );
    }
    if (code === 'EACCES') {
      throw new StudioError(
        'not-permitted',
        `Port ${port} may not be used without more rights. Choose one above 1023 with --port.`,
      );
    }
    throw error;
  }
  return (server.address() as AddressInfo).port;
}
