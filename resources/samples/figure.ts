import { down, lerp, mix, profile, type Point } from './geometry';
import type { Random } from './random';

export type Side = 'left' | 'right';
export type Build = 'feminine' | 'masculine';
export type PoseName = 'walk' | 'stand' | 'hip' | 'wide' | 'crossed' | 'stride' | 'sit';

interface Leg {
  readonly joints: readonly [hip: Point, knee: Point, ankle: Point];
  /** Which way the toes point: -1 left, 0 at the viewer, 1 right. */
  readonly toes: number;
  /** Behind the other leg: drawn first and darker. */
  readonly behind: boolean;
}

interface Arm {
  readonly joints: readonly [shoulder: Point, elbow: Point, wrist: Point];
  readonly hand: Point;
  readonly behind: boolean;
  /** The hand rests on the hip or in a pocket. */
  readonly resting: boolean;
}

/** A posed body in picture units. `unit` is the height of the head; a figure is about nine of them tall. */
export interface Figure {
  readonly unit: number;
  readonly build: Build;
  readonly pose: PoseName;
  /** -1 turned to the left of the picture, 0 frontal, 1 turned to the right. */
  readonly turn: number;
  readonly head: Point;
  readonly headTilt: number;
  readonly neck: Point;
  readonly pelvis: Point;
  readonly ground: number;
  readonly legs: Readonly<Record<Side, Leg>>;
  readonly arms: Readonly<Record<Side, Arm>>;
  /** Angles of the shoulder and hip lines. */
  readonly shoulderTilt: number;
  readonly hipTilt: number;
}

const halfWidths: Record<Build, readonly (readonly [number, number])[]> = {
  feminine: [
    [0, 0.7],
    [0.18, 0.57],
    [0.34, 0.54],
    [0.64, 0.39],
    [0.86, 0.53],
    [1, 0.58],
  ],
  masculine: [
    [0, 0.86],
    [0.18, 0.7],
    [0.34, 0.65],
    [0.64, 0.53],
    [0.86, 0.53],
    [1, 0.54],
  ],
};

/** Where the torso is at a height from the shoulder line (0) past the waist (0.64) to the hip line (1). */
export function torsoAt(figure: Figure, t: number): { center: Point; half: number; across: Point } {
  const { unit, turn, neck, pelvis } = figure;
  const top: Point = [neck[0], neck[1] + 0.14 * unit];
  const narrow = lerp(1, 0.66, Math.abs(turn));
  // Seen from the side the chest comes forward and the seat goes back.
  const sideways =
    turn *
    unit *
    (0.1 * Math.sin(Math.PI * Math.min(1, t / 0.64)) * (t < 0.64 ? 1 : 0) -
      (t > 0.64 ? 0.1 * Math.sin((Math.PI * (t - 0.64)) / 0.6) : 0));
  const angle = lerp(figure.shoulderTilt, figure.hipTilt, Math.min(1, Math.max(0, t)));
  const straight = mix(top, pelvis, t);
  // The spine bends towards the raised hip.
  const bend = Math.sin(Math.PI * Math.min(1, Math.max(0, t))) * figure.hipTilt * -0.35 * unit;
  return {
    center: [straight[0] + sideways * 0.8 + bend, straight[1]],
    half: profile(halfWidths[figure.build], t) * unit * narrow,
    across: [Math.cos(angle), Math.sin(angle)],
  };
}

/** A point on the torso's contour, `ease` head units away from the skin. */
export function torsoEdge(figure: Figure, side: Side, t: number, ease = 0): Point {
  const { center, half, across } = torsoAt(figure, t);
  const out = (half + ease * figure.unit) * (side === 'left' ? -1 : 1);
  return [center[0] + across[0] * out, center[1] + across[1] * out];
}

/** Inside the torso: q runs from -1 at the left contour to 1 at the right. */
export function torsoPoint(figure: Figure, t: number, q: number, ease = 0): Point {
  return mix(torsoEdge(figure, 'left', t, ease), torsoEdge(figure, 'right', t, ease), (q + 1) / 2);
}

const thigh = 2.12;
const shin = 2.1;

interface Angles {
  left: readonly [thigh: number, shin: number, shinLength?: number];
  right: readonly [thigh: number, shin: number, shinLength?: number];
  behind: Side;
  hipTilt: number;
  lean: number;
  turn: number;
}

function anglesOf(pose: PoseName, random: Random, mirror: number): Angles {
  const some = (low: number, high: number) => random.between(low, high);
  const base: Angles = ((): Angles => {
    switch (pose) {
      case 'walk':
        return {
          left: [some(0.06, 0.13), some(0.02, 0.08)],
          right: [some(-0.02, 0.04), some(0.1, 0.22), some(0.76, 0.88)],
          behind: 'right',
          hipTilt: some(0.06, 0.13),
          lean: some(-0.02, 0.02),
          turn: some(-0.25, 0.25),
        };
      case 'stand':
        return {
          left: [some(0.03, 0.08), some(-0.02, 0.02)],
          right: [some(0.1, 0.17), some(0.02, 0.1)],
          behind: 'right',
          hipTilt: some(0.05, 0.12),
          lean: some(-0.02, 0.03),
          turn: some(-0.4, 0.4),
        };
      case 'hip':
        return {
          left: [some(0.02, 0.07), some(-0.02, 0.02)],
          right: [some(0.14, 0.22), some(0.04, 0.1)],
          behind: 'right',
          hipTilt: some(0.1, 0.16),
          lean: some(-0.03, 0.02),
          turn: some(-0.3, 0.3),
        };
      case 'wide':
        return {
          left: [some(-0.14, -0.06), some(-0.09, -0.03)],
          right: [some(0.06, 0.14), some(0.03, 0.09)],
          behind: 'left',
          hipTilt: some(-0.02, 0.02),
          lean: 0,
          turn: some(-0.3, 0.3),
        };
      case 'crossed':
        return {
          left: [some(0.1, 0.15), some(0.12, 0.18)],
          right: [some(-0.07, -0.02), some(-0.14, -0.08)],
          behind: 'right',
          hipTilt: some(0.03, 0.08),
          lean: 0,
          turn: some(-0.2, 0.2),
        };
      case 'stride':
        return {
          left: [some(0.22, 0.32), some(0.12, 0.2)],
          right: [some(-0.2, -0.1), some(-0.42, -0.3), 0.95],
          behind: 'right',
          hipTilt: some(0.01, 0.04),
          lean: some(0, 0.05),
          turn: some(0.75, 1),
        };
      case 'sit':
        return {
          left: [some(1.1, 1.25), some(-0.12, 0.02)],
          right: [some(0.72, 0.86), some(0.2, 0.34), 0.98],
          behind: 'right',
          hipTilt: 0.02,
          lean: some(-0.08, -0.02),
          turn: some(0.45, 0.7),
        };
    }
  })();
  if (mirror > 0) return base;
  const flip = (leg: Angles['left']): Angles['left'] => [-leg[0], -leg[1], leg[2] ?? 1];
  return {
    left: flip(base.right),
    right: flip(base.left),
    behind: base.behind === 'left' ? 'right' : 'left',
    hipTilt: -base.hipTilt,
    lean: -base.lean,
    turn: -base.turn,
  };
}

type ArmGesture = 'hang' | 'swing' | 'hip' | 'pocket' | 'back' | 'fold';

function gestureFor(pose: PoseName, side: Side, raised: Side, random: Random): ArmGesture {
  if (pose === 'hip') return side === raised ? 'hip' : random.pick(['hang', 'hang', 'pocket']);
  if (pose === 'stride' || pose === 'walk') return random.chance(0.12) && side === raised ? 'hip' : 'swing';
  if (pose === 'sit') return 'fold';
  return random.weighted({ hang: 5, pocket: 1.6, hip: 1, fold: 1 });
}

/** A figure standing with its lowest foot on `ground`, its pelvis above `x`. */
export function poseFigure(
  random: Random,
  place: { x: number; ground: number; unit: number; build: Build; pose: PoseName },
): Figure {
  const { unit, build, pose } = place;
  const mirror = random.side();
  const angles = anglesOf(pose, random, mirror);
  const narrow = lerp(1, 0.5, Math.abs(angles.turn));
  const seated = pose === 'sit';

  const legAt = (side: Side, pelvis: Point) => {
    const sign = side === 'left' ? -1 : 1;
    const hip: Point = [
      pelvis[0] + sign * 0.27 * unit * narrow * Math.cos(angles.hipTilt),
      pelvis[1] + sign * 0.27 * unit * Math.sin(angles.hipTilt),
    ];
    const [thighAngle, shinAngle, shinLength = 1] = angles[side];
    const knee = down(hip, thighAngle, thigh * unit * (seated ? 0.82 : 1));
    const ankle = down(knee, shinAngle, shin * unit * shinLength);
    return [hip, knee, ankle] as const;
  };
  // The pelvis goes where the lowest ankle leaves room for the foot above the ground.
  const trial = { left: legAt('left', [0, 0]), right: legAt('right', [0, 0]) };
  const reach = Math.max(trial.left[2][1], trial.right[2][1]) + 0.52 * unit;
  const feet = seated ? 0 : (trial.left[2][0] + trial.right[2][0]) / 2;
  const pelvis: Point = [place.x - feet * 0.7, place.ground - reach];
  const legs = { left: legAt('left', pelvis), right: legAt('right', pelvis) };

  const spine = 2.72 * unit;
  const neck: Point = [pelvis[0] + Math.sin(angles.lean) * spine, pelvis[1] - Math.cos(angles.lean) * spine];
  const headTilt = random.between(-0.07, 0.07);
  const head: Point = [neck[0] + (headTilt * 0.5 + angles.turn * 0.1) * unit, neck[1] - 0.84 * unit];
  const shoulderTilt = -angles.hipTilt * 0.6;
  const raised: Side = angles.hipTilt > 0 ? 'left' : 'right';
  const frame = { unit, build, turn: angles.turn, neck, pelvis, shoulderTilt, hipTilt: angles.hipTilt } as Figure;

  const swing = random.between(0.1, 0.24);
  const armAt = (side: Side): Arm => {
    const sign = side === 'left' ? -1 : 1;
    const shoulder = torsoPoint(frame, 0.05, sign * 0.86);
    const gesture = gestureFor(pose, side, raised, random);
    const behind = Math.abs(angles.turn) > 0.5 && sign === Math.sign(angles.turn);
    const [upper, lower] = [1.42 * unit, 1.2 * unit];
    const open = random.between(0.1, 0.2);
    const arm = (upperAngle: number, lowerAngle: number, shorten = 1): Arm => {
      const elbow = down(shoulder, upperAngle, upper);
      const wrist = down(elbow, lowerAngle, lower * shorten);
      return {
        joints: [shoulder, elbow, wrist],
        hand: down(wrist, lowerAngle * 0.8, 0.62 * unit),
        behind,
        resting: false,
      };
    };
    switch (gesture) {
      case 'hang':
        return arm(sign * open, sign * (open - random.between(0.02, 0.14)));
      case 'swing': {
        if (Math.abs(angles.turn) > 0.5) {
          const forward = (behind ? 1 : -1) * Math.sign(angles.turn);
          return arm(forward * (swing + 0.06), forward * (swing + 0.06) + Math.sign(angles.turn) * 0.22);
        }
        const out = sign * (open * 0.8 + 0.03);
        return arm(out, side === raised ? out * 0.6 : -out * 0.35, side === raised ? 1 : 0.88);
      }
      case 'back':
        return arm(sign * (open + 0.16), -sign * 0.3, 0.7);
      case 'fold': {
        const bent = arm(
          sign * (seated ? 0.2 : 0.12) + (seated ? angles.turn * 0.3 : 0),
          seated ? Math.sign(angles.turn) * 1.1 : -sign * random.between(0.62, 0.85),
          seated ? 0.9 : 0.95,
        );
        return bent;
      }
      case 'pocket': {
        const elbow = down(shoulder, sign * (open + 0.16), upper);
        const wrist = torsoPoint(frame, 0.97, sign * 0.98);
        return { joints: [shoulder, elbow, wrist], hand: torsoPoint(frame, 1.12, sign * 0.8), behind, resting: true };
      }
      case 'hip': {
        const elbow = down(shoulder, sign * random.between(0.5, 0.62), upper * 0.92);
        const wrist = torsoPoint(frame, 0.76, sign * 1.08);
        return { joints: [shoulder, elbow, wrist], hand: torsoPoint(frame, 0.86, sign * 0.78), behind, resting: true };
      }
    }
  };

  const leg = (side: Side): Leg => ({
    joints: legs[side],
    toes: Math.abs(angles.turn) > 0.5 ? Math.sign(angles.turn) : angles.turn * 0.8 + (side === 'left' ? -0.22 : 0.22),
    behind: angles.behind === side,
  });
  return {
    unit,
    build,
    pose,
    turn: angles.turn,
    head,
    headTilt,
    neck,
    pelvis,
    ground: place.ground,
    legs: { left: leg('left'), right: leg('right') },
    arms: { left: armAt('left'), right: armAt('right') },
    shoulderTilt,
    hipTilt: angles.hipTilt,
  };
}
