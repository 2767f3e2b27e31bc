import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import { z } from 'zod';
import { createClient } from '../contract/client';
import { StudioError } from '../contract/errors';
import type { FromCaller, ToCaller } from '../contract/frames';
import { serve } from '../contract/serve';
import type { Transport } from '../contract/transport';
import type { Studio } from '../core/studio-types';
import { serveStudio } from './serve-studio';
import type { StudioServer } from './serve-studio';

const token = 'token-of-the-test';
const table = {
  double: { kind: 'call', params: z.object({ value: z.number() }), result: z.object({ value: z.number() }) },
} as const;

/** Only what the server asks of a studio; frames are answered by the contract's own `serve`. */
const studio: Studio = {
  connect: (transport) => serve(table, { double: ({ value }) => ({ value: value * 2 }) }, transport),
  client: () => expect.fail('The server calls nothing itself.'),
  pixels: async (path) => {
    if (path !== 'crop/abc?bbox=1,2,3,4') throw new StudioError('not-found', `There are no pixels at ${path}.`);
    return { bytes: new Uint8Array([1, 2, 3]), type: 'image/webp', immutable: true };
  },
  close: async () => undefined,
};

let folder: string;
let server: StudioServer;
let port: number;
let base: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serve-studio-'));
  await mkdir(join(folder, 'renderer/assets'), { recursive: true });
  await writeFile(join(folder, 'renderer/index.html'), '<!doctype html><title>Studio</title>');
  await writeFile(join(folder, 'renderer/assets/index-1a2b.js'), 'export {}');
  await writeFile(join(folder, 'secret.json'), '{"secret":true}');
  await symlink(join(folder, 'secret.json'), join(folder, 'renderer/link.json'));
  server = await serveStudio(studio, { rendererFolder: join(folder, 'renderer'), token });
  port = Number(new URL(server.url).port);
  base = `http://127.0.0.1:${port}`;
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const cookie = () => `studio-${port}=${token}`;
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(base + path, { method, headers: { cookie: cookie(), ...headers }, redirect: 'manual' });

/** A request as written, since `fetch` mends the Host and the path. @returns the status */
function raw(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connectSocket(port, '127.0.0.1', () => {
      const lines = Object.entries({ connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
    });
    let text = '';
    socket.on('data', (data) => (text += String(data)));
    socket.on('error', reject);
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1])));
  });
}

function openSocket(headers: Record<string, string> = {}, path = '/frames'): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, {
    headers: { cookie: cookie(), origin: base, ...headers },
  });
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(socket));
    socket.on('error', reject);
  });
}
const closing = (socket: WebSocket) => new Promise<number>((resolve) => socket.on('close', resolve));

function clientOf(socket: WebSocket) {
  const transport: Transport<FromCaller, ToCaller> = {
    send: (frame) => socket.send(JSON.stringify(frame)),
    onFrame: (listener) => socket.on('message', (data) => listener(JSON.parse(String(data)) as ToCaller)),
    onClose: (listener) => socket.on('close', () => listener('gone')),
    close: () => socket.close(),
  };
  return createClient<typeof table>(transport);
}

test('the printed address gives the cookie and leads away from the token, and the cookie opens the page', async () => {
  const first = await fetch(server.url, { redirect: 'manual' });
  expect(first.status).toBe(303);
  expect(first.headers.get('location')).toBe('/');
  const given = first.headers.get('set-cookie') ?? '';
  expect(given).toMatch(/HttpOnly/);
  expect(given).toMatch(/SameSite=Strict/);

  const page = await fetch(base, { headers: { cookie: given.split(';')[0] ?? '' } });
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<title>Studio</title>');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.headers.get('content-security-policy')).not.toContain("script-src 'unsafe");
});

test('without the token nothing is answered, neither page nor pixels nor frames', async () => {
  for (const path of ['/', '/assets/index-1a2b.js', '/pixels/crop/abc?bbox=1,2,3,4', '/?token=wrong', '/?token=']) {
    expect((await fetch(base + path, { redirect: 'manual' })).status, path).toBe(403);
  }
  await expect(openSocket({ cookie: '' })).rejects.toThrow('403');
  await expect(openSocket({ cookie: `studio-${port}=wrong` })).rejects.toThrow('403');
});

test('a foreign name that leads to 127.0.0.1 is refused, cookie or not', async () => {
  expect(await raw('/', { host: `127.0.0.1:${port}`, cookie: cookie() })).toBe(200);
  expect(await raw('/', { host: `localhost:${port}`, cookie: cookie() })).toBe(200);
  for (const host of [`evil.example:${port}`, '127.0.0.1', `127.0.0.1:${port}.evil.example`, `127.0.0.1:${port + 1}`]) {
    expect(await raw('/', { host, cookie: cookie() }), host).toBe(403);
  }
  await expect(openSocket({ host: `evil.example:${port}`, origin: `http://evil.example:${port}` })).rejects.toThrow(
    '403',
  );
});

test('a page of another site cannot open the frames, even with the cookie', async () => {
  for (const origin of ['http://evil.example', `http://127.0.0.1:${port + 1}`, 'null', `https://127.0.0.1:${port}`]) {
    await expect(openSocket({ origin }), origin).rejects.toThrow('403');
  }
  await expect(openSocket({}, `/elsewhere`)).rejects.toThrow('404');
  await expect(openSocket({}, `//`)).rejects.toThrow('404');
});

test('nothing outside the renderer is read, whether by dots, encoded dots, or a link', async () => {
  const headers = { host: `127.0.0.1:${port}`, cookie: cookie() };
  const paths = ['/../secret.json', '/%2e%2e/secret.json', '/..%2fsecret.json', '/assets/../../secret.json'];
  for (const path of [...paths, '/..\\secret.json', '/link.json', `/${folder}/secret.json`, '/%00', '/%', '//']) {
    expect(await raw(path, headers), path).toBe(404);
  }
});

test('only reading is possible over HTTP', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    expect((await get('/', { origin: base }, method)).status, method).toBe(405);
  }
  const head = await get('/', {}, 'HEAD');
  expect(head.status).toBe(200);
  expect(await head.text()).toBe('');
});

test('pixels keep their query, their type and how long they may be kept', async () => {
  const answer = await get('/pixels/crop/abc?bbox=1,2,3,4');
  expect(answer.headers.get('content-type')).toBe('image/webp');
  expect(answer.headers.get('cache-control')).toContain('immutable');
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
  const missing = await get('/pixels/thumbnail/none');
  expect(missing.status).toBe(404);
  expect(await missing.text()).toContain('thumbnail/none');
});

test('files with a hash in their name are kept for good, the page is asked for each time', async () => {
  expect((await get('/assets/index-1a2b.js')).headers.get('cache-control')).toContain('immutable');
  expect((await get('/')).headers.get('cache-control')).toBe('no-cache');
});

test('a call goes through the socket and back', async () => {
  const client = clientOf(await openSocket());
  expect(await client.run('double', { value: 21 })).toEqual({ value: 42 });
  await expect(client.run('double', { value: 'x' as never })).rejects.toMatchObject({ code: 'invalid-params' });
});

test('a frame that is too long or not JSON ends its own connection and no other', async () => {
  const good = clientOf(await openSocket());
  const long = await openSocket();
  const longClosed = closing(long);
  long.send('x'.repeat(17 * 1024 * 1024));
  expect(await longClosed).toBe(1009);
  const torn = await openSocket();
  const tornClosed = closing(torn);
  torn.send('{"kind":');
  expect(await tornClosed).toBe(1003);
  expect(await good.run('double', { value: 1 })).toEqual({ value: 2 });
});

test('closing the server tells the browsers and frees the port', async () => {
  const closed = closing(await openSocket());
  await server.close();
  expect(await closed).toBe(1001);
  await expect(fetch(base)).rejects.toThrow();
  server = await serveStudio(studio, { rendererFolder: folder, port });
  expect(new URL(server.url).port).toBe(String(port));
});

test('a port in use is named, with what to do', async () => {
  await expect(serveStudio(studio, { rendererFolder: folder, port })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(String(port)) as string,
  });
});
