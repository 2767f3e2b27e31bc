import type { Bbox } from '../../electron/contract/words';

/** Side of a box's letter, and the gap to the next one, in pixels of the screen. */
const letter = 18;
const gap = 2;

/**
 * How far to the right the letter of each box stands, so that boxes with a common corner do not hide each other's. The
 * last box is drawn on top and keeps its place.
 */
export function shiftLabels(boxes: readonly { id: string; at: Bbox }[]): Map<string, number> {
  const placed: { x: number; y: number }[] = [];
  const shifts = new Map<string, number>();
  for (const { id, at } of [...boxes].reverse()) {
    let shift = 0;
    const hidden = () =>
      placed.some(({ x, y }) => Math.abs(x - at[0] - shift) < letter && Math.abs(y - at[1]) < letter);
    while (hidden()) shift += letter + gap;
    placed.push({ x: at[0] + shift, y: at[1] });
    shifts.set(id, shift);
  }
  return shifts;
}
