import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { Bbox, Framing } from '../contract/words';
import { fileError, temporaryBeside } from './atomic';
import { coverSquare, cropRegion, type Region } from './crop-region';
import { oneLine, photoUnreadable, type PhotoFile } from './photo-file';
import { squeeze } from './picture-samples';
import { thumbnailPath } from './thumbnail-path';
import { type Said, say } from '../contract/said';

export interface EncodedPicture {
  bytes: Uint8Array;
  width: number;
  height: number;
}

const thumbnailSide = 320;

/**
 * What libvips calls a warning although pixels are lost. Other warnings (a wrong colour profile, bytes after the end)
 * leave the picture whole and are let pass.
 */
const damage =
  /corrupt JPEG data|bad huffman|premature end|invalid frame data|not enough data|read error|not yet in table/i;

/** Runs one whole decode. @throws {StudioError} `image-unreadable` where pixels are missing or damaged */
async function decodeWhole<T>(photo: PhotoFile, finish: (image: Sharp) => Promise<T>): Promise<T> {
  try {
    return await finish(photo.decode('warning'));
  } catch (warning) {
    if (damage.test(String(warning))) throw photoUnreadable(photo.path, whatIsWrong(warning), warning);
    try {
      return await finish(photo.decode('error'));
    } catch (error) {
      throw photoUnreadable(photo.path, whatIsWrong(error), error);
    }
  }
}

function whatIsWrong(error: unknown): Said {
  const detail = oneLine(error);
  return /premature end of JPEG|unexpected end|truncated|bad seek|unable to parse|read error/i.test(detail)
    ? say('photo.endsEarly', { detail })
    : say('photo.copyAgain', { detail });
}

/**
 * Decodes a photo whole, once, and writes its thumbnail: longest side 320, WebP, upright. JPEG and WebP are shrunk
 * while they are decoded, which still reads every byte.
 *
 * @param side of the square that is returned, in pixels
 * @returns [side][side][3], RGB, 0 to 255: the whole photo, squeezed into a square
 * @throws {StudioError} `image-unreadable`, `disk-full`, `not-permitted`
 */
export async function writeThumbnail(
  photo: PhotoFile,
  folder: string,
  sha256: string,
  side: number,
): Promise<Uint8Array> {
  const { data, info } = await decodeWhole(photo, (image) =>
    shrink(image, thumbnailSide).removeAlpha().raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true }),
  );
  const { width, height } = info;
  const raw = { width, height, channels: 3 } as const;
  const bytes = await sharp(data, { raw }).webp({ quality: 80, effort: 2 }).toBuffer();
  await placeThumbnail(thumbnailPath(folder, sha256), bytes);
  return squeeze(data, width, height, side);
}

/**
 * Written beside and renamed, so that nobody ever sees half a thumbnail; but not flushed to the disk, which would take
 * longer than all the rest of an import, for a file that can be made again.
 */
async function placeThumbnail(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = temporaryBeside(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw fileError(path, error);
  }
}

const shrink = (image: Sharp, longestSide: number) =>
  image.resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true });

/** The upright photo, longest side at most `longestSide` pixels, as WebP. @throws {StudioError} `image-unreadable` */
export async function previewPhoto(photo: PhotoFile, longestSide: number): Promise<EncodedPicture> {
  const image = shrink(photo.decode(), longestSide).webp({ quality: 86, effort: 2 });
  return encode(photo, image);
}

async function encode(photo: PhotoFile, image: Sharp): Promise<EncodedPicture> {
  try {
    const { data, info } = await image.toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.height };
  } catch (error) {
    throw photoUnreadable(photo.path, whatIsWrong(error), error);
  }
}

/**
 * Cuts a box out of a photo at its full resolution.
 *
 * @param bbox   in pixels of the upright image
 * @param margin see {@link cropRegion}
 * @throws {StudioError} `image-unreadable`, `invalid-params`
 */
export async function cropPhoto(
  photo: PhotoFile,
  bbox: Bbox,
  margin: number,
  format: 'png' | 'jpeg' | 'webp',
): Promise<EncodedPicture> {
  const image = photo.decode().extract(cropRegion(bbox, margin, photo.width, photo.height));
  const quality = {
    png: { compressionLevel: 6 },
    jpeg: { quality: 95, chromaSubsampling: '4:4:4' },
    webp: { quality: 88, effort: 2 },
  };
  return encode(photo, image.toFormat(format, quality[format]));
}

/**
 * What the network sees of a photo: a box, or all of it, as a square, resized with Lanczos' kernel.
 *
 * `pad` keeps the whole crop and fills the borders with the mean colour of the crop's edge beside them; `cover` keeps
 * the largest square, nearer the top of a tall crop.
 *
 * @param bbox in pixels of the upright image; null for the whole picture
 * @param size side of the square in pixels
 * @returns [size][size][3], RGB, 0 to 255, and the cut-out region
 * @throws {StudioError} `image-unreadable`, `invalid-params`
 */
export async function squarePhoto(
  photo: PhotoFile,
  bbox: Bbox | null,
  margin: number,
  square: { size: number; framing: Framing },
): Promise<{ pixels: Uint8Array; region: Region }> {
  const whole = { left: 0, top: 0, width: photo.width, height: photo.height };
  const region = bbox ? cropRegion(bbox, margin, photo.width, photo.height) : whole;
  const { size, framing } = square;
  const cut = framing === 'cover' ? coverSquare(region) : region;
  const scale = size / Math.max(cut.width, cut.height);
  const width = Math.max(1, Math.min(size, Math.round(cut.width * scale)));
  const height = Math.max(1, Math.min(size, Math.round(cut.height * scale)));
  let pixels: Uint8Array;
  try {
    pixels = await photo
      .decode()
      .extract(cut)
      .resize({ width, height, fit: 'fill', kernel: 'lanczos3' })
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer();
  } catch (error) {
    throw photoUnreadable(photo.path, whatIsWrong(error), error);
  }
  return { pixels: padToSquare(pixels, width, height, size), region };
}

/** Centres a picture, whose longer side is `size`, in a square whose borders take the mean colour of the edge that they touch. */
export function padToSquare(pixels: Uint8Array, width: number, height: number, size: number): Uint8Array {
  if (width === size && height === size) return pixels;
  const left = Math.floor((size - width) / 2);
  const top = Math.floor((size - height) / 2);
  const mean = (x: number, y: number, stepX: number, stepY: number, count: number) => {
    const sum = [0, 0, 0];
    for (let index = 0; index < count; index += 1) {
      const at = ((y + stepY * index) * width + x + stepX * index) * 3;
      for (let channel = 0; channel < 3; channel += 1)
        sum[channel] = (sum[channel] as number) + (pixels[at + channel] as number);
    }
    return sum.map((value) => Math.round(value / count));
  };
  const [before, after] =
    width < size
      ? [mean(0, 0, 0, 1, height), mean(width - 1, 0, 0, 1, height)]
      : [mean(0, 0, 1, 0, width), mean(0, height - 1, 1, 0, width)];
  const out = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const at = (y * size + x) * 3;
      const inside = x >= left && x < left + width && y >= top && y < top + height;
      if (inside) {
        const from = ((y - top) * width + x - left) * 3;
        for (let channel = 0; channel < 3; channel += 1) out[at + channel] = pixels[from + channel] as number;
      } else {
        const fill = (width < size ? x < left : y < top) ? before : after;
        for (let channel = 0; channel < 3; channel += 1) out[at + channel] = fill[channel] as number;
      }
    }
  }
  return out;
}
