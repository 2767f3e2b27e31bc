import type { Bbox } from '../../electron/contract/words';

export interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** The eight places where a box is taken hold of, by compass. */
export const handles = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const;
export type Handle = (typeof handles)[number];

/** Boxes smaller than this, in pixels of the image, are slips of the hand. */
export const smallestSide = 4;

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), Math.max(low, high));

/** The part of a box that lies inside the image, at least `smallestSide` each way. */
export function clampBbox([x, y, width, height]: Bbox, image: Size): Bbox {
  const left = clamp(x, 0, image.width - smallestSide);
  const top = clamp(y, 0, image.height - smallestSide);
  const right = clamp(x + width, left + smallestSide, image.width);
  const bottom = clamp(y + height, top + smallestSide, image.height);
  return [left, top, right - left, bottom - top];
}

/** A box in the middle of an image, about where a person stands in a photo. */
export const middleOf = ({ width, height }: Size): Bbox =>
  clampBbox([Math.round(width / 3), Math.round(height / 4), Math.round(width / 3), Math.round(height / 2)], {
    width,
    height,
  });

/** Moves a box whole: it stops at the image's edge and keeps its size. */
export function moveBbox([x, y, width, height]: Bbox, dx: number, dy: number, image: Size): Bbox {
  return [clamp(x + dx, 0, image.width - width), clamp(y + dy, 0, image.height - height), width, height];
}

/** Moves the edges that a handle holds; an edge never passes the one across from it. */
export function resizeBbox([x, y, width, height]: Bbox, handle: Handle, dx: number, dy: number, image: Size): Bbox {
  let left = x;
  let top = y;
  let right = x + width;
  let bottom = y + height;
  if (handle.includes('w')) left = clamp(left + dx, 0, right - smallestSide);
  if (handle.includes('e')) right = clamp(right + dx, left + smallestSide, image.width);
  if (handle.startsWith('n')) top = clamp(top + dy, 0, bottom - smallestSide);
  if (handle.startsWith('s')) bottom = clamp(bottom + dy, top + smallestSide, image.height);
  return [left, top, right - left, bottom - top];
}

/** The box between two corners, cut to the image; null where it is too small to be meant. */
export function bboxBetween(a: Point, b: Point, image: Size): Bbox | null {
  const left = clamp(Math.min(a.x, b.x), 0, image.width);
  const top = clamp(Math.min(a.y, b.y), 0, image.height);
  const right = clamp(Math.max(a.x, b.x), 0, image.width);
  const bottom = clamp(Math.max(a.y, b.y), 0, image.height);
  if (right - left < smallestSide || bottom - top < smallestSide) return null;
  return [left, top, right - left, bottom - top];
}

/** Where a handle sits on a box. */
export function handlePoint([x, y, width, height]: Bbox, handle: Handle): Point {
  const across = handle.includes('w') ? 0 : handle.includes('e') ? 1 : 0.5;
  const down = handle.startsWith('n') ? 0 : handle.startsWith('s') ? 1 : 0.5;
  return { x: x + width * across, y: y + height * down };
}

export function contains([x, y, width, height]: Bbox, point: Point): boolean {
  return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
}

/** The handle within `reach` of a point, the nearest first; corners win over edges at the same distance. */
export function handleAt(bbox: Bbox, point: Point, reach: number): Handle | null {
  let best: Handle | null = null;
  let bestDistance = reach;
  for (const handle of handles) {
    const at = handlePoint(bbox, handle);
    const distance = Math.max(Math.abs(at.x - point.x), Math.abs(at.y - point.y));
    if (distance < bestDistance || (distance === bestDistance && best !== null && best.length < handle.length)) {
      best = handle;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * Snaps the edges that a handle holds to the nearest edge of other boxes.
 * @param reach how near, in pixels of the image
 */
export function snapBbox(bbox: Bbox, handle: Handle, others: readonly Bbox[], reach: number, image: Size): Bbox {
  const nearest = (value: number, lines: readonly number[]) => {
    let best = value;
    let bestDistance = reach;
    for (const line of lines) {
      const distance = Math.abs(line - value);
      if (distance <= bestDistance) [best, bestDistance] = [line, distance];
    }
    return best - value;
  };
  const vertical = others.flatMap(([x, , width]) => [x, x + width]);
  const horizontal = others.flatMap(([, y, , height]) => [y, y + height]);
  const [x, y, width, height] = bbox;
  const dx = handle.includes('w') ? nearest(x, vertical) : handle.includes('e') ? nearest(x + width, vertical) : 0;
  const dy = handle.startsWith('n')
    ? nearest(y, horizontal)
    : handle.startsWith('s')
      ? nearest(y + height, horizontal)
      : 0;
  return resizeBbox(bbox, handle, dx, dy, image);
}
