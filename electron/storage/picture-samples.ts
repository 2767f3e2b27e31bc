import type { Bbox } from '../contract/words';
import { cropRegion } from './crop-region';
import { oneLine, photoUnreadable, type PhotoFile } from './photo-file';
import { say } from '../contract/said';

/** Longer side of the picture that is looked at, in pixels: the same for every crop, so that crops can be compared. */
const longerSide = 128;

/** A crop made small, twice: what can be measured on it without its full resolution. */
export interface PictureSamples {
  /** Pixels of the photo that the crop covers. */
  cropWidth: number;
  cropHeight: number;
  /** [height][width] of the crop with its longer side at 128, 0 to 255. */
  luma: Uint8Array;
  width: number;
  height: number;
  /** [squeezed][squeezed][3], RGB: the whole crop, squeezed into a square. */
  squeezed: Uint8Array;
}

/**
 * @param bbox in pixels of the upright image; null for the whole picture
 * @param side of the squeezed square, in pixels
 * @throws {StudioError} `image-unreadable`, `invalid-params`
 */
export async function samplePicture(
  photo: PhotoFile,
  bbox: Bbox | null,
  margin: number,
  side: number,
): Promise<PictureSamples> {
  const region = bbox
    ? cropRegion(bbox, margin, photo.width, photo.height)
    : { left: 0, top: 0, width: photo.width, height: photo.height };
  const scale = longerSide / Math.max(region.width, region.height);
  const width = Math.max(3, Math.round(region.width * scale));
  const height = Math.max(3, Math.round(region.height * scale));
  try {
    const image = bbox ? photo.decode().extract(region) : photo.decode();
    const small = await image
      .resize({ width, height, fit: 'fill', kernel: 'lanczos3' })
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer();
    return {
      cropWidth: region.width,
      cropHeight: region.height,
      luma: lumaOf(small),
      width,
      height,
      squeezed: squeeze(small, width, height, side),
    };
  } catch (error) {
    throw photoUnreadable(photo.path, say('photo.damaged', { detail: oneLine(error) }), error);
  }
}

function lumaOf(pixels: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: pixels.length / 3 }, (_, at) =>
    Math.round(
      0.299 * (pixels[3 * at] as number) +
        0.587 * (pixels[3 * at + 1] as number) +
        0.114 * (pixels[3 * at + 2] as number),
    ),
  );
}

/** Means over the areas that become one pixel; an area of less than a pixel takes the pixel that it lies in. */
export function squeeze(pixels: Uint8Array, width: number, height: number, side: number): Uint8Array {
  const out = new Uint8Array(side * side * 3);
  const edge = (at: number, length: number) => Math.floor((at * length) / side);
  for (let y = 0; y < side; y++) {
    const [top, bottom] = [edge(y, height), Math.max(edge(y + 1, height), edge(y, height) + 1)];
    for (let x = 0; x < side; x++) {
      const [left, right] = [edge(x, width), Math.max(edge(x + 1, width), edge(x, width) + 1)];
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let row = top; row < bottom; row++)
          for (let column = left; column < right; column++)
            sum += pixels[(row * width + column) * 3 + channel] as number;
        out[(y * side + x) * 3 + channel] = Math.round(sum / ((bottom - top) * (right - left)));
      }
    }
  }
  return out;
}
