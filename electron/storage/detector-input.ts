import { oneLine, openPhoto, photoUnreadable } from './photo-file';
import { say } from '../contract/said';

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

/**
 * Decodes a photo upright by EXIF and draws it into the input of a detector. JPEG and WebP are shrunk while they are
 * decoded; all of it happens on libuv's threads.
 *
 * @throws {StudioError} `image-missing`, `image-unreadable`, `image-too-large`, `not-permitted`, naming the file
 */
export async function readDetectorInput(path: string, options: DetectorInputOptions): Promise<DetectorInput> {
  const photo = await openPhoto(path, options.pixelLimit);
  const { left, top, ...drawn } = options.place(photo.width, photo.height);
  const expected = options.width * options.height * 3;
  const pixels = await photo
    .decode()
    .resize({ ...drawn, fit: 'fill' })
    .extend({
      left,
      top,
      right: options.width - left - drawn.width,
      bottom: options.height - top - drawn.height,
      background: { r: options.padding, g: options.padding, b: options.padding },
    })
    .raw({ depth: 'uchar' })
    .toBuffer()
    .catch((error: unknown) => {
      throw photoUnreadable(path, say('photo.copyAgain', { detail: oneLine(error) }), error);
    });
  if (pixels.length !== expected) throw photoUnreadable(path, say('photo.short', { bytes: pixels.length, expected }));
  return { pixels, imageWidth: photo.width, imageHeight: photo.height };
}
