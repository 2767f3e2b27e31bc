import { armHalfWidth, armLine, legHalfWidth, legLine } from './body';
import { shade } from './colors';
import { fold, paint, plain, type Fabric, type Light, type Sheet } from './fabric';
import { torsoAt, torsoEdge, torsoPoint, type Figure, type Side } from './figure';
import {
  lerp,
  mix,
  move,
  openCurve,
  outline,
  profile,
  sides,
  tube,
  unite,
  join,
  type Bounds,
  type Outline,
  type Point,
} from './geometry';
import type { Random } from './random';

/** What drawing a garment needs to know. */
export interface Tailor {
  readonly sheet: Sheet;
  readonly figure: Figure;
  readonly light: Light;
  readonly random: Random;
}

/** A drawn piece and the bounds of its true outline. */
export interface Piece {
  readonly svg: string;
  readonly bounds: Bounds;
}

export type Neckline = 'crew' | 'v' | 'deep v' | 'scoop' | 'boat' | 'turtle' | 'off' | 'straps' | 'halter' | 'collar';

const n = (value: number) => Math.round(value * 10) / 10;
const both: readonly Side[] = ['left', 'right'];
const signOf = (side: Side) => (side === 'left' ? -1 : 1);
const waist = 0.64;

/** Where the shoulder line of a garment runs, from the neck outwards (0) to the arm (1). */
function shoulderPoint(figure: Figure, side: Side, amount: number, lift = 0): Point {
  const root = move(figure.neck, signOf(side) * 0.15 * figure.unit, 0.02 * figure.unit);
  const end = torsoEdge(figure, side, 0.02, 0.02);
  const point = mix(root, end, amount);
  // A shoulder slopes: high at the neck, round at its end.
  return move(point, 0, (-0.05 * Math.sin(Math.PI * amount) - lift) * figure.unit);
}

/** The upper edge of a garment, from the left arm hole over the neck to the right one. */
function neckRun(figure: Figure, neckline: Neckline): { left: Point[]; right: Point[]; neck: Point[]; bare: boolean } {
  const { unit, turn } = figure;
  const at = (t: number, q: number) => torsoPoint(figure, t, q + turn * 0.2 * (1 - Math.abs(q)));
  const shoulder = (side: Side, from: number) => [
    shoulderPoint(figure, side, from),
    shoulderPoint(figure, side, (1 + from) / 2),
    torsoEdge(figure, side, 0.03, 0.03),
  ];
  const sleeved = (from: number, neck: Point[]) => ({
    left: shoulder('left', from),
    right: shoulder('right', from),
    neck,
    bare: false,
  });
  switch (neckline) {
    case 'crew':
    case 'collar':
      return sleeved(0.02, [
        shoulderPoint(figure, 'left', 0.02),
        at(0.07, -0.14),
        at(0.085, 0),
        at(0.07, 0.14),
        shoulderPoint(figure, 'right', 0.02),
      ]);
    case 'turtle': {
      const top = (side: -1 | 1) => move(mix(figure.neck, figure.head, 0.38), side * 0.155 * unit, 0);
      return { ...sleeved(0.02, [top(-1), move(mix(figure.neck, figure.head, 0.33), 0, 0), top(1)]) };
    }
    case 'v':
      return sleeved(0.08, [
        shoulderPoint(figure, 'left', 0.08),
        at(0.2, -0.06),
        at(0.235, 0),
        at(0.2, 0.06),
        shoulderPoint(figure, 'right', 0.08),
      ]);
    case 'deep v':
      return sleeved(0.14, [
        shoulderPoint(figure, 'left', 0.14),
        at(0.3, -0.1),
        at(0.4, 0),
        at(0.3, 0.1),
        shoulderPoint(figure, 'right', 0.14),
      ]);
    case 'scoop':
      return sleeved(0.26, [
        shoulderPoint(figure, 'left', 0.26),
        at(0.15, -0.36),
        at(0.21, 0),
        at(0.15, 0.36),
        shoulderPoint(figure, 'right', 0.26),
      ]);
    case 'boat':
      return sleeved(0.5, [
        shoulderPoint(figure, 'left', 0.5),
        at(0.07, -0.3),
        at(0.085, 0),
        at(0.07, 0.3),
        shoulderPoint(figure, 'right', 0.5),
      ]);
    case 'off':
      return {
        left: [torsoEdge(figure, 'left', 0.17, 0.02)],
        right: [torsoEdge(figure, 'right', 0.17, 0.02)],
        neck: [
          torsoEdge(figure, 'left', 0.17, 0.02),
          at(0.22, -0.5),
          at(0.2, -0.25),
          at(0.235, 0),
          at(0.2, 0.25),
          at(0.22, 0.5),
          torsoEdge(figure, 'right', 0.17, 0.02),
        ],
        bare: true,
      };
    case 'straps':
      return {
        left: [at(0.2, -0.62), torsoEdge(figure, 'left', 0.26, 0)],
        right: [at(0.2, 0.62), torsoEdge(figure, 'right', 0.26, 0)],
        neck: [at(0.2, -0.62), at(0.24, -0.4), at(0.27, 0), at(0.24, 0.4), at(0.2, 0.62)],
        bare: true,
      };
    case 'halter':
      return {
        left: [shoulderPoint(figure, 'left', 0.06), at(0.12, -0.5), torsoEdge(figure, 'left', 0.26, 0)],
        right: [shoulderPoint(figure, 'right', 0.06), at(0.12, 0.5), torsoEdge(figure, 'right', 0.26, 0)],
        neck: [shoulderPoint(figure, 'left', 0.06), at(0.06, 0), shoulderPoint(figure, 'right', 0.06)],
        bare: true,
      };
  }
}

/** Bands of a strap dress over the shoulders. */
function strapsOf(figure: Figure, color: string): string {
  const line = (side: Side) =>
    openCurve([shoulderPoint(figure, side, 0.42), torsoPoint(figure, 0.21, signOf(side) * 0.6 + figure.turn * 0.08)]);
  return `<path d="${line('left')}${line('right')}" stroke="${color}" stroke-width="${n(figure.unit * 0.055)}" fill="none"/>`;
}

/** The highest and lowest x of the legs at a height, or undefined where there are none. */
function legSpan(figure: Figure, y: number): [number, number] | undefined {
  let span: [number, number] | undefined;
  for (const side of both) {
    const line = legLine(figure, side, 24);
    line.forEach((point, index) => {
      if (Math.abs(point[1] - y) > 0.18 * figure.unit) return;
      const half = legHalfWidth(figure, index / 24) * 1.05;
      span = span
        ? [Math.min(span[0], point[0] - half), Math.max(span[1], point[0] + half)]
        : [point[0] - half, point[0] + half];
    });
  }
  return span;
}

export interface SkirtShape {
  /** Torso position where the skirt begins. */
  readonly from: number;
  /** Length below the hip line in head units: 0.7 mini, 2 knee, 3.1 midi, 4.2 maxi. */
  readonly length: number;
  /** Half width at the hem in head units. */
  readonly hem: number;
  /** Below 1 a bell, 1 an A-line, above 1 a trumpet. */
  readonly power: number;
  readonly wave: number;
  readonly ease: number;
}

interface Drop {
  left: Point[];
  right: Point[];
  hem: Point[];
}

/** The two sides and the hem of a skirt; it always covers the hips and the legs it hides. */
function skirtDrop(tailor: Tailor, shape: SkirtShape): Drop {
  const { figure, random } = tailor;
  const { unit } = figure;
  const start = torsoAt(figure, shape.from);
  const hips = torsoAt(figure, 1);
  const hemY = Math.min(hips.center[1] + shape.length * unit, figure.ground - 0.06 * unit);
  const feet = (figure.legs.left.joints[2][0] + figure.legs.right.joints[2][0]) / 2;
  const sway = figure.turn * -0.12 * unit * Math.min(2, shape.length) * 0.5 + random.between(-0.08, 0.08) * unit;
  const left: Point[] = [];
  const right: Point[] = [];
  let widest = 0;
  const steps = 9;
  const narrow = lerp(1, 0.74, Math.abs(figure.turn));
  for (let step = 0; step <= steps; step += 1) {
    const s = step / steps;
    const y = lerp(start.center[1], hemY, s);
    const t = Math.min(
      1,
      shape.from + ((1 - shape.from) * (y - start.center[1])) / (hips.center[1] - start.center[1] || 1),
    );
    const body = torsoAt(figure, t);
    const beyond = Math.max(0, (y - hips.center[1]) / (figure.ground - hips.center[1]));
    const center = lerp(body.center[0], feet, beyond * 0.55) + sway * s * s;
    const covered = y <= hips.center[1] ? body.half + shape.ease * unit : 0;
    const wanted = lerp(start.half + shape.ease * 0.5 * unit, shape.hem * unit * narrow, s ** shape.power);
    const half = Math.max(wanted, covered);
    let [x1, x2] = [center - half, center + half];
    const legs = y > hips.center[1] - 0.1 * unit ? legSpan(figure, y) : undefined;
    if (legs) {
      x1 = Math.min(x1, legs[0] - 0.05 * unit);
      x2 = Math.max(x2, legs[1] + 0.05 * unit);
    }
    // Cloth that a leg has pushed out falls straight from there.
    if (shape.hem > 0.6 && step > 4) {
      x1 = Math.min(x1, (left.at(-1)?.[0] ?? x1) + 0.06 * unit);
      x2 = Math.max(x2, (right.at(-1)?.[0] ?? x2) - 0.06 * unit);
    }
    const tilt = body.across[1] * half * (1 - beyond);
    left.push([x1, y - tilt]);
    right.push([x2, y + tilt]);
    widest = Math.max(widest, half);
  }
  const [l, r] = [left.at(-1) as Point, right.at(-1) as Point];
  const span = r[0] - l[0];
  const waves = Math.max(3, Math.round(span / (0.36 * unit)));
  const phase = random.between(0, 2);
  const hem: Point[] = [];
  for (let step = 0; step <= waves * 2; step += 1) {
    const q = step / (waves * 2);
    const sag = Math.sin(Math.PI * q) * Math.min(0.16 * unit, span * 0.07);
    const ripple = Math.sin(Math.PI * q) ** 0.5 * shape.wave * unit * Math.sin(step * Math.PI * 0.93 + phase);
    hem.push([lerp(l[0], r[0], q), Math.min(lerp(l[1], r[1], q) + sag + ripple, figure.ground + 0.04 * unit)]);
  }
  return { left, right, hem };
}

function skirtFolds(tailor: Tailor, drop: Drop, count: number, strength: number): string {
  const { light, random, figure } = tailor;
  let svg = '';
  const at = (s: number, q: number): Point => {
    const index = Math.min(drop.left.length - 1, Math.round(s * (drop.left.length - 1)));
    return mix(drop.left[index] as Point, drop.right[index] as Point, q);
  };
  for (let index = 0; index < count; index += 1) {
    const q = (index + 0.5 + random.between(-0.25, 0.25)) / count;
    const begin = random.chance(0.5) ? 0.02 : random.between(0.1, 0.5);
    const [from, to] = [at(begin, lerp(0.5, q, 0.9)), at(1, q)];
    const width = random.between(0.03, 0.075) * figure.unit * (0.6 + (drop.right.at(-1)?.[0] ?? 0) / 1e5);
    svg += fold(
      from,
      [to[0], to[1] + 0.3 * figure.unit],
      width,
      random.between(-0.04, 0.04) * figure.unit,
      light,
      strength * random.between(0.7, 1.2),
    );
  }
  return svg;
}

/** The dark inside of a hem, seen behind the legs. */
function hemInside(tailor: Tailor, drop: Drop, fabric: Fabric): string {
  const { unit } = tailor.figure;
  const [l, r] = [drop.left.at(-1) as Point, drop.right.at(-1) as Point];
  const middle = mix(l, r, 0.5);
  const half = (r[0] - l[0]) / 2;
  return `<ellipse cx="${n(middle[0])}" cy="${n(middle[1])}" rx="${n(half * 0.97)}" ry="${n(Math.min(0.14 * unit, half * 0.2))}" fill="${shade(fabric.color, -0.26)}"/>`;
}

const foldsOf = (fabric: Fabric) =>
  fabric.finish === 'satin' ? 1.5 : fabric.finish === 'leather' ? 1.2 : fabric.finish === 'knit' ? 0.7 : 1;

/** A skirt from the waist; `behind` belongs under the legs. */
export function drawSkirt(
  tailor: Tailor,
  shape: SkirtShape,
  fabric: Fabric,
  pleats: number,
): Piece & { behind: string } {
  const { sheet, figure, light } = tailor;
  const drop = skirtDrop(tailor, shape);
  const cloth = outline(drop.left, drop.hem, [...drop.right].reverse());
  const band = openCurve([
    drop.left[0] as Point,
    move(mix(drop.left[0] as Point, drop.right[0] as Point, 0.5), 0, 0.05 * figure.unit),
    drop.right[0] as Point,
  ]);
  const details = `<path d="${band}" fill="none" stroke="${shade(fabric.color, -0.16)}" stroke-width="${n(figure.unit * 0.16)}"/>`;
  const svg = paint(sheet, cloth, fabric, light, figure.unit, {
    folds: skirtFolds(tailor, drop, pleats, foldsOf(fabric)),
    details,
  });
  return { svg, bounds: cloth.bounds, behind: hemInside(tailor, drop, fabric) };
}

export interface TrouserShape {
  readonly from: number;
  /** 0.2 hot pants, 0.45 shorts, 0.8 culottes, 1 full length. */
  readonly length: number;
  readonly thigh: number;
  readonly knee: number;
  readonly hem: number;
}

/** Both legs of a pair of trousers and the seat that joins them. */
export function trouserOutline(
  figure: Figure,
  shape: TrouserShape,
): { whole: Outline; legs: Record<Side, Outline>; lines: Record<Side, Point[]>; edge: string } {
  const { unit } = figure;
  const lines = {} as Record<Side, Point[]>;
  const legs = {} as Record<Side, Outline>;
  let edge = '';
  for (const side of both) {
    const line = legLine(figure, side, 28);
    const end =
      shape.length >= 1 && shape.hem > 0.2
        ? [move(line.at(-1) as Point, 0, 0.16 * unit), move(line.at(-1) as Point, 0, 0.26 * unit)]
        : [];
    const kept = [...line.slice(0, Math.max(6, Math.round(28 * Math.min(1, shape.length)) + 1)), ...end];
    const total = 28 + end.length;
    lines[side] = kept;
    const half = (t: number) => {
      const along = (t * (kept.length - 1)) / total;
      const wanted =
        profile(
          [
            [0, shape.thigh],
            [0.18, shape.thigh],
            [0.5, shape.knee],
            [Math.min(0.98, shape.length), shape.hem],
          ],
          along,
        ) * unit;
      return Math.max(wanted, legHalfWidth(figure, Math.min(1, (along * total) / 28)) + 0.025 * unit);
    };
    legs[side] = tube(kept, half);
    const { left, right } = sides(kept, half);
    // The edges begin below the seat, where each leg is its own.
    edge += openCurve(left.slice(side === 'left' ? 3 : 7)) + openCurve(right.slice(side === 'right' ? 3 : 7));
  }
  const levels = [shape.from, 0.8, 0.9, 1];
  const crotch = move(figure.pelvis, 0, 0.46 * unit);
  const low = (side: Side) => mix(torsoEdge(figure, side, 1, 0.03), lines[side][5] as Point, 0.25);
  const seat = outline(
    [...levels.map((t) => torsoEdge(figure, 'left', t, 0.035)), low('left')],
    [move(lines.left[4] as Point, 0, 0), crotch, move(lines.right[4] as Point, 0, 0)],
    [low('right'), ...[...levels].reverse().map((t) => torsoEdge(figure, 'right', t, 0.035))],
  );
  for (const side of both) edge += openCurve(levels.map((t) => torsoEdge(figure, side, t, 0.035)));
  return { whole: join(seat, legs.left, legs.right), legs, lines, edge };
}

function trouserFolds(
  tailor: Tailor,
  built: ReturnType<typeof trouserOutline>,
  shape: TrouserShape,
  crease: boolean,
): string {
  const { figure, light, random } = tailor;
  const { unit } = figure;
  let svg = '';
  for (const side of both) {
    const line = built.lines[side];
    const at = (t: number, across: number): Point => {
      const index = Math.min(line.length - 1, Math.round(t * (line.length - 1)));
      return move(line[index] as Point, across * unit, 0);
    };
    const width = shape.hem > 0.2 ? 0.06 : 0.035;
    if (shape.hem > 0.18) {
      for (const across of [-0.45, 0.35]) {
        svg += fold(
          at(0.3, across * shape.knee * 0.6),
          at(1, across * shape.hem * 1.3),
          width * unit,
          random.between(-0.03, 0.03) * unit,
          light,
          0.9,
        );
      }
    } else {
      for (const t of [0.5, 0.56, 0.93])
        svg += fold(at(t, -0.16), at(t + 0.03, 0.16), 0.025 * unit, 0.02 * unit, light, 0.8);
    }
    svg += fold(move(figure.pelvis, 0, 0.36 * unit), at(0.2, signOf(side) * 0.2), 0.04 * unit, 0, light, 0.9);
    if (crease)
      svg += `<path d="${openCurve([at(0.1, 0), at(0.5, 0), at(1, 0)])}" fill="none" stroke="#0a0713" stroke-opacity=".28" stroke-width="${n(unit * 0.02)}"/>`;
  }
  const hidden = both.find((side) => figure.legs[side].behind) ?? 'left';
  const d = built.legs[hidden].d;
  const front = built.legs[hidden === 'left' ? 'right' : 'left'].d;
  return `${`<path d="${d}" fill="#0a0713" opacity=".2"/>`}${svg}<path d="${front}" fill="none" stroke="#0a0713" stroke-opacity=".25" stroke-width="${n(unit * 0.045)}"/>`;
}

export function drawTrousers(
  tailor: Tailor,
  shape: TrouserShape,
  fabric: Fabric,
  options: { crease: boolean; denim: boolean },
): Piece {
  const { sheet, figure, light } = tailor;
  const { unit } = figure;
  const built = trouserOutline(figure, shape);
  const band = openCurve([
    torsoEdge(figure, 'left', shape.from, 0.04),
    torsoPoint(figure, shape.from + 0.02, figure.turn * 0.3),
    torsoEdge(figure, 'right', shape.from, 0.04),
  ]);
  const fly = openCurve([
    torsoPoint(figure, shape.from, figure.turn * 0.35),
    torsoPoint(figure, 1.05, figure.turn * 0.25),
  ]);
  const pocket = (q: number) =>
    openCurve([torsoPoint(figure, shape.from + 0.06, q * 0.62), torsoPoint(figure, shape.from + 0.16, q * 0.96)]);
  const stitch = options.denim ? `stroke="#d9a05b" stroke-opacity=".8"` : `stroke="#0a0713" stroke-opacity=".3"`;
  const details = `<path d="${band}" fill="none" stroke="${shade(fabric.color, -0.14)}" stroke-width="${n(unit * 0.16)}"/><path d="${fly}${pocket(-1)}${pocket(1)}" fill="none" ${stitch} stroke-width="${n(unit * 0.02)}"/>`;
  const svg = paint(sheet, built.whole, fabric, light, unit, {
    folds: trouserFolds(tailor, built, shape, options.crease),
    details,
    edge: built.edge,
  });
  return { svg, bounds: built.whole.bounds };
}

export interface TopShape {
  readonly neckline: Neckline;
  /** Torso position of the hem: 0.55 cropped, 0.68 tucked in, 1 at the hip, 1.2 a tunic. */
  readonly hem: number;
  readonly ease: number;
}

/** The body of a top without its sleeves. */
export function drawTopBody(tailor: Tailor, shape: TopShape, fabric: Fabric, options: { buttons: boolean }): Piece {
  const { sheet, figure, light, random } = tailor;
  const { unit, turn } = figure;
  const neck = neckRun(figure, shape.neckline);
  const start = neck.bare ? 0.3 : 0.22;
  const levels = [0, 0.2, 0.4, 0.6, 0.8, 1].map((s) => lerp(start, shape.hem, s));
  const easeAt = (t: number) =>
    shape.ease *
      profile(
        [
          [0.2, 0.5],
          [0.5, 1.2],
          [0.7, 1.5],
          [1.2, 1],
        ],
        t,
      ) +
    0.015;
  const edge = (side: Side) => levels.map((t) => torsoEdge(figure, side, t, easeAt(t)));
  const [left, right] = [edge('left'), edge('right')];
  const hem = [
    left.at(-1) as Point,
    move(mix(left.at(-1) as Point, right.at(-1) as Point, 0.5), 0, 0.08 * unit),
    right.at(-1) as Point,
  ];
  const cloth = outline(
    [...neck.left, ...left],
    hem,
    [...[...right].reverse(), ...[...neck.right].reverse()],
    [...neck.neck].reverse(),
  );
  let folds = '';
  for (let index = 0; index < 4; index += 1) {
    const side = index % 2 ? 1 : -1;
    const t = lerp(0.3, shape.hem - 0.05, random.next());
    folds += fold(
      torsoPoint(figure, t, side * 0.98),
      torsoPoint(figure, t + random.between(0.06, 0.22), side * random.between(0.1, 0.4)),
      0.035 * unit,
      0.02 * unit,
      light,
      foldsOf(fabric),
    );
  }
  folds += fold(torsoPoint(figure, 0.24, 0.5), torsoPoint(figure, 0.48, 0.35), 0.03 * unit, 0.03 * unit, light, 0.7);
  folds += fold(torsoPoint(figure, 0.24, -0.5), torsoPoint(figure, 0.48, -0.35), 0.03 * unit, -0.03 * unit, light, 0.7);
  let details = '';
  if (options.buttons) {
    details += `<path d="${openCurve([torsoPoint(figure, 0.08, turn * 0.35), torsoPoint(figure, shape.hem, turn * 0.4)])}" stroke="#0a0713" stroke-opacity=".3" stroke-width="${n(unit * 0.022)}" fill="none"/>`;
    for (let t = 0.16; t < shape.hem; t += 0.13) {
      const [x, y] = torsoPoint(figure, t, turn * 0.37 + 0.05);
      details += `<circle cx="${n(x)}" cy="${n(y)}" r="${n(unit * 0.024)}" fill="${shade(fabric.color, 0.2)}"/>`;
    }
  }
  if (shape.neckline === 'crew' || shape.neckline === 'turtle') {
    details += `<path d="${openCurve(neck.neck)}" fill="none" stroke="${shade(fabric.color, -0.12)}" stroke-width="${n(unit * 0.1)}"/>`;
  }
  let svg = paint(sheet, cloth, fabric, light, unit, { folds, details });
  if (shape.neckline === 'straps') svg += strapsOf(figure, fabric.color);
  if (shape.neckline === 'collar') svg += drawCollar(tailor, fabric);
  const straps =
    shape.neckline === 'straps'
      ? {
          ...cloth.bounds,
          top: Math.min(shoulderPoint(figure, 'left', 0.42)[1], shoulderPoint(figure, 'right', 0.42)[1]),
        }
      : undefined;
  return { svg, bounds: unite(cloth.bounds, straps) ?? cloth.bounds };
}

function drawCollar(tailor: Tailor, fabric: Fabric): string {
  const { sheet, figure, light } = tailor;
  const { unit, turn, neck } = figure;
  let svg = '';
  for (const side of both) {
    const sign = signOf(side);
    const leaf = outline(
      [
        move(neck, sign * 0.17 * unit, -0.1 * unit),
        move(neck, sign * 0.3 * unit, 0.16 * unit),
        move(neck, (sign * 0.16 + turn * 0.1) * unit, 0.4 * unit),
        move(neck, turn * 0.1 * unit, 0.2 * unit),
      ],
      [move(neck, turn * 0.06 * unit, 0.16 * unit), move(neck, sign * 0.17 * unit, -0.1 * unit)],
    );
    svg += paint(sheet, leaf, { ...fabric, color: shade(fabric.color, 0.04) }, light, unit);
  }
  return svg;
}

export type SleeveName = 'cap' | 'short' | 'elbow' | 'long' | 'puff' | 'bishop' | 'bell' | 'loose';

/** One sleeve; its tube follows the arm. */
export function drawSleeve(tailor: Tailor, side: Side, sleeve: SleeveName, fabric: Fabric, ease: number): Piece {
  const { sheet, figure, light, random } = tailor;
  const { unit } = figure;
  const length = { cap: 0.2, short: 0.34, elbow: 0.5, long: 1, puff: 0.34, bishop: 1, bell: 0.82, loose: 0.98 }[sleeve];
  const line = armLine(figure, side, 30);
  const shoulder = line[0] as Point;
  // The seam lies on the shoulder, a little inside the arm.
  const start = move(mix(shoulder, figure.neck, 0.1), 0, -0.03 * unit);
  const kept = [start, ...line.slice(1, Math.max(4, Math.round(30 * length) + 1))];
  const shapeOf: Record<SleeveName, readonly (readonly [number, number])[]> = {
    cap: [
      [0, 0.02],
      [1, 0.05],
    ],
    short: [
      [0, 0.015],
      [1, 0.05],
    ],
    elbow: [
      [0, 0.02],
      [1, 0.06],
    ],
    long: [
      [0, 0.02],
      [0.5, 0.045],
      [1, 0.03],
    ],
    puff: [
      [0, 0.06],
      [0.5, 0.19],
      [0.9, 0.12],
      [1, 0.02],
    ],
    bishop: [
      [0, 0.02],
      [0.5, 0.09],
      [0.86, 0.2],
      [0.96, 0.08],
      [1, 0.01],
    ],
    bell: [
      [0, 0.015],
      [0.55, 0.05],
      [1, 0.28],
    ],
    loose: [
      [0, 0.05],
      [0.5, 0.1],
      [1, 0.1],
    ],
  };
  const half = (t: number) => armHalfWidth(figure, t * length) + (profile(shapeOf[sleeve], t) + ease * 0.5) * unit;
  const tubeShape = sides(kept, half);
  const cap: Point[] = [move(start, 0, -half(0) * 0.7)];
  const cloth = outline(
    [...tubeShape.left],
    [...[...tubeShape.right].reverse()],
    side === 'left'
      ? [tubeShape.right[0] as Point, ...cap, tubeShape.left[0] as Point]
      : [tubeShape.right[0] as Point, ...cap, tubeShape.left[0] as Point],
  );
  let folds = '';
  const at = (t: number, q: number) =>
    mix(
      tubeShape.left[Math.round(t * (kept.length - 1))] as Point,
      tubeShape.right[Math.round(t * (kept.length - 1))] as Point,
      q,
    );
  if (length > 0.45) {
    for (const t of [0.42, 0.5, 0.6])
      folds += fold(
        at(t, 0),
        at(Math.min(1, t + 0.1), random.between(0.6, 0.9)),
        0.028 * unit,
        0.02 * unit,
        light,
        foldsOf(fabric),
      );
  }
  if (sleeve === 'puff' || sleeve === 'bishop' || sleeve === 'bell') {
    for (const q of [0.25, 0.5, 0.75])
      folds += fold(at(sleeve === 'puff' ? 0.1 : 0.5, q), at(1, q), 0.03 * unit, 0.02 * unit, light, 0.9);
  }
  const cuff =
    sleeve === 'long' || sleeve === 'bishop'
      ? `<path d="${openCurve([at(0.95, 0), at(0.95, 1)])}" fill="none" stroke="${shade(fabric.color, -0.14)}" stroke-width="${n(unit * 0.03)}"/>`
      : '';
  const svg = paint(sheet, cloth, fabric, light, unit, {
    folds,
    details: cuff,
    shadow: figure.arms[side].behind ? 0.18 : 0,
  });
  return { svg, bounds: cloth.bounds };
}

/** Bodice and skirt in one: a dress, or the closed front of a coat. */
export function drawDress(
  tailor: Tailor,
  bodice: TopShape,
  skirt: SkirtShape,
  fabric: Fabric,
  options: { belt: string | undefined; pleats: number; coat: boolean },
): Piece & { behind: string } {
  const { sheet, figure, light, random } = tailor;
  const { unit, turn } = figure;
  const neck = neckRun(figure, bodice.neckline);
  const drop = skirtDrop(tailor, skirt);
  const levels = [0, 0.3, 0.6, 0.85].map((s) => lerp(neck.bare ? 0.3 : 0.22, skirt.from, s));
  const edge = (side: Side) => levels.map((t) => torsoEdge(figure, side, t, bodice.ease + 0.015));
  const cloth = outline(
    [...neck.left, ...edge('left'), ...drop.left],
    drop.hem,
    [...[...drop.right].reverse(), ...edge('right').reverse(), ...[...neck.right].reverse()],
    [...neck.neck].reverse(),
  );
  let folds = skirtFolds(tailor, drop, options.pleats, foldsOf(fabric));
  for (const side of [-1, 1]) {
    folds += fold(
      torsoPoint(figure, 0.3, side * 0.55),
      torsoPoint(figure, skirt.from, side * 0.3),
      0.035 * unit,
      0.02 * unit,
      light,
      foldsOf(fabric),
    );
    folds += fold(
      torsoPoint(figure, skirt.from - 0.04, side),
      torsoPoint(figure, skirt.from + random.between(0, 0.12), side * 0.3),
      0.03 * unit,
      0.02 * unit,
      light,
      foldsOf(fabric),
    );
  }
  let details = '';
  const hemMiddle = drop.hem[Math.floor(drop.hem.length / 2)] as Point;
  if (options.coat) {
    const edgeLine = openCurve([
      torsoPoint(figure, 0.3, turn * 0.35 + 0.12),
      torsoPoint(figure, waist, turn * 0.35 + 0.14),
      mix(torsoPoint(figure, 1, turn * 0.3 + 0.12), hemMiddle, 1),
    ]);
    details += `<path d="${edgeLine}" stroke="#0a0713" stroke-opacity=".4" stroke-width="${n(unit * 0.03)}" fill="none"/>`;
    for (const t of [0.42, 0.74, 0.9]) {
      for (const q of [-0.28, 0.02]) {
        const [x, y] = torsoPoint(figure, t, turn * 0.35 + q);
        details += `<circle cx="${n(x)}" cy="${n(y)}" r="${n(unit * 0.034)}" fill="${shade(fabric.color, -0.2)}" stroke="#fff" stroke-opacity=".3" stroke-width="1"/>`;
      }
    }
  }
  if (options.belt) {
    const line = [
      torsoEdge(figure, 'left', skirt.from, 0.06),
      torsoPoint(figure, skirt.from + 0.025, turn * 0.3),
      torsoEdge(figure, 'right', skirt.from, 0.06),
    ];
    const [x, y] = torsoPoint(figure, skirt.from + 0.02, turn * 0.36);
    details += `<path d="${openCurve(line)}" fill="none" stroke="${options.belt}" stroke-width="${n(unit * 0.13)}"/><rect x="${n(x - unit * 0.07)}" y="${n(y - unit * 0.08)}" width="${n(unit * 0.14)}" height="${n(unit * 0.16)}" rx="${n(unit * 0.03)}" fill="none" stroke="#d9b36a" stroke-width="${n(unit * 0.035)}"/>`;
  }
  let svg = paint(sheet, cloth, fabric, light, unit, { folds, details });
  if (bodice.neckline === 'straps') svg += strapsOf(figure, fabric.color);
  if (options.coat) svg += drawLapels(tailor, fabric, 0.34, 0.12);
  const top =
    bodice.neckline === 'straps'
      ? Math.min(shoulderPoint(figure, 'left', 0.42)[1], shoulderPoint(figure, 'right', 0.42)[1])
      : cloth.bounds.top;
  return {
    svg,
    bounds: { ...cloth.bounds, top: Math.min(top, cloth.bounds.top) },
    behind: hemInside(tailor, drop, fabric),
  };
}

function drawLapels(tailor: Tailor, fabric: Fabric, end: number, gap: number): string {
  const { sheet, figure, light } = tailor;
  const { unit, turn } = figure;
  let svg = '';
  for (const side of both) {
    const sign = signOf(side);
    const at = (t: number, q: number) => torsoPoint(figure, t, sign * q + turn * 0.3);
    const lapel = outline(
      [shoulderPoint(figure, side, 0, 0.1), shoulderPoint(figure, side, 0.28, 0.02), at(0.14, 0.52)],
      [at(0.19, 0.44), at(0.2, 0.56), at(end * 0.8, 0.36), at(end, gap)],
      [at(end, gap), at(0.2, gap + 0.06), shoulderPoint(figure, side, 0, 0.1)],
    );
    svg += paint(sheet, lapel, { ...fabric, color: shade(fabric.color, 0.035) }, light, unit);
  }
  return svg;
}

/** An open jacket or long coat: two panels in front, a lining behind, and the opening between them. */
export function drawOpenFront(
  tailor: Tailor,
  shape: { hem: number; flare: number; gap: number; ease: number },
  fabric: Fabric,
): Piece & { behind: string; opening: Bounds } {
  const { sheet, figure, light, random } = tailor;
  const { unit, turn } = figure;
  const long = shape.hem > 1.3;
  const skirt: SkirtShape = {
    from: 0.9,
    length: (shape.hem - 1) * 2.72,
    hem: shape.flare,
    power: 1,
    wave: 0.01,
    ease: shape.ease,
  };
  const drop = long ? skirtDrop(tailor, skirt) : undefined;
  const levels = [0.22, 0.36, 0.5, waist, 0.78, 0.9];
  const ends = long ? levels : levels.map((t) => lerp(0.22, shape.hem, (t - 0.22) / 0.68));
  let svg = '';
  const opening = { left: 0, right: 0, top: figure.neck[1] + 0.1 * unit, bottom: 0 };
  const outlines: Outline[] = [];
  for (const side of both) {
    const sign = signOf(side);
    const outer = [...ends.map((t) => torsoEdge(figure, side, t, shape.ease)), ...(drop ? drop[side].slice(2) : [])];
    const hemOuter = outer.at(-1) as Point;
    const center =
      long && drop ? mix(drop.left.at(-1) as Point, drop.right.at(-1) as Point, 0.5) : torsoPoint(figure, shape.hem, 0);
    const hemInner = move(mix(center, hemOuter, Math.min(0.7, shape.gap + 0.1)), 0, 0.1 * unit);
    const inner = [
      shoulderPoint(figure, side, 0.02, 0.04),
      torsoPoint(figure, 0.2, sign * shape.gap * 0.9 + turn * 0.2),
      torsoPoint(figure, 0.5, sign * shape.gap + turn * 0.2),
      torsoPoint(figure, waist + 0.1, sign * shape.gap * 1.05 + turn * 0.18),
      ...(long ? [mix(torsoPoint(figure, 1, sign * (shape.gap + 0.05) + turn * 0.1), hemInner, 0.1)] : []),
      hemInner,
    ];
    const shoulder = [
      shoulderPoint(figure, side, 0.02, 0.04),
      shoulderPoint(figure, side, 0.5, 0.03),
      torsoEdge(figure, side, 0.03, 0.06),
    ];
    const panel =
      side === 'left'
        ? outline([...shoulder, ...outer], [hemOuter, hemInner], [...inner].reverse())
        : outline(inner, [hemInner, hemOuter], [...[...outer].reverse(), ...[...shoulder].reverse()]);
    let folds = '';
    for (const q of [0.35, 0.7]) {
      folds += fold(
        mix(inner[2] as Point, outer[3] as Point, q),
        mix(hemInner, hemOuter, q),
        0.05 * unit,
        random.between(-0.03, 0.03) * unit,
        light,
        foldsOf(fabric),
      );
    }
    const pocket = mix(
      torsoPoint(figure, long ? 0.95 : shape.hem * 0.86, sign * 0.5),
      torsoPoint(figure, 0.9, sign * 0.7),
      0.5,
    );
    const details = `<path d="M${n(pocket[0] - sign * 0.14 * unit)} ${n(pocket[1])}l${n(sign * 0.3 * unit)} ${n(-0.03 * unit)}" stroke="#0a0713" stroke-opacity=".45" stroke-width="${n(unit * 0.035)}"/>`;
    svg += paint(sheet, panel, fabric, light, unit, { folds, details });
    outlines.push(panel);
    opening[side] =
      side === 'left'
        ? Math.max(...inner.slice(1).map((point) => point[0]))
        : Math.min(...inner.slice(1).map((point) => point[0]));
    opening.bottom = Math.max(opening.bottom, hemInner[1]);
  }
  svg += drawLapels(tailor, fabric, 0.5, shape.gap * 0.95);
  let behind = '';
  if (drop) {
    const lining = outline(
      [torsoEdge(figure, 'left', 0.2, 0), ...drop.left],
      [
        drop.left.at(-1) as Point,
        move(mix(drop.left.at(-1) as Point, drop.right.at(-1) as Point, 0.5), 0, -0.05 * unit),
        drop.right.at(-1) as Point,
      ],
      [...[...drop.right].reverse(), torsoEdge(figure, 'right', 0.2, 0)],
    );
    behind = paint(sheet, lining, plain(shade(fabric.color, -0.2)), light, unit, { shadow: 0.3 });
  }
  const bounds = unite(...outlines.map((part) => part.bounds)) ?? { left: 0, top: 0, right: 0, bottom: 0 };
  return { svg, bounds, behind, opening };
}
