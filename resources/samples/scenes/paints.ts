import type { Sheet } from '../fabric';
import { fixed } from '../geometry';

export function gradient(
  sheet: Sheet,
  stops: readonly (readonly [number, string, number?])[],
  x1 = 0,
  y1 = 0,
  x2 = 0,
  y2 = 1,
): string {
  const list = stops
    .map(([offset, color, opacity = 1]) => `<stop offset="${offset}" stop-color="${color}" stop-opacity="${opacity}"/>`)
    .join('');
  return sheet.define(
    (id) => `<linearGradient id="${id}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}">${list}</linearGradient>`,
  );
}

export function radial(sheet: Sheet, stops: readonly (readonly [number, string, number?])[]): string {
  const list = stops
    .map(([offset, color, opacity = 1]) => `<stop offset="${offset}" stop-color="${color}" stop-opacity="${opacity}"/>`)
    .join('');
  return sheet.define((id) => `<radialGradient id="${id}">${list}</radialGradient>`);
}

/** A spot that fades like a blurred one (a Gaussian's fall), at a fraction of a blur's cost. */
export const softSpot = (sheet: Sheet, color: string) =>
  radial(sheet, [
    [0, color, 1],
    [0.3, color, 0.84],
    [0.55, color, 0.46],
    [0.78, color, 0.14],
    [1, color, 0],
  ]);

/** Only for what no gradient can soften: blurs are the dearest part of a drawing. */
export const blur = (sheet: Sheet, deviation: number) =>
  sheet.define(
    (id) =>
      `<filter id="${id}" x="-6%" y="-6%" width="112%" height="112%"><feGaussianBlur stdDeviation="${fixed(deviation)}"/></filter>`,
  );
