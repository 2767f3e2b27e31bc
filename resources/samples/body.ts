import { shade } from './colors';
import { paint, plain, type Light, type Sheet } from './fabric';
import { torsoEdge, type Figure, type Side } from './figure';
import { lerp, mix, move, openCurve, outline, profile, sample, tube, type Outline, type Point } from './geometry';

export interface Person {
  readonly skin: string;
  readonly hair: string;
  readonly hairstyle: Hairstyle;
  readonly glasses: boolean;
  readonly lips: string;
}

export type Hairstyle =
  'bun' | 'bob' | 'long' | 'wavy' | 'ponytail' | 'crop' | 'afro' | 'slick' | 'hat' | 'beret' | 'scarf';

export const legWidths = {
  feminine: [
    [0, 0.29],
    [0.25, 0.25],
    [0.5, 0.155],
    [0.66, 0.165],
    [1, 0.08],
  ],
  masculine: [
    [0, 0.29],
    [0.25, 0.26],
    [0.5, 0.175],
    [0.66, 0.185],
    [1, 0.1],
  ],
} as const;
const armWidths = {
  feminine: [
    [0, 0.125],
    [0.5, 0.095],
    [0.62, 0.1],
    [1, 0.06],
  ],
  masculine: [
    [0, 0.165],
    [0.3, 0.16],
    [0.5, 0.12],
    [0.62, 0.13],
    [1, 0.08],
  ],
} as const;

/** The line of a leg from the hip to the ankle, evenly sampled by joint. */
export function legLine(figure: Figure, side: Side, count = 20): Point[] {
  return sample(figure.legs[side].joints, count);
}

export function legHalfWidth(figure: Figure, t: number): number {
  return profile(legWidths[figure.build], t) * figure.unit;
}

export function armLine(figure: Figure, side: Side, count = 20): Point[] {
  return sample(figure.arms[side].joints, count);
}

export function armHalfWidth(figure: Figure, t: number): number {
  return profile(armWidths[figure.build], t) * figure.unit;
}

export function drawLegSkin(sheet: Sheet, figure: Figure, side: Side, skin: string, light: Light): string {
  const shape = tube(legLine(figure, side), (t) => legHalfWidth(figure, t));
  return paint(sheet, shape, plain(skin), { ...light, depth: light.depth * 0.8 }, figure.unit, {
    shadow: figure.legs[side].behind ? 0.14 : 0,
  });
}

export function drawArmSkin(sheet: Sheet, figure: Figure, side: Side, skin: string, light: Light): string {
  const { unit } = figure;
  const arm = figure.arms[side];
  const shape = tube(armLine(figure, side), (t) => armHalfWidth(figure, t));
  const shadow = arm.behind ? 0.16 : 0;
  return paint(sheet, shape, plain(skin), light, unit, { shadow }) + drawHand(sheet, figure, side, skin, light, shadow);
}

/** A simple hand: a palm that tapers to closed fingers, and a thumb. */
export function drawHand(sheet: Sheet, figure: Figure, side: Side, skin: string, light: Light, shadow = 0): string {
  const { unit } = figure;
  const { joints, hand, resting } = figure.arms[side];
  const wrist = joints[2];
  const palm = tube(
    sample([mix(joints[1], wrist, 0.96), wrist, mix(wrist, hand, 0.5), hand], 12),
    (t) =>
      profile(
        [
          [0, 0.06],
          [0.35, 0.07],
          [0.62, 0.1],
          [0.85, 0.07],
          [1, 0.025],
        ],
        t,
      ) *
      unit *
      (figure.build === 'masculine' ? 1.2 : 1),
  );
  let svg = paint(sheet, palm, plain(skin), light, unit, { shadow });
  if (!resting) {
    const inward = side === 'left' ? 1 : -1;
    const root = mix(wrist, hand, 0.25);
    const thumb = tube(
      sample(
        [
          root,
          move(mix(wrist, hand, 0.45), inward * 0.09 * unit, 0),
          move(mix(wrist, hand, 0.66), inward * 0.1 * unit, 0),
        ],
        8,
      ),
      (t) => lerp(0.05, 0.02, t) * unit,
    );
    svg = paint(sheet, thumb, plain(skin), light, unit, { shadow }) + svg;
  }
  return svg;
}

/** Neck and torso to the hips, under whatever is worn. */
export function drawTorsoSkin(sheet: Sheet, figure: Figure, skin: string, light: Light): string {
  const { unit, neck, head } = figure;
  const levels = [0.02, 0.1, 0.2, 0.34, 0.5, 0.64, 0.8, 1];
  const slope = (side: Side) => [
    mix(neck, torsoEdge(figure, side, 0), 0.2),
    mix(move(neck, 0, 0.05 * unit), torsoEdge(figure, side, 0), 0.65),
  ];
  const torso = outline(
    [...slope('left'), ...levels.map((t) => torsoEdge(figure, 'left', t, -0.02))],
    [...[...levels].reverse().map((t) => torsoEdge(figure, 'right', t, -0.02)), ...slope('right').reverse()],
  );
  const thick = figure.build === 'masculine' ? 0.2 : 0.135;
  const throat = tube(
    sample([move(head, 0, 0.2 * unit), mix(head, neck, 0.6), move(neck, 0, 0.12 * unit)], 10),
    (t) => (thick + 0.1 * t ** 4) * unit,
  );
  const collar = (side: -1 | 1) =>
    openCurve([
      move(neck, side * 0.07 * unit, 0.34 * unit),
      move(neck, side * 0.28 * unit, 0.24 * unit),
      move(neck, side * 0.5 * unit, 0.24 * unit),
    ]);
  const bones = `<path d="${collar(-1)}${collar(1)}" fill="none" stroke="${shade(skin, -0.12)}" stroke-width="${unit * 0.025}" stroke-linecap="round" opacity=".6"/>`;
  const underChin = `<ellipse cx="${head[0] + figure.turn * 0.08 * unit}" cy="${head[1] + 0.46 * unit}" rx="${0.3 * unit}" ry="${0.26 * unit}" fill="#0a0713" opacity=".26"/>`;
  return (
    paint(sheet, torso, plain(skin), light, unit, { details: bones }) +
    paint(sheet, throat, plain(skin), light, unit, { folds: underChin })
  );
}

function faceOutline(figure: Figure): Outline {
  const { unit, head, turn } = figure;
  const lean = turn * 0.1;
  const wide = (figure.build === 'masculine' ? 0.38 : 0.35) * lerp(1, 0.94, Math.abs(turn));
  const at = (x: number, y: number): Point =>
    rotate([head[0] + (x + lean * (y > 0 ? y * 1.6 : 0)) * unit, head[1] + y * unit], head, figure.headTilt);
  const chin = figure.build === 'masculine' ? 0.2 : 0.13;
  const points = [
    at(0, -0.5),
    at(-wide * 0.72, -0.38),
    at(-wide, -0.08),
    at(-wide * 0.86, 0.2),
    at(-chin, 0.46),
    at(0.02 * turn, 0.5),
    at(chin, 0.46),
    at(wide * 0.86, 0.2),
    at(wide, -0.08),
    at(wide * 0.72, -0.38),
  ];
  return outline([...points, points[0] as Point]);
}

const rotate = (point: Point, around: Point, angle: number): Point => {
  const [x, y] = [point[0] - around[0], point[1] - around[1]];
  return [around[0] + x * Math.cos(angle) - y * Math.sin(angle), around[1] + x * Math.sin(angle) + y * Math.cos(angle)];
};

/** Hair that falls behind the shoulders; drawn before the body. */
export function drawHairBehind(sheet: Sheet, figure: Figure, person: Person, light: Light): string {
  const { unit, head } = figure;
  const at = (x: number, y: number): Point => move(head, (x - figure.turn * 0.1) * unit, y * unit);
  const mass = (half: number, length: number, end: number, wave: number): Outline => {
    const center = sample(
      [at(0, -0.3), at(0, 0.3), at(-figure.turn * 0.12, length * 0.7), at(-figure.turn * 0.16, length)],
      18,
    );
    return tube(center, (t) => unit * (lerp(half, end, t * t) + wave * Math.sin(t * 17)));
  };
  const shape = ((): Outline | undefined => {
    switch (person.hairstyle) {
      case 'long':
        return mass(0.42, 1.75, 0.3, 0);
      case 'wavy':
        return mass(0.5, 1.6, 0.42, 0.035);
      case 'bob':
        return mass(0.45, 0.72, 0.44, 0);
      case 'hat':
        return mass(0.4, 1.1, 0.3, 0.01);
      case 'beret':
        return mass(0.42, 0.74, 0.4, 0.01);
      case 'ponytail': {
        const sideways = figure.turn === 0 ? 0.3 : -Math.sign(figure.turn) * 0.46;
        return tube(
          sample([at(0, -0.42), at(sideways, -0.2), at(sideways * 1.15, 0.6), at(sideways * 0.9, 1.35)], 16),
          (t) =>
            unit *
            profile(
              [
                [0, 0.12],
                [0.5, 0.17],
                [1, 0.03],
              ],
              t,
            ),
        );
      }
      case 'afro':
        return circle(at(0, -0.2), 0.66 * unit, unit * 0.02);
      case 'bun':
        return circle(at(-figure.turn * 0.3, -0.62), 0.2 * unit, 0);
      default:
        return undefined;
    }
  })();
  return shape ? paint(sheet, shape, plain(person.hair, 'satin'), light, unit, { shadow: 0.18 }) : '';
}

function circle(center: Point, radius: number, rough: number): Outline {
  const points: Point[] = [];
  for (let step = 0; step < 20; step += 1) {
    const angle = (-step / 20) * 2 * Math.PI;
    const r = radius + (step % 2 ? rough : -rough);
    points.push([center[0] + Math.cos(angle) * r, center[1] + Math.sin(angle) * r]);
  }
  return outline([...points, points[0] as Point]);
}

/** Head with an abstract face: planes of light, a lip, sometimes glasses; never eyes. */
export function drawHead(sheet: Sheet, figure: Figure, person: Person, light: Light, accent: string): string {
  const { unit, head, turn, headTilt } = figure;
  const at = (x: number, y: number): Point => rotate([head[0] + x * unit, head[1] + y * unit], head, headTilt);
  const face = faceOutline(figure);
  const look = turn * 0.2;
  const shadeSide = light.from < 0 ? 1 : -1;
  const cheek = openCurve([
    at(look + shadeSide * 0.04, -0.12),
    at(look + shadeSide * 0.09, 0.08),
    at(look + shadeSide * 0.03, 0.13),
  ]);
  const plane = outline(
    [at(look, -0.5), at(look + shadeSide * 0.03, 0), at(look + shadeSide * 0.08, 0.12), at(look, 0.2), at(look, 0.55)],
    [at(look + shadeSide * 0.7, 0.55), at(look + shadeSide * 0.7, -0.5)],
  );
  const lips = `<path d="${openCurve([at(look - 0.085, 0.255), at(look - 0.03, 0.235), at(look, 0.245), at(look + 0.03, 0.235), at(look + 0.085, 0.255), at(look, 0.295), at(look - 0.085, 0.255)])}" fill="${person.lips}"/>`;
  const brow = (sign: number) => {
    const x = look + sign * 0.15;
    return `<path d="${openCurve([at(x - 0.085, -0.06), at(x, -0.085 - 0.01), at(x + 0.085, -0.06)])}" fill="none" stroke="${shade(person.skin, -0.3)}" stroke-width="${unit * 0.03}" stroke-linecap="round" opacity=".75"/><path d="${openCurve([at(x - 0.07, 0.005), at(x, 0.022), at(x + 0.07, 0.005)])}" fill="none" stroke="${shade(person.skin, -0.36)}" stroke-width="${unit * 0.026}" stroke-linecap="round" opacity=".8"/>`;
  };
  let details = `<path d="${plane.d}" fill="#0a0713" opacity=".1"/><path d="${cheek}" fill="none" stroke="${shade(person.skin, -0.16)}" stroke-width="${unit * 0.022}" stroke-linecap="round" opacity=".7"/>${lips}`;
  if (person.glasses) {
    const lens = (sign: number) => {
      const [x, y] = at(look * 1.1 + sign * 0.16, -0.02);
      return `<rect x="${x - unit * 0.14}" y="${y - unit * 0.085}" width="${unit * 0.28}" height="${unit * 0.19}" rx="${unit * 0.08}" fill="#14121a"/><path d="M${x - unit * 0.08} ${y - unit * 0.03}l${unit * 0.07} ${unit * -0.03}" stroke="#fff" stroke-opacity=".4" stroke-width="${unit * 0.02}"/>`;
    };
    details += lens(-1) + lens(1);
  } else details += brow(-1) + brow(1);
  let svg = paint(sheet, face, plain(person.skin), light, unit, { details });
  svg += drawHairFront(sheet, figure, person, light, accent, at);
  return svg;
}

function drawHairFront(
  sheet: Sheet,
  figure: Figure,
  person: Person,
  light: Light,
  accent: string,
  at: (x: number, y: number) => Point,
): string {
  const { unit, turn } = figure;
  const hair = plain(person.hair, 'satin');
  const part = turn * 0.12 + (light.from < 0 ? 0.06 : -0.06);
  const back = -turn * 0.14;
  const cap = (low: number, fringe: number, volume: number): Outline =>
    outline([
      at(part, -0.36 + fringe),
      at(part - 0.2, -0.24 + fringe),
      at(-0.33 + turn * 0.06, -0.05),
      at(-0.37 - volume + back, low),
      at(-0.42 - volume + back, low * 0.4 - 0.1),
      at(-0.34 - volume + back, -0.42),
      at(-0.12 + back, -0.6 - volume),
      at(0.12 + back, -0.6 - volume),
      at(0.34 + volume + back, -0.42),
      at(0.42 + volume + back, low * 0.4 - 0.1),
      at(0.37 + volume + back, low),
      at(0.33 + turn * 0.06, -0.05),
      at(part + 0.2, -0.24 + fringe),
      at(part, -0.36 + fringe),
    ]);
  const strands = (count: number) => {
    let d = '';
    for (let index = 0; index < count; index += 1) {
      const q = (index + 0.5) / count;
      d += openCurve([at(part, -0.5), at(lerp(-0.4, 0.4, q), -0.34), at(lerp(-0.46, 0.46, q), 0)]);
    }
    return `<path d="${d}" fill="none" stroke="${shade(person.hair, 0.16)}" stroke-width="${unit * 0.018}" opacity=".5"/>`;
  };
  switch (person.hairstyle) {
    case 'hat': {
      const brim = outline([
        at(-0.86, -0.22),
        at(-0.5, -0.36),
        at(0, -0.4),
        at(0.5, -0.36),
        at(0.86, -0.22),
        at(0.45, -0.17),
        at(0, -0.15),
        at(-0.45, -0.17),
        at(-0.86, -0.22),
      ]);
      const crown = outline(
        [
          at(-0.4, -0.32),
          at(-0.38, -0.62),
          at(-0.25, -0.78),
          at(0, -0.74),
          at(0.25, -0.78),
          at(0.38, -0.62),
          at(0.4, -0.32),
        ],
        [at(0.2, -0.26), at(-0.2, -0.26)],
      );
      const band = `<path d="${openCurve([at(-0.4, -0.36), at(0, -0.3), at(0.4, -0.36)])}" stroke="${shade(accent, -0.3)}" stroke-width="${unit * 0.1}" fill="none"/>`;
      return (
        paint(sheet, cap(0.2, 0.1, 0), hair, light, unit) +
        paint(sheet, crown, plain(accent), light, unit, { details: band }) +
        paint(sheet, brim, plain(accent), light, unit)
      );
    }
    case 'beret': {
      const cloth = outline([
        at(-0.5, -0.3),
        at(-0.56, -0.52),
        at(-0.2, -0.74),
        at(0.3, -0.7),
        at(0.5, -0.42),
        at(0.4, -0.26),
        at(0, -0.32),
        at(-0.5, -0.3),
      ]);
      return paint(sheet, cap(0.36, 0.1, 0.03), hair, light, unit) + paint(sheet, cloth, plain(accent), light, unit);
    }
    case 'scarf': {
      const cloth = cap(0.3, -0.02, 0.05);
      const tail = tube(
        sample(
          [
            at(-Math.sign(turn || 1) * 0.3, 0.25),
            at(-Math.sign(turn || 1) * 0.48, 0.7),
            at(-Math.sign(turn || 1) * 0.42, 1.15),
          ],
          10,
        ),
        (t) => unit * lerp(0.08, 0.14, t),
      );
      return (
        paint(sheet, tail, plain(accent, 'satin'), light, unit, { shadow: 0.1 }) +
        paint(sheet, cloth, plain(accent, 'satin'), light, unit)
      );
    }
    case 'crop':
      return paint(sheet, cap(0.02, -0.02, 0.01), hair, light, unit);
    case 'slick':
      return paint(sheet, cap(0.06, -0.1, 0), hair, light, unit, { details: strands(9) });
    case 'afro':
      return paint(sheet, cap(0.1, -0.02, 0.1), hair, light, unit);
    case 'bun':
      return paint(sheet, cap(0.08, -0.06, 0), hair, light, unit, { details: strands(9) });
    case 'ponytail':
      return paint(sheet, cap(0.08, -0.06, 0), hair, light, unit, { details: strands(9) });
    case 'bob':
      return paint(sheet, cap(0.62, 0.08, 0.06), hair, light, unit, { details: strands(7) });
    case 'long':
      return paint(sheet, cap(0.72, 0, 0.02), hair, light, unit, { details: strands(7) });
    case 'wavy':
      return paint(sheet, cap(0.72, 0, 0.09), hair, light, unit, { details: strands(7) });
  }
}

export type ShoeName = 'pump' | 'ankle boot' | 'tall boot' | 'sneaker' | 'flat' | 'sandal';

/** A shoe seen from the front (a wedge that points down) or from the side (toe, sole and heel). */
export function drawShoe(
  sheet: Sheet,
  figure: Figure,
  side: Side,
  shoe: ShoeName,
  color: string,
  skin: string,
  light: Light,
): string {
  const { unit } = figure;
  const { joints, toes, behind } = figure.legs[side];
  const [, knee, ankle] = joints;
  const fabric = plain(color, shoe === 'sneaker' ? 'matte' : 'leather');
  const shadow = behind ? 0.2 : 0;
  const high = shoe === 'pump' || shoe === 'sandal' || shoe === 'ankle boot';
  const broad = shoe === 'sneaker' ? 1.25 : 1;
  const width = figure.build === 'masculine' ? 1.2 : 1;
  let svg = '';
  if (Math.abs(toes) > 0.9) {
    const f = Math.sign(toes);
    const at = (x: number, y: number): Point => move(ankle, f * x * unit, y * unit);
    const lift = high ? 0 : 0.08;
    const upper = outline(
      [at(-0.14, -0.06), at(-0.18, 0.2), at(-0.16, 0.36 + lift)],
      [at(0.12, 0.44), at(0.5, 0.5), at(0.78, 0.48), at(0.8, 0.42), at(0.6, 0.33), at(0.3, 0.16), at(0.13, -0.06)],
    );
    const heel = outline([at(-0.17, 0.3), at(high ? -0.13 : -0.2, 0.5)], [at(high ? -0.05 : 0.7, 0.5), at(0.02, 0.36)]);
    svg +=
      paint(sheet, heel, fabric, light, unit, { shadow: shadow + 0.1 }) +
      paint(sheet, upper, fabric, light, unit, { shadow });
  } else {
    const f = toes * 0.32;
    const at = (x: number, y: number): Point => move(ankle, (x * width * broad + f * Math.max(0, y)) * unit, y * unit);
    const open = shoe === 'pump' || shoe === 'sandal' || shoe === 'flat' ? 0.2 : -0.04;
    if (open > 0) {
      const foot = outline([
        at(-0.085, -0.05),
        at(-0.1, 0.2),
        at(-0.13, 0.42),
        at(0, 0.5),
        at(0.13, 0.42),
        at(0.1, 0.2),
        at(0.085, -0.05),
      ]);
      svg += paint(sheet, foot, plain(skin), light, unit, { shadow });
    }
    const vamp = outline(
      [at(-0.11, open), at(-0.15, 0.36), at(-0.13, 0.47), at(0, 0.54), at(0.13, 0.47), at(0.15, 0.36), at(0.11, open)],
      [at(0.05, open + (open > 0 ? 0.14 : 0)), at(-0.05, open + (open > 0 ? 0.14 : 0))],
    );
    const sole =
      shoe === 'sneaker'
        ? `<path d="${openCurve([at(-0.16, 0.44), at(0, 0.53), at(0.16, 0.44)])}" stroke="#f4f2ee" stroke-width="${unit * 0.09}" fill="none"/>`
        : '';
    svg += paint(sheet, vamp, fabric, light, unit, { shadow, details: sole });
    if (shoe === 'sandal') {
      svg += `<path d="${openCurve([at(-0.1, 0.02), at(0, 0.06), at(0.1, 0.02)])}" stroke="${color}" stroke-width="${unit * 0.045}" fill="none"/>`;
    }
  }
  if (shoe === 'ankle boot' || shoe === 'tall boot') {
    const top = shoe === 'tall boot' ? mix(joints[1], ankle, 0.08) : mix(knee, ankle, 0.78);
    const shaft = tube(
      sample([top, mix(top, ankle, 0.5), move(ankle, 0, 0.1 * unit)], 12),
      (t) =>
        unit *
        (shoe === 'tall boot'
          ? profile(
              [
                [0, 0.2],
                [0.35, 0.19],
                [1, 0.12],
              ],
              t,
            )
          : 0.135) *
        width,
    );
    svg += paint(sheet, shaft, fabric, light, unit, { shadow });
  }
  return svg;
}
