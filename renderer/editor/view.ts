import type { Bbox } from '../../electron/contract/words';
import type { Point, Size } from './geometry';

/** How the image lies on the screen: screen = image * scale + offset. */
export interface View {
  scale: number;
  x: number;
  y: number;
}

export const largestScale = 16;
const fitMargin = 24;

/** The whole image, centred, with a margin; small images are not blown up beyond four times. */
export function fitView(image: Size, screen: Size): View {
  const room = { width: Math.max(screen.width - 2 * fitMargin, 1), height: Math.max(screen.height - 2 * fitMargin, 1) };
  const scale = Math.min(room.width / image.width, room.height / image.height, 4);
  return { scale, x: (screen.width - image.width * scale) / 2, y: (screen.height - image.height * scale) / 2 };
}

export const toImage = (view: View, point: Point): Point => ({
  x: (point.x - view.x) / view.scale,
  y: (point.y - view.y) / view.scale,
});

export const toScreen = (view: View, point: Point): Point => ({
  x: point.x * view.scale + view.x,
  y: point.y * view.scale + view.y,
});

export const bboxToScreen = (view: View, [x, y, width, height]: Bbox): Bbox => [
  x * view.scale + view.x,
  y * view.scale + view.y,
  width * view.scale,
  height * view.scale,
];

/** Keeps at least a quarter of the screen covered by the image, or the image's own size where that is less. */
export function clampView(view: View, image: Size, screen: Size): View {
  const keep = (offset: number, length: number, room: number) => {
    const least = Math.min(length, room / 4);
    return Math.min(Math.max(offset, least - length), room - least);
  };
  return {
    scale: view.scale,
    x: keep(view.x, image.width * view.scale, screen.width),
    y: keep(view.y, image.height * view.scale, screen.height),
  };
}

/** Zooms by a factor so that what lies under `at` (screen pixels) stays there. */
export function zoomAt(view: View, factor: number, at: Point, image: Size, screen: Size): View {
  const least = Math.min(fitView(image, screen).scale, 1) / 2;
  const scale = Math.min(Math.max(view.scale * factor, least), largestScale);
  const fixed = toImage(view, at);
  return clampView({ scale, x: at.x - fixed.x * scale, y: at.y - fixed.y * scale }, image, screen);
}
