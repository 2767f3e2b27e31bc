import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Pixels of the desktop. */
export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface WindowState {
  bounds: Bounds;
  maximized: boolean;
}

/** Pixels of a window that must lie on a screen, so that a hand can take hold of it. */
const leastVisible = 120;

/**
 * How the window was left; null for the first time, for an unreadable file, and where the screen that it stood on is
 * gone.
 *
 * @param workAreas of the screens that are there now
 */
export function readWindowState(file: string, workAreas: readonly Bounds[]): WindowState | null {
  const state = readState(file);
  if (!state) return null;
  const { x, y, width, height } = state.bounds;
  const isVisible = workAreas.some((area) => {
    const across = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
    const down = Math.min(y + height, area.y + area.height) - Math.max(y, area.y);
    return across >= leastVisible && down >= leastVisible;
  });
  return isVisible ? state : null;
}

function readState(file: string): WindowState | null {
  try {
    const { bounds, maximized } = JSON.parse(readFileSync(file, 'utf8')) as WindowState;
    const isWhole = [bounds.x, bounds.y, bounds.width, bounds.height].every(Number.isInteger);
    return isWhole && bounds.width > 0 && bounds.height > 0 ? { bounds, maximized: maximized === true } : null;
  } catch {
    return null;
  }
}

/** Written whole or not at all. A disk that refuses costs nothing but the place of the window. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(state));
    renameSync(`${file}.new`, file);
  } catch {
    // See above.
  }
}
