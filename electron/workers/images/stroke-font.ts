/**
 * Letters as lines, drawn for this program: pictures with words in them must come out the same where no font is
 * installed, and sharp's WebAssembly build has none at all.
 *
 * A glyph is its width and its path; capitals are 10 units tall on a base line at y = 10, small letters begin at y = 3.
 */
const bowl = 'M2.9 3A2.9 3.5 0 1 0 2.9 10A2.9 3.5 0 1 0 2.9 3';
const round = 'M4.5 0A4.5 5 0 1 0 4.5 10A4.5 5 0 1 0 4.5 0';

const glyphs: Readonly<Record<string, readonly [width: number, path: string]>> = {
  ' ': [2.2, ''],
  A: [8, 'M0 10L4 0L8 10M1.4 6.6H6.6'],
  B: [6.4, 'M0 4.8H3.6A2.4 2.4 0 0 0 3.6 0H0V10H3.8A2.6 2.6 0 0 0 3.8 4.8'],
  C: [7.4, 'M7.4 1.6A4.4 5 0 1 0 7.4 8.4'],
  D: [7.6, 'M0 0V10H2.8A4.8 5 0 0 0 2.8 0Z'],
  E: [5.8, 'M5.8 0H0V10H5.8M0 4.9H5'],
  F: [5.6, 'M5.6 0H0V10M0 4.9H4.8'],
  G: [8, 'M7.3 1.6A4.4 5 0 1 0 8 6.4V5.6H4.8'],
  H: [7, 'M0 0V10M7 0V10M0 4.9H7'],
  I: [0, 'M0 0V10'],
  J: [4.2, 'M4.2 0V7.3A2.5 2.7 0 0 1 0 9'],
  K: [6.6, 'M0 0V10M6.2 0L0 6.4M2.3 4.1L6.6 10'],
  L: [5.4, 'M0 0V10H5.4'],
  M: [8.6, 'M0 10V0L4.3 7L8.6 0V10'],
  N: [7.2, 'M0 10V0L7.2 10V0'],
  O: [9, round],
  P: [6.2, 'M0 10V0H3.4A2.8 2.8 0 0 1 3.4 5.6H0'],
  Q: [9, `${round}M5.8 7.4L8.6 10.6`],
  R: [6.6, 'M0 10V0H3.4A2.75 2.75 0 0 1 3.4 5.5H0M3.2 5.5L6.6 10'],
  S: [6.2, 'M6 1.9C5.4 .7 4.4 0 3.1 0C1.4 0 .3 1 .3 2.5C.3 5.9 6.2 4 6.2 7.4C6.2 9 4.9 10 3.2 10C1.6 10 .5 9.3 0 7.9'],
  T: [7, 'M0 0H7M3.5 0V10'],
  U: [6.8, 'M0 0V6.6A3.4 3.4 0 0 0 6.8 6.6V0'],
  V: [7.6, 'M0 0L3.8 10L7.6 0'],
  W: [11.2, 'M0 0L2.8 10L5.6 1L8.4 10L11.2 0'],
  X: [6.8, 'M0 0L6.8 10M6.8 0L0 10'],
  Y: [7.2, 'M0 0L3.6 5.2L7.2 0M3.6 5.2V10'],
  Z: [6.4, 'M0 0H6.4L0 10H6.4'],
  a: [5.8, `${bowl}M5.8 3.1V10`],
  b: [5.8, `${bowl}M0 -.4V10`],
  c: [5.2, 'M5.2 4.3A2.9 3.5 0 1 0 5.2 8.7'],
  d: [5.8, `${bowl}M5.8 -.4V10`],
  e: [5.7, 'M.1 6.4H5.7A2.85 3.5 0 1 0 5 8.9'],
  f: [3.8, 'M4 -.2C2.4 -.6 1.4 .4 1.4 2V10M0 3.4H3.6'],
  g: [5.8, `${bowl}M5.8 3.1V10.2A2.9 2.8 0 0 1 .5 11.6`],
  h: [5.4, 'M0 -.4V10M0 6A2.7 3 0 0 1 5.4 6V10'],
  i: [0, 'M0 3.1V10M0 .2V.4'],
  j: [1.2, 'M1.2 3.1V11A1.8 1.8 0 0 1 -.6 12.7M1.2 .2V.4'],
  k: [5, 'M0 -.4V10M4.7 3.1L0 7.3M1.8 5.8L5 10'],
  l: [0, 'M0 -.4V10'],
  m: [9.2, 'M0 3.1V10M0 5.8A2.3 2.8 0 0 1 4.6 5.8V10M4.6 5.8A2.3 2.8 0 0 1 9.2 5.8V10'],
  n: [5.4, 'M0 3.1V10M0 6A2.7 3 0 0 1 5.4 6V10'],
  o: [5.8, bowl],
  p: [5.8, `${bowl}M0 3.1V13`],
  q: [5.8, `${bowl}M5.8 3.1V13`],
  r: [3.2, 'M0 3.1V10M0 6A2.7 2.9 0 0 1 3.2 3.2'],
  s: [
    4.6,
    'M4.4 4.4C4 3.5 3.3 3 2.4 3C1.1 3 .3 3.8 .3 4.8C.3 7.2 4.6 5.9 4.6 8.2C4.6 9.3 3.7 10 2.4 10C1.2 10 .3 9.5 0 8.6',
  ],
  t: [3.8, 'M1.4 1V8A1.9 1.9 0 0 0 3.8 9.8M0 3.4H3.6'],
  u: [5.4, 'M0 3.1V7A2.7 3 0 0 0 5.4 7V3.1M5.4 7V10'],
  v: [5.4, 'M0 3.1L2.7 10L5.4 3.1'],
  w: [8.2, 'M0 3.1L2.1 10L4.1 4L6.1 10L8.2 3.1'],
  x: [5, 'M0 3.1L5 10M5 3.1L0 10'],
  y: [5.4, 'M0 3.1L2.7 10M5.4 3.1L2.2 11.4A1.8 1.8 0 0 1 .1 12.6'],
  z: [4.6, 'M0 3.2H4.6L0 10H4.6'],
  0: [6, 'M3 0C1 0 0 2.2 0 5S1 10 3 10S6 7.8 6 5S5 0 3 0'],
  1: [2.6, 'M0 2.2L2.6 0V10'],
  2: [5.8, 'M.3 2.8A2.7 2.7 0 0 1 5.6 2.9C5.6 5 2.6 6.8 0 10H5.8'],
  3: [5.6, 'M.5 1.7A2.5 2.4 0 1 1 2.4 4.7A2.7 2.65 0 1 1 0 8.4'],
  4: [6.2, 'M4.5 10V0L0 6.9H6.2'],
  5: [5.6, 'M5.1 0H1L.5 4.5A3 3.1 0 1 1 0 8.6'],
  6: [6, 'M4.7 .2C1.6 1.4 0 4 0 6.9A3 3.1 0 1 0 .4 5.4'],
  7: [5.6, 'M0 0H5.6L1.9 10'],
  8: [5.8, 'M2.9 0A2.4 2.35 0 1 0 2.9 4.7A2.4 2.35 0 1 0 2.9 0M2.9 4.7A2.9 2.65 0 1 0 2.9 10A2.9 2.65 0 1 0 2.9 4.7'],
  9: [6, 'M1.3 9.8C4.4 8.6 6 6 6 3.1A3 3.1 0 1 0 5.6 4.6'],
  '.': [0, 'M0 9.8V10'],
  ',': [0.4, 'M.3 9.8L-.2 11.6'],
  ':': [0, 'M0 4.6V4.8M0 9.8V10'],
  ';': [0.4, 'M.3 4.6V4.8M.3 9.8L-.2 11.6'],
  '!': [0, 'M0 0V6.8M0 9.8V10'],
  '?': [4.8, 'M0 2.4A2.4 2.4 0 1 1 3.9 4.2C2.8 5 2.4 5.7 2.4 6.9M2.4 9.8V10'],
  '-': [3, 'M0 6.2H3'],
  '–': [4.8, 'M0 6.2H4.8'],
  '+': [5.4, 'M0 6H5.4M2.7 3.3V8.7'],
  '=': [5.2, 'M0 4.6H5.2M0 7.6H5.2'],
  '/': [4, 'M0 11L4 -.6'],
  '(': [1.8, 'M1.8 -.8A9.4 9.4 0 0 0 1.8 11.6'],
  ')': [1.8, 'M0 -.8A9.4 9.4 0 0 1 0 11.6'],
  '[': [1.8, 'M1.8 -.8H0V11.4H1.8'],
  ']': [1.8, 'M0 -.8H1.8V11.4H0'],
  "'": [0, 'M0 -.2V2'],
  '"': [1.8, 'M0 -.2V2M1.8 -.2V2'],
  '%': [8.4, 'M7 0L1.4 10M1.9 0A1.9 2 0 1 0 1.9 4A1.9 2 0 1 0 1.9 0M6.5 6A1.9 2 0 1 0 6.5 10A1.9 2 0 1 0 6.5 6'],
  '&': [7.4, 'M7.4 10L1.6 3.2A2 2 0 1 1 4.6 3.1L1.2 5.6A2.6 2.6 0 0 0 3 10C5.4 10 6.8 8 7 5.4'],
  '#': [6.6, 'M2.2 0L1 10M5.4 0L4.2 10M.2 3.3H6.6M0 6.7H6.4'],
  '*': [4, 'M2 0V4.4M0 1.1L4 3.3M4 1.1L0 3.3'],
  '×': [4.4, 'M0 3.8L4.4 8.2M4.4 3.8L0 8.2'],
  '·': [0, 'M0 5.9V6.1'],
  _: [5.6, 'M0 11.4H5.6'],
  '<': [4.6, 'M4.6 3L0 6L4.6 9'],
  '>': [4.6, 'M0 3L4.6 6L0 9'],
  '^': [4.4, 'M0 3.4L2.2 .2L4.4 3.4'],
  '`': [1.6, 'M0 -.2L1.6 1.6'],
  '’': [0, 'M0 -.2V2'],
  '\\': [4, 'M0 -.6L4 11'],
  '|': [0, 'M0 -1V12'],
  '{': [2.6, 'M2.6 -.8C.6 -.8 1.6 4 0 5.3C1.6 6.6 .6 11.4 2.6 11.4'],
  '}': [2.6, 'M0 -.8C2 -.8 1 4 2.6 5.3C1 6.6 2 11.4 0 11.4'],
  $: [
    6.2,
    'M6 2.6C5.4 1.5 4.4 1 3.1 1C1.4 1 .3 1.9 .3 3.2C.3 6 6.2 4.6 6.2 7.4C6.2 8.5 4.9 9.2 3.2 9.2C1.6 9.2 .5 8.6 0 7.4M3.1 -.4V10.6',
  ],
  '@': [9.4, 'M6.6 4.2A2.1 2.4 0 1 0 6.6 6.4M6.7 3.4V6.6C6.7 8 9.4 7.8 9.4 5A4.7 5 0 1 0 7.4 9.2'],
  '…': [5, 'M0 9.8V10M2.5 9.8V10M5 9.8V10'],
  '°': [2.8, 'M1.4 -.2A1.4 1.4 0 1 0 1.4 2.6A1.4 1.4 0 1 0 1.4 -.2'],
  '—': [7.4, 'M0 6.2H7.4'],
  '~': [5.2, 'M0 6.8C.6 5.4 1.6 5.2 2.6 6C3.6 6.8 4.6 6.6 5.2 5.2'],
};

/** A character without a glyph of its own: an empty box says that something is there. */
const unknown = [5, 'M0 1H5V10H0Z'] as const;
/** Space between two glyphs, and how wide a capital's em is, in glyph units. */
const spacing = 2.3;
const emUnits = 14;

/** The characters that are drawn: accents are left off, so that a name is still a name. */
function glyphsOf(text: string): (readonly [number, string])[] {
  const plain = text.normalize('NFD').replace(/\p{Mn}/gu, '');
  return [...plain].map((character) => glyphs[character] ?? unknown);
}

/** How wide a text is at a size in pixels. */
export function textWidth(text: string, size: number): number {
  const parts = glyphsOf(text);
  const units = parts.reduce((sum, [width]) => sum + width + spacing, -spacing);
  return Math.max(0, units) * (size / emUnits);
}

export interface TextStyle {
  /** Height of an em in pixels; capitals are 10/14 of it. */
  size: number;
  color: string;
  anchor?: 'start' | 'middle' | 'end';
  weight?: 'regular' | 'bold';
  /** Degrees around the text's own anchor. */
  rotate?: number;
}

/** Text as SVG lines; (x, y) is on the base line, at the start, middle or end of the text. */
export function drawText(text: string, x: number, y: number, style: TextStyle): string {
  const { size, color, anchor = 'start', weight = 'regular', rotate = 0 } = style;
  const scale = size / emUnits;
  const shift = anchor === 'start' ? 0 : textWidth(text, size) * (anchor === 'end' ? -1 : -0.5);
  let at = 0;
  const paths: string[] = [];
  for (const [width, path] of glyphsOf(text)) {
    if (path) paths.push(`<path transform="translate(${at.toFixed(2)} 0)" d="${path}"/>`);
    at += width + spacing;
  }
  return (
    `<g transform="translate(${x.toFixed(2)} ${y.toFixed(2)}) rotate(${rotate}) translate(${shift.toFixed(2)} 0) scale(${scale.toFixed(4)}) translate(0 -10)" ` +
    `fill="none" stroke="${color}" stroke-width="${weight === 'bold' ? 1.75 : 1.2}" stroke-linecap="round" stroke-linejoin="round">${paths.join('')}</g>`
  );
}

/** The text, or as much of its beginning as fits. */
export function fitText(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(`${characters.join('')}...`, size) > width) characters.pop();
  return `${characters.join('').trimEnd()}...`;
}
