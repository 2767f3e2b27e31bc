import { StudioError } from '../contract/errors';
import { say } from '../contract/said';
import type { Bbox } from '../contract/words';

/** Whole pixels of an upright image. */
export interface Region {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * The pixels that a box covers with a margin around it, cut off at the image's edges.
 *
 * @param margin fraction of the box's width at the left and right, of its height above and below
 * @throws {StudioError} `invalid-params` for a box that lies outside the image
 */
export function cropRegion(bbox: Bbox, margin: number, imageWidth: number, imageHeight: number): Region {
  const [x, y, width, height] = bbox;
  // A hair of rounding must not add a row of pixels.
  const left = Math.max(0, Math.floor(x - width * margin + 1e-6));
  const top = Math.max(0, Math.floor(y - height * margin + 1e-6));
  const right = Math.min(imageWidth, Math.ceil(x + width * (1 + margin) - 1e-6));
  const bottom = Math.min(imageHeight, Math.ceil(y + height * (1 + margin) - 1e-6));
  if (!(right > left && bottom > top))
    throw new StudioError(
      'invalid-params',
      say('box.outside', {
        box: bbox.map((value) => Math.round(value)).join(', '),
        width: imageWidth,
        height: imageHeight,
      }),
    );
  return { left, top, width: right - left, height: bottom - top };
}

/** Where the square of `cover` lies in a tall crop: nearer its top, where a look has more to show than at the hem. */
const coverFromTop = 0.25;

/** The largest square of a region, centred across and biased to the top. */
export function coverSquare(region: Region): Region {
  const side = Math.min(region.width, region.height);
  return {
    left: region.left + Math.floor((region.width - side) / 2),
    top: region.top + Math.floor((region.height - side) * coverFromTop),
    width: side,
    height: side,
  };
}
