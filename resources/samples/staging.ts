import type { Sheet } from './fabric';
import type { Figure } from './figure';
import { fixed } from './geometry';
import type { Random } from './random';
import { softSpot } from './scenes/paints';

/** The shadow of a figure on the floor: a long soft one away from the light, a dark one under each foot. */
export function castShadow(sheet: Sheet, figure: Figure, strength: number, from: number): string {
  const { unit, ground } = figure;
  const x = (figure.legs.left.joints[2][0] + figure.legs.right.joints[2][0]) / 2;
  const fill = `fill="url(#${softSpot(sheet, '#0a0713')})"`;
  const ellipse = (cx: number, cy: number, rx: number, ry: number, opacity: number, turn = 0) =>
    `<ellipse cx="${fixed(cx)}" cy="${fixed(cy)}" rx="${fixed(rx * unit)}" ry="${fixed(ry * unit)}" ${fill} opacity="${opacity.toFixed(2)}" transform="rotate(${turn} ${fixed(x)} ${fixed(ground)})"/>`;
  let svg = ellipse(x - from * unit * 1.1, ground - unit * 0.02, 2.3, 0.36, strength, from * 4);
  for (const side of ['left', 'right'] as const) {
    const [ankleX, ankleY] = figure.legs[side].joints[2];
    svg += ellipse(ankleX, Math.max(ankleY + 0.46 * unit, ground - 0.3 * unit), 0.52, 0.2, Math.min(1, strength * 1.6));
  }
  return svg;
}

/** What a seated figure sits on. */
export function drawSeat(figure: Figure, color: string): string {
  const { unit, pelvis, ground } = figure;
  const top = pelvis[1] + 0.5 * unit;
  const [l, r] = [pelvis[0] - 0.95 * unit, pelvis[0] + 0.95 * unit];
  return `<path d="M${fixed(l)} ${fixed(top)}H${fixed(r)}V${fixed(ground)}H${fixed(l)}Z" fill="${color}"/><path d="M${fixed(l)} ${fixed(top)}H${fixed(r)}l${fixed(-0.2 * unit)} ${fixed(-0.22 * unit)}H${fixed(l + 0.2 * unit)}Z" fill="#fff" opacity=".25"/><path d="M${fixed(l)} ${fixed(top)}H${fixed(r)}V${fixed(ground)}H${fixed(l)}Z" fill="#0a0713" opacity=".12"/>`;
}

/** A figure's mirror image in a polished floor, fading away from its feet. */
export function reflect(
  sheet: Sheet,
  svg: string,
  { ground, unit }: { ground: number; unit: number },
  gloss: number,
  { width, height }: { width: number; height: number },
): string {
  const fade = sheet.define(
    (id) =>
      `<linearGradient id="${id}" x1="0" y1="${fixed(ground)}" x2="0" y2="${fixed(ground + unit * 3.4)}" gradientUnits="userSpaceOnUse"><stop offset="0" stop-color="#fff" stop-opacity="${gloss * 1.6}"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></linearGradient>`,
  );
  const mask = sheet.define(
    (id) =>
      `<mask id="${id}" maskUnits="userSpaceOnUse" x="0" y="0" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="url(#${fade})"/></mask>`,
  );
  return `<g mask="url(#${mask})"><g transform="translate(0 ${fixed(ground * 2 - 0.06 * unit)}) scale(1 -1)">${svg}</g></g>`;
}

/** Film grain as one small tile: noise over the whole picture would cost as much as all the rest of it. */
export function drawGrain(sheet: Sheet, random: Random): string {
  const size = 160;
  const noise = sheet.define(
    (id) =>
      `<filter id="${id}" filterUnits="userSpaceOnUse" x="0" y="0" width="${size}" height="${size}"><feTurbulence type="fractalNoise" baseFrequency=".8" numOctaves="2" stitchTiles="stitch" seed="${random.integer(1, 999)}"/><feColorMatrix values="0 0 0 0 .5  0 0 0 0 .45  0 0 0 0 .4  0 0 0 1.1 -.42"/></filter>`,
  );
  return sheet.define(
    (id) =>
      `<pattern id="${id}" width="${size}" height="${size}" patternUnits="userSpaceOnUse"><rect width="${size}" height="${size}" filter="url(#${noise})"/></pattern>`,
  );
}
