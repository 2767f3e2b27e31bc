/** How far two sheets are zoomed in, and which part of them is seen. The same for both. */
export interface SheetView {
  /** 1: the whole sheet. */
  scale: number;
  /** The sheet's left and top edge, as a share of the frame's sides: 0 or less. */
  x: number;
  y: number;
}

/** Pictures beside each other on a sheet, which is as nearly square as they go. */
export const columnsFor = (count: number): number => Math.ceil(Math.sqrt(count));

export const wholeSheet: SheetView = { scale: 1, x: 0, y: 0 };
export const largestScale = 8;

/** Keeps the sheet over the whole frame. */
function clamped({ scale, x, y }: SheetView): SheetView {
  const within = (offset: number) => Math.min(0, Math.max(1 - scale, offset)) + 0;
  return { scale, x: within(x), y: within(y) };
}

/** Zooms about a point of the frame, which stays where it is. @param at shares of the frame's sides, 0 to 1 */
export function zoomAbout(view: SheetView, factor: number, at: { x: number; y: number }): SheetView {
  const scale = Math.min(largestScale, Math.max(1, view.scale * factor));
  const grown = scale / view.scale;
  return clamped({ scale, x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown });
}

/** @param by shares of the frame's sides */
export function panBy(view: SheetView, by: { x: number; y: number }): SheetView {
  return clamped({ scale: view.scale, x: view.x + by.x, y: view.y + by.y });
}

/** Moves as little as it takes to show a part of the sheet. @param part shares of the sheet's sides */
export function bringIntoView(view: SheetView, part: { x: number; y: number; size: number }): SheetView {
  const along = (offset: number, start: number) => {
    const [low, high] = [start * view.scale + offset, (start + part.size) * view.scale + offset];
    if (low < 0) return offset - low;
    return high > 1 ? offset - (high - 1) : offset;
  };
  return clamped({ scale: view.scale, x: along(view.x, part.x), y: along(view.y, part.y) });
}

/** How much a turn of the wheel zooms. A pinch comes as a wheel with Ctrl, in small steps. */
export const wheelFactor = ({ deltaY, ctrlKey }: { deltaY: number; ctrlKey: boolean }): number =>
  Math.exp(-deltaY * (ctrlKey ? 0.01 : 0.0018));
