import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { StudioError } from '../contract/errors';
import { say } from '../contract/said';
import { CropOptions, Framing, type Bbox } from '../contract/words';
import { thumbnailPath } from '../storage/thumbnail-path';
import { findByHash } from './library';
import { recentPixels } from './recent-projects';
import type { StudioState } from './studio-state';
import type { PixelAnswer } from './studio-types';

const previewSide = 1600;
const scannedSide = 320;
/** What a project's own files are; the last three are for saving, in a browser. */
const fileTypes: Record<string, string> = {
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.csv': 'text/csv; charset=utf-8',
  '.onnx': 'application/octet-stream',
  '.safetensors': 'application/octet-stream',
};
const sha256 = /^[0-9a-f]{64}$/;
const notFound = (path: string) => new StudioError('not-found', say('library.noPixels', { path }));

/** Answers the paths of contract/pixels.ts. Only what the project owns, or a photo that it lists, can be reached. */
export async function answerPixels(state: StudioState, path: string): Promise<PixelAnswer> {
  const url = new URL(path, 'pixels://project/');
  const [kind, key = '', ...rest] = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  switch (kind) {
    case 'thumbnail':
      return thumbnail(state, key);
    case 'scanned':
      return scanned(state, Number(key), Number(rest[0]));
    case 'preview':
      return preview(state, key);
    case 'recent':
      return recentPixels(state.options.userFolder, [key, ...rest]);
    case 'crop':
      return crop(state, key, url.searchParams);
    case 'dataset':
      return dataset(state, key, rest);
    case 'run':
      return ownFile(state, ['runs', key, ...rest]);
    default:
      throw notFound(path);
  }
}

async function thumbnail(state: StudioState, hash: string): Promise<PixelAnswer> {
  if (!sha256.test(hash)) throw notFound(hash);
  const thumbnails = state.project.path('thumbnails');
  const file = thumbnailPath(thumbnails, hash);
  const answer = (bytes: Uint8Array) => ({ bytes, type: 'image/webp', immutable: true });
  const kept = await readFile(file).catch(() => undefined);
  // Empty after a power cut: thumbnails are not flushed to the disk, because they can be made again, as they can here.
  if (kept && kept.length > 0) return answer(kept);
  const { path } = findByHash(state.project, hash);
  const worker = await state.images();
  await worker.client.run('read', { path, thumbnails, pixelLimit: Number.MAX_SAFE_INTEGER });
  return answer(await readFile(file));
}

async function scanned(state: StudioState, scan: number, index: number): Promise<PixelAnswer> {
  const path = state.scannedPath(scan, index);
  if (path === undefined) throw notFound(`scanned/${scan}/${index}`);
  const worker = await state.images();
  const { bytes } = await worker.client.run('preview', { path, longestSide: scannedSide });
  return { bytes, type: 'image/webp', immutable: false };
}

async function preview(state: StudioState, hash: string): Promise<PixelAnswer> {
  const { path } = findByHash(state.project, hash);
  const worker = await state.images();
  const { bytes } = await worker.client.run('preview', { path, longestSide: previewSide });
  return { bytes, type: 'image/webp', immutable: true };
}

async function crop(state: StudioState, hash: string, query: URLSearchParams): Promise<PixelAnswer> {
  const { path, width, height } = findByHash(state.project, hash);
  const numbers = (query.get('bbox') ?? '').split(',').map(Number);
  const [x = NaN, y = NaN, boxWidth = NaN, boxHeight = NaN] = numbers;
  const inside = x < width && y < height && x + boxWidth > 0 && y + boxHeight > 0 && boxWidth > 0 && boxHeight > 0;
  if (!inside) throw new StudioError('invalid-params', say('box.notInside', { box: numbers.join(', ') }));
  const bbox: Bbox = [x, y, boxWidth, boxHeight];
  const size = Number(query.get('size'));
  const square = size > 0 ? { size, framing: Framing.parse(query.get('framing') ?? 'pad') } : null;
  const margin = CropOptions.shape.margin.parse(Number(query.get('margin') ?? 0));
  const worker = await state.images();
  const { bytes } = await worker.client.run('crop', { path, bbox, margin, square, format: square ? 'png' : 'webp' });
  return { bytes, type: square ? 'image/png' : 'image/webp', immutable: true };
}

async function dataset(state: StudioState, name: string, rest: string[]): Promise<PixelAnswer> {
  if (rest[0] !== 'tile') return ownFile(state, ['datasets', name, ...rest]);
  const worker = await state.images();
  const folder = within(state.project.path('datasets'), [name]);
  const { bytes } = await worker.client.run('datasetTile', { folder, index: Number(rest[1]) });
  return { bytes, type: 'image/png', immutable: false };
}

async function ownFile(state: StudioState, parts: string[]): Promise<PixelAnswer> {
  const file = within(state.project.folder, parts);
  const type = fileTypes[extname(file)];
  if (!type) throw notFound(parts.join('/'));
  try {
    return { bytes: await readFile(file), type, immutable: false };
  } catch {
    throw notFound(parts.join('/'));
  }
}

/** Joins a path that came from outside. @throws {StudioError} `not-found` when it would leave the folder */
function within(folder: string, parts: string[]): string {
  const path = resolve(join(folder, ...parts));
  if (!path.startsWith(folder + sep)) throw notFound(parts.join('/'));
  return path;
}
