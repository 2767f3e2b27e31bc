/** Colours in OKLab (Björn Ottosson, 2020), where equal steps of lightness look equal. */
type Lab = [lightness: number, a: number, b: number];

const toLinear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const toGamma = (value: number) => (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055);

function toLab(hex: string): Lab {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => toLinear(parseInt(hex.slice(at, at + 2), 16) / 255));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function toHex([lightness, a, b]: Lab): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const byte = (value: number) => Math.round(255 * toGamma(Math.min(1, Math.max(0, value))));
  return `#${rgb.map((value) => byte(value).toString(16).padStart(2, '0')).join('')}`;
}

/** Perceived lightness, 0 (black) to 1 (white). */
export const lightness = (hex: string) => toLab(hex)[0];

/** How different two colours look, 0 to about 1. */
export function colorDistance(one: string, other: string): number {
  const [a, b] = [toLab(one), toLab(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

const colorNames: Readonly<Record<string, string>> = {
  white: '#ffffff',
  ivory: '#f4ecdc',
  grey: '#8f8d8b',
  charcoal: '#4a484a',
  black: '#1a191b',
  sand: '#e3cfae',
  camel: '#b98a57',
  brown: '#5f4030',
  rust: '#b4532a',
  orange: '#ee7a30',
  peach: '#f3b391',
  coral: '#e8695a',
  red: '#b8282f',
  burgundy: '#6f1f38',
  pink: '#e7a7b0',
  fuchsia: '#dd3a86',
  plum: '#5a2a56',
  lilac: '#bfa8dc',
  violet: '#5a34c4',
  navy: '#1f2f55',
  blue: '#2e55b0',
  'sky blue': '#8fb9d4',
  'slate blue': '#4c6a8c',
  teal: '#1f6f73',
  emerald: '#14694f',
  'forest green': '#2c4a3c',
  sage: '#93ae8c',
  mint: '#9fd3b6',
  olive: '#6b6b34',
  mustard: '#d3a02b',
  yellow: '#f2c94a',
};

/** The nearest colour that has a name. */
export function nameColor(hex: string): string {
  const byDistance = Object.entries(colorNames).sort(([, a], [, b]) => colorDistance(hex, a) - colorDistance(hex, b));
  return byDistance[0]?.[0] ?? 'grey';
}

/** Lighter (positive) or darker (negative) by a step of perceived lightness. */
export function shade(hex: string, step: number): string {
  const [l, a, b] = toLab(hex);
  const to = Math.min(0.985, Math.max(0.06, l + step));
  // Deep shadows and bright lights lose chroma, as dyed cloth does.
  const keep = 1 - 0.35 * Math.min(1, Math.abs(to - l) / 0.5);
  return toHex([to, a * keep, b * keep]);
}

export function mixColors(from: string, to: string, amount: number): string {
  const [a, b] = [toLab(from), toLab(to)];
  const at = (index: 0 | 1 | 2) => a[index] + (b[index] - a[index]) * amount;
  return toHex([at(0), at(1), at(2)]);
}

/** Turns the hue by radians and moves the lightness: neighbours of a palette colour. */
export function vary(hex: string, turn: number, step: number, chroma = 1): string {
  const [l, a, b] = toLab(hex);
  const [cos, sin] = [Math.cos(turn) * chroma, Math.sin(turn) * chroma];
  return toHex([Math.min(0.97, Math.max(0.1, l + step)), a * cos - b * sin, a * sin + b * cos]);
}

/** Colours of one picture: paper and deep for the place, five for the cloth. */
export interface Palette {
  readonly name: string;
  readonly paper: string;
  readonly deep: string;
  readonly cloth: readonly string[];
}

const palette = (name: string, paper: string, deep: string, ...cloth: string[]): Palette => ({
  name,
  paper,
  deep,
  cloth,
});

export const palettes: readonly Palette[] = [
  palette('Terracotta', '#ecdccb', '#3a2620', '#c4562f', '#e3a57a', '#6e2f24', '#f3e7d6', '#2e4a4f'),
  palette('Sage', '#e1e5d8', '#243029', '#7f9a7a', '#c9cfa8', '#3d5a4c', '#f2ead8', '#c98a5e'),
  palette('Harbour', '#e6e4df', '#141c2b', '#1f3358', '#f4efe4', '#b3312f', '#8aa0b8', '#2a2a2e'),
  palette('Burgundy', '#f1dfdc', '#2c141c', '#7b1e3a', '#e7a7a8', '#f6e9e2', '#b85c6b', '#3b3036'),
  palette('Cobalt', '#e5e8ee', '#10183a', '#2346b8', '#f2c230', '#f5f3ea', '#1b1f3b', '#e06a3b'),
  palette('Lavender', '#e7e2ef', '#221c35', '#8a77b8', '#cdbfe3', '#4b3b73', '#f3ecdf', '#d98fa9'),
  palette('Emerald', '#e8e6d6', '#0f2320', '#0f6b54', '#d6a63f', '#12352d', '#f1e8cf', '#9c3b2e'),
  palette('Ink', '#e4e3e1', '#161616', '#1c1c1e', '#f3f2ef', '#8c8a87', '#4a4a4c', '#c7352b'),
  palette('Camel', '#eee6da', '#2a221b', '#b98a57', '#e8d6b8', '#5d4632', '#f7f1e6', '#26323f'),
  palette('Coral', '#e9ecea', '#0f2a2e', '#e8695a', '#1f7a7d', '#f4d6b4', '#14454a', '#f7efe5'),
  palette('Plum', '#efe6d2', '#2a1830', '#d19a1e', '#5a2a56', '#efd9a7', '#8c3f5a', '#f5efe0'),
  palette('Horizon', '#e3edf2', '#1b2b3a', '#7fb2d0', '#f3b391', '#f9efe4', '#3b6a8f', '#d95f4c'),
  palette('Olive', '#e6e2d0', '#20231a', '#6b6b34', '#b4532a', '#dcd0a6', '#34382a', '#efe7d4'),
  palette('Fuchsia', '#f6e4e1', '#351021', '#e0347c', '#f0762b', '#c11f3a', '#fbe6d4', '#5b1a45'),
  palette('Frost', '#e8edf0', '#111a24', '#a9c3d4', '#dfe6ea', '#5b7d96', '#24384a', '#c9b8a0'),
  palette('Mint', '#e2ede4', '#241a16', '#8fc7a9', '#5a3526', '#f2e8da', '#2f6b57', '#d9a07a'),
  palette('Violet', '#e6e3f2', '#150d2c', '#5a2fd0', '#d94f9b', '#f1ecfb', '#1e1340', '#f0b64a'),
  palette('Denim', '#e5e3dc', '#18222e', '#3f6390', '#dfe5ea', '#8b5a3c', '#1f2f45', '#c84b31'),
];

export const skinTones = ['#f3d3bd', '#e9bd9d', '#d7a37c', '#b97f57', '#946041', '#6f442d', '#4d2f21'] as const;
export const hairColors = [
  '#17120f',
  '#2a1b14',
  '#4a2f1f',
  '#7a4526',
  '#b98a4e',
  '#dcc08c',
  '#8d8a88',
  '#93331f',
] as const;
