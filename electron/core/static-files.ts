import { readFile, realpath } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';

export interface StaticFile {
  bytes: Uint8Array;
  type: string;
  /** Files in assets/ carry a hash of their content in their name. */
  immutable: boolean;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * One file of the built renderer; null for what is not there, is of no known type, or lies outside the folder, by
 * `..` or by a link.
 *
 * @param path as in the URL, percent-encoded, with its leading slash
 */
export async function readStaticFile(folder: string, path: string): Promise<StaticFile | null> {
  let name: string;
  try {
    name = decodeURIComponent(path);
  } catch {
    return null;
  }
  if (name.includes('\0') || name.includes('\\')) return null;
  const type = types[extname(name === '/' ? 'index.html' : name)];
  if (!type) return null;
  try {
    const root = await realpath(folder);
    const file = await realpath(resolve(root, name === '/' ? 'index.html' : `.${name}`));
    if (!file.startsWith(root + sep)) return null;
    return { bytes: await readFile(file), type, immutable: name.startsWith('/assets/') };
  } catch {
    return null;
  }
}
