import { legHalfWidth, legLine } from '../body';
import { shade } from '../colors';
import { fold, paint, type Fabric } from '../fabric';
import { torsoAt, type Figure } from '../figure';
import { fixed, lerp, mix, move, openCurve, outline, type Point } from '../geometry';
import { bothSides, foldsOf, type Piece, type Tailor } from './tailor';

/** The highest and lowest x of the legs at a height, or undefined where there are none. */
function legSpan(figure: Figure, y: number): [number, number] | undefined {
  let span: [number, number] | undefined;
  for (const side of bothSides) {
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
  /** Flounces, 0 for none. */
  readonly tiers: number;
  /** How much higher the hem is in front than at the sides, in head units. */
  readonly rise: number;
}

export interface Drop {
  left: Point[];
  right: Point[];
  hem: Point[];
}

/** The two sides and the hem of a skirt; it always covers the hips and the legs it hides. */
export function skirtDrop(tailor: Tailor, shape: SkirtShape): Drop {
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
    hem.push([
      lerp(l[0], r[0], q),
      Math.min(
        lerp(l[1], r[1], q) + sag + ripple - Math.sin(Math.PI * q) ** 1.5 * shape.rise * unit,
        figure.ground + 0.04 * unit,
      ),
    ]);
  }
  return { left, right, hem };
}

export function skirtFolds(tailor: Tailor, drop: Drop, count: number, strength: number): string {
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
export function hemInside(tailor: Tailor, drop: Drop, fabric: Fabric): string {
  const { unit } = tailor.figure;
  const [l, r] = [drop.left.at(-1) as Point, drop.right.at(-1) as Point];
  const half = (r[0] - l[0]) / 2;
  const low = move(mix(l, r, 0.5), 0, Math.min(0.14 * unit, half * 0.2));
  // From the hem in front down to where the hem behind shows.
  const inside = outline(
    [l, move(mix(l, low, 0.5), 0, 0.04 * unit), low, move(mix(low, r, 0.5), 0, 0.04 * unit), r],
    [...drop.hem].reverse(),
  );
  return `<path d="${inside.d}" fill="${shade(fabric.color, -0.26)}"/>`;
}

/** The seams of the flounces: each a gathered edge with its shadow on the cloth below. */
export function tierSeams(tailor: Tailor, drop: Drop, tiers: number): string {
  const { figure, random } = tailor;
  const { unit } = figure;
  let svg = '';
  for (let tier = 1; tier <= tiers; tier += 1) {
    const index = Math.round((tier / (tiers + 1)) * (drop.left.length - 1));
    const [l, r] = [drop.left[index] as Point, drop.right[index] as Point];
    const waves = Math.max(4, Math.round((r[0] - l[0]) / (0.22 * unit)));
    const line: Point[] = [];
    for (let step = 0; step <= waves * 2; step += 1) {
      const q = step / (waves * 2);
      const ripple = (step % 2 ? 1 : -1) * 0.035 * unit * random.between(0.6, 1.2);
      line.push([lerp(l[0], r[0], q), lerp(l[1], r[1], q) + Math.sin(Math.PI * q) * 0.12 * unit + ripple]);
    }
    const d = openCurve(line);
    const below = openCurve(line.map((point) => move(point, 0, 0.07 * unit)));
    svg += `<path d="${below}" fill="none" stroke="#0a0713" stroke-opacity=".2" stroke-width="${fixed(unit * 0.14)}"/><path d="${d}" fill="none" stroke="#fff" stroke-opacity=".22" stroke-width="${fixed(unit * 0.045)}"/>`;
  }
  return svg;
}

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
  const details = `${tierSeams(tailor, drop, shape.tiers)}<path d="${band}" fill="none" stroke="${shade(fabric.color, -0.16)}" stroke-width="${fixed(figure.unit * 0.16)}"/>`;
  const svg = paint(sheet, cloth, fabric, light, figure.unit, {
    folds: skirtFolds(tailor, drop, pleats, foldsOf(fabric)),
    details,
  });
  return { svg, bounds: cloth.bounds, behind: hemInside(tailor, drop, fabric) };
}
