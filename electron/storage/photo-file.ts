import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { StudioError } from '../contract/errors';
import { type Said, say } from '../contract/said';
import { nameNote, recognizeFormat, type PhotoFormat } from './photo-format';

/** A photo whose header has been read and found good. Nothing of its pixels has been decoded yet. */
export interface PhotoFile {
  readonly path: string;
  readonly bytes: number;
  readonly format: PhotoFormat;
  /** Pixels of the upright image. */
  readonly width: number;
  readonly height: number;
  /** Something worth saying although the image is usable. */
  readonly note: string | null;
  /** A fresh pipeline on the file, upright by EXIF, in sRGB, on white where the file is transparent. */
  readonly decode: (failOn?: 'error' | 'warning') => Sharp;
}

/** What a photo shows through where it is transparent: shops cut garments out and lay them on white. */
const ground = '#ffffff';

/** Files up to this size are read into memory once, hashed and decoded from there. */
const wholeFileBytes = 64 * 2 ** 20;

/**
 * Opens a photo by its content, whatever its name says, and checks its header against the pixel limit before anything
 * is decoded. Takes JPEG, PNG, WebP, AVIF, GIF (first frame) and TIFF (first page).
 *
 * @param pixelLimit largest width times height that may be decoded
 * @throws {StudioError} `image-missing`, `image-unreadable`, `image-too-large`, `not-permitted`, naming the file
 */
export async function openPhoto(path: string, pixelLimit: number): Promise<PhotoFile> {
  const { head, bytes } = await readHead(path);
  return describePhoto(path, path, head, bytes, pixelLimit);
}

/** {@link openPhoto} and the SHA-256 of the content, read once. */
export async function openAndHashPhoto(
  path: string,
  pixelLimit: number,
): Promise<{ photo: PhotoFile; sha256: string }> {
  const { head, bytes } = await readHead(path);
  // A refusal must not cost the reading of a film.
  checkFormat(path, head);
  if (bytes > wholeFileBytes) {
    const photo = await describePhoto(path, path, head, bytes, pixelLimit);
    return { photo, sha256: await hashFile(path) };
  }
  const content = await readWhole(path);
  const photo = await describePhoto(path, content, content.subarray(0, head.length), content.length, pixelLimit);
  return { photo, sha256: createHash('sha256').update(content).digest('hex') };
}

async function describePhoto(
  path: string,
  input: string | Buffer,
  head: Uint8Array,
  bytes: number,
  pixelLimit: number,
): Promise<PhotoFile> {
  const format = checkFormat(path, head);
  const openImage = (failOn: 'error' | 'warning') => sharp(input, { failOn, limitInputPixels: false });
  const metadata = await openImage('error')
    .metadata()
    .catch((error: unknown) => {
      throw photoUnreadable(path, say('photo.header', { detail: oneLine(error) }), error);
    });
  const { width, height, autoOrient } = metadata;
  if (width * height > pixelLimit) throw photoTooLarge(path, width, height, pixelLimit);
  return {
    path,
    bytes,
    format,
    width: autoOrient.width,
    height: autoOrient.height,
    note: nameNote(path, format),
    decode: (failOn = 'error') => openImage(failOn).autoOrient().flatten({ background: ground }).toColourspace('srgb'),
  };
}

function checkFormat(path: string, head: Uint8Array): PhotoFormat {
  const recognized = recognizeFormat(head);
  if (recognized.format === null) throw photoUnreadable(path, say('photo.holds', { what: say(recognized.holds) }));
  return recognized.format;
}

/** A pipe or a folder would block a decoding thread or fail with a message about something else. */
async function readHead(path: string): Promise<{ head: Uint8Array; bytes: number }> {
  try {
    const facts = await stat(path);
    if (!facts.isFile()) throw photoUnreadable(path, say('photo.notFile'));
    if (facts.size === 0) throw photoUnreadable(path, say('photo.empty'));
    const file = await open(path, 'r');
    try {
      const { bytesRead, buffer } = await file.read(new Uint8Array(4096), 0, 4096, 0);
      return { head: buffer.subarray(0, bytesRead), bytes: facts.size };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileProblem(path, error);
  }
}

async function readWhole(path: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) pieces.push(piece as Buffer);
  } catch (error) {
    throw fileProblem(path, error);
  }
  return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(piece as Buffer);
  } catch (error) {
    throw fileProblem(path, error);
  }
  return hash.digest('hex');
}

function fileProblem(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new StudioError('image-missing', say('photo.missing', { path }), { cause: error });
  if (code === 'EIO') return photoUnreadable(path, say('photo.disk'), error);
  return error;
}

/** Said of every file that is not a photo that can be used; `why` is a sentence without its full stop. */
export function photoUnreadable(path: string, why: Said, cause?: unknown): StudioError {
  return new StudioError('image-unreadable', say('photo.unreadable', { path, why }), { cause });
}

function photoTooLarge(path: string, width: number, height: number, pixelLimit: number): StudioError {
  const megapixels = (pixels: number) => String(Math.round(pixels / 1e5) / 10);
  return new StudioError(
    'image-too-large',
    say('photo.tooLarge', {
      path,
      width,
      height,
      megapixels: megapixels(width * height),
      limit: megapixels(pixelLimit),
    }),
  );
}

/** The first line of what libvips says; the others repeat it. */
export function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.trim().split('\n')[0] ?? '').trim().replace(/\.$/, '').slice(0, 160);
}
