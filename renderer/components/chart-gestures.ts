/** Where a chart's lines lie on the page, in pixels of its box, and which steps they span. */
export interface ChartFrame {
  left: number;
  right: number;
  top: number;
  bottom: number;
  from: number;
  to: number;
}

/** Pixels that a hand moves without meaning to drag. */
const stillPixels = 4;

export const xOf = (frame: ChartFrame, step: number): number =>
  frame.left + ((step - frame.from) / Math.max(frame.to - frame.from, 1e-9)) * (frame.right - frame.left);

export function stepAt(frame: ChartFrame, x: number): number {
  const share = (x - frame.left) / Math.max(frame.right - frame.left, 1);
  return frame.from + Math.min(1, Math.max(0, share)) * (frame.to - frame.from);
}

/** What a pointer that went down at `start` and up at `end` has meant. */
export function gestureOf(
  frame: ChartFrame,
  start: number,
  end: number,
): { kind: 'pick'; step: number } | { kind: 'zoom'; from: number; to: number } {
  if (Math.abs(end - start) < stillPixels) return { kind: 'pick', step: stepAt(frame, end) };
  const [from, to] = [stepAt(frame, Math.min(start, end)), stepAt(frame, Math.max(start, end))];
  return { kind: 'zoom', from, to };
}
