import { drawArmSkin, drawHand } from './body';
import { colorDistance, lightness, type Palette } from './colors';
import { makeFabric, type Fabric, type Light, type Sheet } from './fabric';
import type { Figure } from './figure';
import { drawSleeve, type SleeveName } from './garments/sleeve';
import type { Neckline } from './garments/neckline';
import { bothSides, type Piece, type Tailor } from './garments/tailor';
import { drawTopBody } from './garments/top';
import { drawTrousers } from './garments/trousers';
import { unite, type Bounds } from './geometry';
import type { Person } from './person';
import type { Random } from './random';
import { chooseTrousers } from './shapes';

/** A figure while it is being dressed: what is drawn so far, layer by layer, and what is worn. */
export interface Dressing {
  readonly tailor: Tailor;
  readonly person: Person;
  readonly masculine: boolean;
  /** Colours of the garments: the largest, its partner, the smallest. */
  readonly main: string;
  readonly second: string;
  readonly accent: string;
  /** Cloth in a colour; `patterned` is the probability of a pattern. */
  readonly cloth: (color: string, patterned: number) => Fabric;
  /** SVG from the back of the figure to its front. */
  readonly layers: Record<'far' | 'under' | 'legs' | 'tucked' | 'lower' | 'body' | 'front' | 'arms', string>;
  readonly worn: { upper?: Bounds | undefined; lower?: Bounds | undefined; full?: Bounds | undefined };
  /** What is worn, in words. */
  readonly words: string[];
}

/** Cloth stands out from the ground behind it, from the skin beside it, and from the other garments. */
function chooseColors(random: Random, cloth: readonly string[], ground: string, skin: string) {
  const visible = cloth.filter(
    (color) => Math.abs(lightness(color) - lightness(ground)) > 0.13 && colorDistance(color, skin) > 0.13,
  );
  const pool = visible.length >= 2 ? visible : cloth;
  const main = random.pick(pool);
  const rest = cloth.filter(
    (color) => color !== main && Math.abs(lightness(color) - lightness(main)) > 0.1 && colorDistance(color, skin) > 0.1,
  );
  const second = random.chance(0.14) ? main : random.pick(rest.length > 0 ? rest : pool);
  const accents = cloth.filter((color) => color !== main && color !== second);
  return { main, second, accent: random.pick([...accents, second]) };
}

export function beginDressing(
  sheet: Sheet,
  random: Random,
  figure: Figure,
  person: Person,
  setting: { palette: Palette; ground: string; light: Light },
): Dressing {
  const colors = setting.palette.cloth;
  return {
    tailor: { sheet, figure, light: setting.light, random },
    person,
    masculine: figure.build === 'masculine',
    ...chooseColors(random, colors, setting.ground, person.skin),
    cloth: (color, patterned) => {
      const others = colors.filter((other) => other !== color);
      return makeFabric(sheet, random, figure.unit, color, others, patterned);
    },
    layers: { far: '', under: '', legs: '', tucked: '', lower: '', body: '', front: '', arms: '' },
    worn: {},
    words: [],
  };
}

const longSleeves = new Set<SleeveName | undefined>(['long', 'bishop', 'loose']);

/** Draws both arms, bare or in sleeves. @returns the bounds of the sleeves */
export function wearSleeves(
  { tailor, person, layers }: Dressing,
  sleeve: SleeveName | undefined,
  fabric: Fabric,
  ease: number,
): Bounds | undefined {
  const { sheet, figure, light } = tailor;
  let bounds: Bounds | undefined;
  for (const side of bothSides) {
    const drawSkin = longSleeves.has(sleeve) ? drawHand : drawArmSkin;
    let svg = drawSkin(sheet, figure, side, person.skin, light);
    if (sleeve) {
      const piece = drawSleeve(tailor, side, sleeve, fabric, ease);
      svg += piece.svg;
      bounds = unite(bounds, piece.bounds);
    }
    layers[figure.arms[side].behind ? 'far' : 'arms'] += svg;
  }
  return bounds;
}

export function wearTrousers(dressing: Dressing, fabric: Fabric, from = 0.68): Piece {
  const { tailor, words } = dressing;
  const { random, figure } = tailor;
  const { name, shape } = chooseTrousers(random, figure, from);
  words.push(`${fabric.description} ${name}`);
  return drawTrousers(tailor, shape, fabric, { crease: random.chance(0.3), denim: random.chance(0.25) });
}

function chooseNeckline({ masculine, tailor }: Dressing, sleeved: boolean): Neckline {
  const { random } = tailor;
  if (masculine) return random.weighted<Neckline>({ crew: 3, collar: 3, v: 1, turtle: 2 });
  if (!sleeved) return random.pick<Neckline>(['crew', 'turtle', 'scoop', 'v', 'collar']);
  return random.weighted<Neckline>({
    crew: 2,
    v: 1.4,
    scoop: 1,
    boat: 1.2,
    turtle: 1.2,
    collar: 1.6,
    straps: 0.9,
    off: 0.8,
    halter: 0.7,
    'deep v': 0.6,
  });
}

function chooseSleeve({ masculine, tailor }: Dressing, neckline: Neckline): SleeveName | undefined {
  const { random } = tailor;
  if (neckline === 'straps' || neckline === 'halter') return undefined;
  if (neckline === 'off') return random.chance(0.5) ? 'puff' : undefined;
  if (masculine) return random.pick<SleeveName>(['short', 'long', 'long', 'elbow']);
  return random.weighted<SleeveName>({
    cap: 0.8,
    short: 2,
    elbow: 1,
    long: 3,
    puff: 1,
    bishop: 1,
    bell: 0.8,
    loose: 0.7,
  });
}

/** A top, without sleeves where a jacket or coat goes over it. `hem` is where its body ends. */
export function drawTop(
  dressing: Dressing,
  fabric: Fabric,
  { tucked, sleeved }: { tucked: boolean; sleeved: boolean },
): Piece & { hem: number } {
  const { tailor, masculine, words } = dressing;
  const { random } = tailor;
  const neckline = chooseNeckline(dressing, sleeved);
  const ease = neckline === 'turtle' ? 0.04 : random.between(0.02, masculine ? 0.1 : 0.13);
  const chosen = tucked ? 0.71 : random.pick([0.6, 0.78, 0.95, 1.05, 1.12]);
  const hem = masculine && !tucked ? Math.max(0.95, chosen) : chosen;
  const body = drawTopBody(tailor, { neckline, hem, ease }, fabric, { buttons: neckline === 'collar' });
  const sleeves = sleeved ? wearSleeves(dressing, chooseSleeve(dressing, neckline), fabric, ease) : undefined;
  words.push(`${fabric.description} ${neckline === 'collar' ? 'shirt' : fabric.finish === 'knit' ? 'jumper' : 'top'}`);
  return { svg: body.svg, bounds: unite(body.bounds, sleeves) ?? body.bounds, hem: body.bounds.bottom };
}
