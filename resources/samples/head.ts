import { shade } from './colors';
import { paint, plain, type Light, type Sheet } from './fabric';
import type { Figure } from './figure';
import { lerp, move, openCurve, outline, profile, sample, tube, type Outline, type Point } from './geometry';
import type { Person } from './person';

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
