export type Point = readonly [x: number, y: number];

export interface Bounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A closed shape: SVG path data and the bounds of its true outline. */
export interface Outline {
  readonly d: string;
  readonly bounds: Bounds;
}

export const lerp = (from: number, to: number, amount: number) => from + (to - from) * amount;
export const mix = (from: Point, to: Point, amount: number): Point => [
  lerp(from[0], to[0], amount),
  lerp(from[1], to[1], amount),
];
export const move = (point: Point, x: number, y: number): Point => [point[0] + x, point[1] + y];
/** From a point by a length at an angle from straight down; positive angles lean to the right of the picture. */
export const down = (from: Point, angle: number, length: number): Point => [
  from[0] + Math.sin(angle) * length,
  from[1] + Math.cos(angle) * length,
];

export function unite(...parts: readonly (Bounds | undefined)[]): Bounds | undefined {
  let all: Bounds | undefined;
  for (const part of parts) {
    if (!part) continue;
    all = all
      ? {
          left: Math.min(all.left, part.left),
          top: Math.min(all.top, part.top),
          right: Math.max(all.right, part.right),
          bottom: Math.max(all.bottom, part.bottom),
        }
      : part;
  }
  return all;
}

export function intersect(a: Bounds, b: Bounds): Bounds | undefined {
  const both = {
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  };
  return both.right > both.left && both.bottom > both.top ? both : undefined;
}

/** Piecewise linear through [position, value] keys in ascending order, constant outside. */
export function profile(keys: readonly (readonly [number, number])[], at: number): number {
  let before = keys[0];
  if (!before) return 0;
  if (at <= before[0]) return before[1];
  for (const key of keys) {
    if (at <= key[0]) {
      // A cosine between keys keeps silhouettes free of corners.
      const amount = (1 - Math.cos((Math.PI * (at - before[0])) / (key[0] - before[0] || 1))) / 2;
      return lerp(before[1], key[1], amount);
    }
    before = key;
  }
  return before[1];
}

/** One decimal is enough for a drawing and halves its text. */
export const fixed = (value: number) => Math.round(value * 10) / 10;
export const xy = (point: Point) => `${fixed(point[0])} ${fixed(point[1])}`;

/** Catmull-Rom through the points, as cubic Béziers; the first point is assumed to be current already. */
export function curveTo(points: readonly Point[]): string {
  let d = '';
  for (let index = 0; index + 1 < points.length; index += 1) {
    const p1 = points[index] as Point;
    const p2 = points[index + 1] as Point;
    const p0 = points[index - 1] ?? p1;
    const p3 = points[index + 2] ?? p2;
    const c1: Point = [p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6];
    const c2: Point = [p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6];
    d += `C${xy(c1)} ${xy(c2)} ${xy(p2)}`;
  }
  return d;
}

export const openCurve = (points: readonly Point[]) => (points[0] ? `M${xy(points[0])}${curveTo(points)}` : '');

export function boundsOf(points: readonly Point[]): Bounds {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const [x, y] of points) {
    bounds.left = Math.min(bounds.left, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.right = Math.max(bounds.right, x);
    bounds.bottom = Math.max(bounds.bottom, y);
  }
  return bounds;
}

/** A closed outline of smooth runs that meet in corners. */
export function outline(...runs: readonly (readonly Point[])[]): Outline {
  const points = runs.flat();
  let d = '';
  for (const run of runs) {
    const first = run[0];
    if (!first) continue;
    d += `${d ? 'L' : 'M'}${xy(first)}${curveTo(run)}`;
  }
  return { d: `${d}Z`, bounds: boundsOf(points) };
}

/** Several outlines painted as one. All run the same way round, so that the non-zero rule fills overlaps. */
export function join(...parts: readonly Outline[]): Outline {
  const bounds = unite(...parts.map((part) => part.bounds));
  return { d: parts.map((part) => part.d).join(''), bounds: bounds ?? boundsOf([]) };
}

/** Points along a smooth line through joints, evenly by joint. */
export function sample(joints: readonly Point[], count: number): Point[] {
  const points: Point[] = [];
  const last = joints.length - 1;
  for (let step = 0; step <= count; step += 1) {
    const position = (step / count) * last;
    const index = Math.min(last - 1, Math.floor(position));
    const t = position - index;
    const p1 = joints[index] as Point;
    const p2 = joints[index + 1] as Point;
    const p0 = joints[index - 1] ?? p1;
    const p3 = joints[index + 2] ?? p2;
    const along = (axis: 0 | 1) =>
      0.5 *
      (2 * p1[axis] +
        (p2[axis] - p0[axis]) * t +
        (2 * p0[axis] - 5 * p1[axis] + 4 * p2[axis] - p3[axis]) * t * t +
        (3 * p1[axis] - p0[axis] - 3 * p2[axis] + p3[axis]) * t * t * t);
    // Half linear: a limb bends at its joint instead of swinging around it.
    points.push([lerp(along(0), lerp(p1[0], p2[0], t), 0.35), lerp(along(1), lerp(p1[1], p2[1], t), 0.35)]);
  }
  return points;
}

/** The left and right sides of a band around a line. */
export function sides(center: readonly Point[], halfWidth: (t: number) => number): { left: Point[]; right: Point[] } {
  const left: Point[] = [];
  const right: Point[] = [];
  center.forEach((point, index) => {
    const before = center[index - 1] ?? point;
    const after = center[index + 1] ?? point;
    const length = Math.hypot(after[0] - before[0], after[1] - before[1]) || 1;
    const normal: Point = [(after[1] - before[1]) / length, -(after[0] - before[0]) / length];
    const half = halfWidth(index / Math.max(1, center.length - 1));
    left.push(move(point, -normal[0] * half, -normal[1] * half));
    right.push(move(point, normal[0] * half, normal[1] * half));
  });
  return { left, right };
}

/** A limb, sleeve or trouser leg: a band around a line that runs downwards. */
export function tube(center: readonly Point[], halfWidth: (t: number) => number): Outline {
  const { left, right } = sides(center, halfWidth);
  return outline(left, right.reverse());
}
