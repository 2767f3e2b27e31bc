import { stat } from 'node:fs/promises';
import sharp from 'sharp';
import { StudioError } from '../contract/errors';

/** An image drawn into the input of a detector. */
export interface DetectorInput {
  /** [height][width][3], RGB, 0 to 255, borders included. */
  pixels: Uint8Array;
  /** Pixels of the upright image in the file. */
  imageWidth: number;
  imageHeight: number;
}

/** Where the upright image goes, in whole pixels of the input. */
interface Place {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface DetectorInputOptions {
  /** Size of the input in pixels. */
  width: number;
  height: number;
  /** Grey of the borders, 0 to 255. */
  padding: number;
  /** Largest image that is decoded, in pixels. */
  pixelLimit: number;
  /** Where an upright image of this size goes. */
  place: (imageWidth: number, imageHeight: number) => Place;
}

// What may be imported. Others that libvips could read (SVG, PDF) run code of a kind that no photo needs.
const formats = new Set(['jpeg', 'png', 'webp', 'heif', 'gif', 'tiff']);

/**
 * Decodes a file upright by EXIF and draws it into the input of a detector. JPEG and WebP are shrunk while they are
 * decoded; all of it happens on libuv's threads.
 *
 * @throws {StudioError} `not-found`, `image-unreadable`, `image-too-large`, `not-permitted`, naming the file
 */
export async function readDetectorInput(path: string, options: DetectorInputOptions): Promise<DetectorInput> {
  await checkFile(path);
  try {
    // Only what is lost is an error: many cameras write files that libjpeg merely warns about.
    const image = sharp(path, { failOn: 'error', limitInputPixels: false });
    const { format, width, height, autoOrient } = await image.metadata();
    if (!formats.has(format)) throw unreadable(path, `It holds ${format}, not a photo`);
    if (width * height > options.pixelLimit) throw tooLarge(path, width, height, options.pixelLimit);

    const { left, top, ...drawn } = options.place(autoOrient.width, autoOrient.height);
    const grey = { r: options.padding, g: options.padding, b: options.padding };
    const pixels = await image
      .autoOrient()
      .resize({ ...drawn, fit: 'fill' })
      .flatten({ background: grey })
      .toColourspace('srgb')
      .extend({
        left,
        top,
        right: options.width - left - drawn.width,
        bottom: options.height - top - drawn.height,
        background: grey,
      })
      .raw({ depth: 'uchar' })
      .toBuffer();
    const expected = options.width * options.height * 3;
    if (pixels.length !== expected)
      throw unreadable(path, `It decodes to ${pixels.length} bytes where ${expected} were expected`);
    return { pixels, imageWidth: autoOrient.width, imageHeight: autoOrient.height };
  } catch (error) {
    if (error instanceof StudioError) throw error;
    throw unreadable(path, error instanceof Error ? oneLine(error.message) : String(error), error);
  }
}

/** A pipe or a folder would block a decoding thread or fail with a message about something else. */
async function checkFile(path: string): Promise<void> {
  let file;
  try {
    file = await stat(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw new StudioError('not-found', `${path} is no longer there. Put it back, or say where its folder is now.`);
    throw error;
  }
  if (!file.isFile()) throw unreadable(path, 'It is not a file');
  if (file.size === 0) throw unreadable(path, 'It is empty');
}

function unreadable(path: string, why: string, cause?: unknown): StudioError {
  return new StudioError('image-unreadable', `${path} cannot be read as a photo. ${why}.`, { cause });
}

function tooLarge(path: string, width: number, height: number, pixelLimit: number): StudioError {
  const megapixels = (pixels: number) => `${Math.round(pixels / 1e5) / 10} megapixels`;
  return new StudioError(
    'image-too-large',
    `${path} has ${width} x ${height} pixels (${megapixels(width * height)}); the limit is ${megapixels(pixelLimit)}. ` +
      'Raise the pixel limit or make the photo smaller.',
  );
}

function oneLine(text: string): string {
  return text
    .trim()
    .replace(/\s*\n\s*/g, '; ')
    .replace(/\.$/, '');
}
