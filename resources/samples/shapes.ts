import type { Figure } from './figure';
import type { SkirtShape } from './garments/skirt';
import type { TrouserShape } from './garments/trousers';
import type { Random } from './random';

export type Look =
  'top and trousers' | 'top and skirt' | 'jacket' | 'dress' | 'gown' | 'jumpsuit' | 'coat' | 'open coat';

/** What a figure of this build and pose wears. */
export function chooseLook(random: Random, figure: Figure): Look {
  // A skirt would have to be cut anew for a lap.
  if (figure.pose === 'sit') return random.pick<Look>(['top and trousers', 'jacket', 'jumpsuit']);
  return figure.build === 'masculine'
    ? random.weighted<Look>({ 'top and trousers': 4, jacket: 4, 'open coat': 2, coat: 1.2, jumpsuit: 0.5 })
    : random.weighted<Look>({
        dress: 4,
        gown: 1.7,
        'top and skirt': 2.6,
        'top and trousers': 2.6,
        jacket: 1.8,
        jumpsuit: 1.2,
        coat: 1.3,
        'open coat': 1.4,
      });
}

export interface NamedSkirt {
  readonly name: string;
  readonly shape: SkirtShape;
  readonly pleats: number;
}

type Range = readonly [low: number, high: number];

/** [length, hem, power, wave, pleats, from]: see {@link SkirtShape}. */
type SkirtCut = readonly [length: Range, hem: Range, power: number, wave: number, pleats: number, from?: number];

const skirts = {
  'pencil skirt': [[1.6, 2.4], [0.5, 0.6], 1, 0.005, 3],
  'mini skirt': [[0.7, 1.1], [0.72, 0.95], 0.8, 0.025, 7],
  'A-line skirt': [[1.4, 2.2], [0.95, 1.25], 0.9, 0.03, 8],
  'midi skirt': [[2.6, 3.3], [0.95, 1.35], 1, 0.035, 10],
  'full skirt': [[1.7, 2.6], [1.4, 1.75], 0.62, 0.05, 12],
  'maxi skirt': [[3.5, 4.4], [0.95, 1.5], 1.05, 0.04, 11],
} as const satisfies Record<string, SkirtCut>;

const dresses = {
  'mini dress': [[0.7, 1.2], [0.75, 0.95], 0.9, 0.02, 6],
  'sheath dress': [[1.5, 2.2], [0.56, 0.66], 1, 0.005, 4],
  'A-line dress': [[1.5, 2.4], [1.05, 1.4], 0.85, 0.03, 9],
  'tea dress': [[2.4, 3.2], [1.1, 1.5], 0.8, 0.045, 11],
  'slip dress': [[2.6, 3.6], [0.68, 0.85], 1, 0.012, 6],
  'tent dress': [[1.3, 2.8], [1.2, 1.6], 1, 0.03, 8, 0.3],
  'shirt dress': [[1.6, 2.8], [0.85, 1.1], 0.9, 0.02, 6],
} as const satisfies Record<string, SkirtCut>;

const gowns = {
  'ball gown': [[4.6, 4.8], [2, 2.5], 0.55, 0.05, 15],
  'column gown': [[4.5, 4.8], [0.75, 0.95], 1, 0.02, 7],
  'mermaid gown': [[4.5, 4.8], [1.35, 1.75], 3, 0.04, 8],
  'A-line gown': [[4.4, 4.8], [1.5, 1.9], 0.95, 0.04, 12],
} as const satisfies Record<string, SkirtCut>;

/** Cuts that can fall in tiers, or be longer behind than in front. */
const soft = new Set([
  'A-line skirt',
  'midi skirt',
  'full skirt',
  'maxi skirt',
  'tea dress',
  'A-line gown',
  'ball gown',
  'tent dress',
]);

function cutSkirt(random: Random, name: string, cut: SkirtCut, waist: number): NamedSkirt {
  const [length, hem, power, wave, pleats, from = waist] = cut;
  const shape = {
    from,
    length: random.between(...length),
    hem: random.between(...hem),
    power,
    wave,
    ease: 0.05,
    tiers: soft.has(name) && random.chance(0.22) ? random.integer(2, 4) : 0,
    rise: soft.has(name) && random.chance(0.18) ? random.between(0.4, 0.9) : 0,
  };
  const kind = shape.tiers > 0 ? `tiered ${name}` : name;
  return { name: kind, shape, pleats };
}

function chooseFrom(random: Random, cuts: Readonly<Record<string, SkirtCut>>, waist: number): NamedSkirt {
  const [name, cut] = random.pick(Object.entries(cuts));
  return cutSkirt(random, name, cut, waist);
}

export const chooseSkirt = (random: Random) => chooseFrom(random, skirts, 0.64);
export const chooseDress = (random: Random) => chooseFrom(random, dresses, 0.66);
export const chooseGown = (random: Random) => chooseFrom(random, gowns, 0.66);

const trousers = {
  slim: { length: 0.97, thigh: 0.31, knee: 0.19, hem: 0.12 },
  straight: { length: 1, thigh: 0.34, knee: 0.26, hem: 0.23 },
  wide: { length: 1, thigh: 0.38, knee: 0.4, hem: 0.44 },
  flare: { length: 1, thigh: 0.31, knee: 0.21, hem: 0.4 },
  shorts: { length: 0.34, thigh: 0.38, knee: 0.4, hem: 0.4 },
  culottes: { length: 0.74, thigh: 0.37, knee: 0.4, hem: 0.44 },
} as const;

/** A pair of trousers that begins at torso position `from`. */
export function chooseTrousers(random: Random, figure: Figure, from: number): { name: string; shape: TrouserShape } {
  const kind =
    figure.pose === 'sit'
      ? random.pick(['slim', 'straight', 'wide'] as const)
      : random.weighted<keyof typeof trousers>({
          slim: 2.4,
          straight: 2,
          wide: 2.2,
          flare: 1,
          shorts: figure.build === 'masculine' ? 0.7 : 1.2,
          culottes: 0.8,
        });
  const short = kind === 'shorts' || kind === 'culottes';
  return { name: short ? kind : `${kind} trousers`, shape: { from, ...trousers[kind] } };
}
