import { hairColors, lightness, mixColors, skinTones } from './colors';
import type { Random } from './random';

export interface Person {
  readonly skin: string;
  readonly hair: string;
  readonly hairstyle: Hairstyle;
  readonly glasses: boolean;
  readonly lips: string;
}

export type Hairstyle =
  'bun' | 'bob' | 'long' | 'wavy' | 'ponytail' | 'crop' | 'afro' | 'slick' | 'hat' | 'beret' | 'scarf';

/** Casts a person: skin, hair and what the face shows of itself. */
export function castPerson(random: Random, masculine: boolean): Person {
  const skin = random.pick(skinTones);
  const styles: Record<Hairstyle, number> = masculine
    ? { crop: 5, slick: 3, afro: 1, bun: 0.7, hat: 0.8, bob: 0.2, long: 0, wavy: 0, ponytail: 0, beret: 0.5, scarf: 0 }
    : {
        bun: 2.4,
        bob: 2,
        long: 2,
        wavy: 2,
        ponytail: 1.6,
        crop: 0.8,
        afro: 1,
        slick: 0.8,
        hat: 1,
        beret: 0.6,
        scarf: 0.7,
      };
  const dark = lightness(skin) < 0.62;
  // A face must not melt into its hair.
  const apart = hairColors.filter((color) => Math.abs(lightness(color) - lightness(skin)) > 0.14);
  return {
    skin,
    hair: random.pick(dark && random.chance(0.85) ? apart.slice(0, 3) : apart),
    hairstyle: random.weighted(styles),
    glasses: random.chance(0.22),
    lips: masculine
      ? mixColors(skin, '#7a3a34', 0.35)
      : mixColors(skin, random.pick(['#b3262e', '#a8455a', '#8f2f3a', '#c25a4a']), 0.75),
  };
}
