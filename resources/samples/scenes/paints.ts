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

export const blur = (sheet: Sheet, deviation: number) =>
  sheet.define(
    (id) =>
      `<filter id="${id}" x="-6%" y="-6%" width="112%" height="112%"><feGaussianBlur stdDeviation="${fixed(deviation)}"/></filter>`,
  );
