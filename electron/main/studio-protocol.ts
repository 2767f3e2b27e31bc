import { protocol } from 'electron';
import { StudioError, toWire } from '../contract/errors';
import { pagePolicy } from '../core/page-policy';
import { readStaticFile } from '../core/static-files';
import type { Studio } from '../core/studio-types';

const immutable = 'private, max-age=31536000, immutable';

/** To be called before the app is ready: makes studio:// an origin like https://, with fetch, storage and CORS. */
export function registerStudioScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'studio',
      privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, stream: true },
    },
  ]);
}

/**
 * studio://app/... is the built renderer, studio://pixels/... are pictures (contract/pixels.ts).
 *
 * @param pageOrigin the origin that may read pixels, not only show them
 */
export function serveStudioScheme(studio: Studio, rendererFolder: string, pageOrigin: string): void {
  protocol.handle('studio', async (request) => {
    const { host, pathname, search } = new URL(request.url);
    if (request.method !== 'GET' && request.method !== 'HEAD') return text(405, 'Only GET and HEAD are answered here.');
    if (host === 'app') return page(rendererFolder, pathname);
    if (host === 'pixels') return pixels(studio, pathname.slice(1) + search, pageOrigin);
    return text(404, 'There is nothing at this address.');
  });
}

async function page(rendererFolder: string, pathname: string): Promise<Response> {
  const file = await readStaticFile(rendererFolder, pathname);
  if (!file) return text(404, 'There is nothing at this address.');
  return new Response(file.bytes, {
    headers: {
      'content-type': file.type,
      'content-security-policy': pagePolicy(['studio://pixels'], ['studio://pixels']),
      'cache-control': file.immutable ? immutable : 'no-cache',
      'x-content-type-options': 'nosniff',
    },
  });
}

async function pixels(studio: Studio, path: string, pageOrigin: string): Promise<Response> {
  const headers = { 'access-control-allow-origin': pageOrigin, 'x-content-type-options': 'nosniff' };
  try {
    const answer = await studio.pixels(path);
    return new Response(answer.bytes, {
      headers: { ...headers, 'content-type': answer.type, 'cache-control': answer.immutable ? immutable : 'no-cache' },
    });
  } catch (error) {
    const known = error instanceof StudioError && error.code !== 'internal';
    return text(known ? 404 : 500, toWire(error).message, headers);
  }
}

function text(status: number, message: string, headers: Record<string, string> = {}): Response {
  return new Response(message, {
    status,
    headers: { ...headers, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}
