import type { Bbox } from '../contract/words';

/** Geometry of bounding boxes `[x, y, width, height]`. Nothing here rounds: pixels are counted from the image's edge. */

export function areaOf([, , width, height]: Bbox): number {
  return width * height;
}

/** @returns the area that both boxes cover, 0 when they only touch */
export function intersectionArea(a: Bbox, b: Bbox): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  return width > 0 && height > 0 ? width * height : 0;
}

/** @returns 0 (apart) to 1 (the same box) */
export function intersectionOverUnion(a: Bbox, b: Bbox): number {
  const shared = intersectionArea(a, b);
  return shared === 0 ? 0 : shared / (areaOf(a) + areaOf(b) - shared);
}

/** @returns how much of the smaller box the other one covers, 0 to 1 */
export function containment(a: Bbox, b: Bbox): number {
  const smaller = Math.min(areaOf(a), areaOf(b));
  return smaller > 0 ? intersectionArea(a, b) / smaller : 0;
}

/** The part of a box that lies in an image; null when less than a pixel of it does. */
export function clipBbox([x, y, width, height]: Bbox, imageWidth: number, imageHeight: number): Bbox | null {
  const left = Math.max(0, x);
  const top = Math.max(0, y);
  const right = Math.min(imageWidth, x + width);
  const bottom = Math.min(imageHeight, y + height);
  return right - left >= 1 && bottom - top >= 1 ? [left, top, right - left, bottom - top] : null;
}

/** The smallest box around all of these; there must be at least one. */
export function unionOf(boxes: readonly Bbox[]): Bbox {
  const left = Math.min(...boxes.map(([x]) => x));
  const top = Math.min(...boxes.map(([, y]) => y));
  const right = Math.max(...boxes.map(([x, , width]) => x + width));
  const bottom = Math.max(...boxes.map(([, y, , height]) => y + height));
  return [left, top, right - left, bottom - top];
}

/** Best first; equal scores stay in the order in which they came. */
export function bestFirst<T extends { score: number }>(boxes: readonly T[]): T[] {
  return [...boxes].sort((a, b) => b.score - a.score);
}

/**
 * Greedy non-maximum suppression: of two boxes of one category that overlap by more than `maximumIou`, the better one
 * stays. Boxes of different categories never suppress each other.
 *
 * @returns the boxes that stay, best first
 */
export function suppressOverlaps<T extends { category: unknown; score: number; bbox: Bbox }>(
  boxes: readonly T[],
  maximumIou: number,
): T[] {
  const kept: T[] = [];
  for (const box of bestFirst(boxes)) {
    const covered = (other: T) =>
      other.category === box.category && intersectionOverUnion(other.bbox, box.bbox) > maximumIou;
    if (!kept.some(covered)) kept.push(box);
  }
  return kept;
}

/** How an image is fitted into the input of a network. */
export interface InputFrame {
  /** Pixels. */
  width: number;
  height: number;
  /** letterbox keeps the aspect ratio and leaves borders; stretch fills the frame. */
  fit: 'letterbox' | 'stretch';
  /** Where the image lies when there are borders: in the middle, or at the top left. */
  align: 'centre' | 'corner';
}

/** Where the whole image lies in the input of a network, in whole pixels of that input. */
export interface Placement {
  left: number;
  top: number;
  width: number;
  height: number;
}

export function placeImage(imageWidth: number, imageHeight: number, frame: InputFrame): Placement {
  if (frame.fit === 'stretch') return { left: 0, top: 0, width: frame.width, height: frame.height };
  const scale = Math.min(frame.width / imageWidth, frame.height / imageHeight);
  // A panorama must keep one row of pixels.
  const width = Math.min(frame.width, Math.max(1, Math.round(imageWidth * scale)));
  const height = Math.min(frame.height, Math.max(1, Math.round(imageHeight * scale)));
  const share = frame.align === 'centre' ? 0.5 : 0;
  return {
    left: Math.floor((frame.width - width) * share),
    top: Math.floor((frame.height - height) * share),
    width,
    height,
  };
}

/** A box in pixels of the image as a box in pixels of the network's input. */
export function toInputPixels(bbox: Bbox, placement: Placement, imageWidth: number, imageHeight: number): Bbox {
  const scaleX = placement.width / imageWidth;
  const scaleY = placement.height / imageHeight;
  const [x, y, width, height] = bbox;
  return [x * scaleX + placement.left, y * scaleY + placement.top, width * scaleX, height * scaleY];
}

/** The inverse of {@link toInputPixels}. */
export function toImagePixels(bbox: Bbox, placement: Placement, imageWidth: number, imageHeight: number): Bbox {
  const scaleX = imageWidth / placement.width;
  const scaleY = imageHeight / placement.height;
  const [x, y, width, height] = bbox;
  return [(x - placement.left) * scaleX, (y - placement.top) * scaleY, width * scaleX, height * scaleY];
}
