import { z } from 'zod';
import { StudioError } from './errors';
import { say, type Said } from './said';

/**
 * How a latent vector is made, so that a look can be drawn again from these few numbers: picture `index` of a seed, a
 * blend of two others, or a small change of another.
 */
export type LatentRecipe =
  | { kind: 'seed'; seed: number; index: number }
  /** `weight` 0: all of `from`; 1: all of `to`. */
  | { kind: 'blend'; from: LatentRecipe; to: LatentRecipe; weight: number }
  /** `strength` 0: `of` itself; 1: a look that has nothing to do with it. */
  | { kind: 'variation'; of: LatentRecipe; seed: number; strength: number };

const largestSeed = 0xffff_ffff;
const largestIndex = 1_000_000;
const longestText = 4000;
const deepest = 64;

/** Weights and strengths are written with four decimals: what is written is what was drawn. */
export const roundShare = (share: number): number => Math.round(share * 10_000) / 10_000;

/** A recipe in the words of a seed card: `7#3`, `mix(7#3,7#9,0.5)`, `vary(7#3,12,0.35)`. */
export function formatRecipe(recipe: LatentRecipe): string {
  if (recipe.kind === 'seed') return `${recipe.seed}#${recipe.index}`;
  if (recipe.kind === 'blend')
    return `mix(${formatRecipe(recipe.from)},${formatRecipe(recipe.to)},${String(recipe.weight)})`;
  return `vary(${formatRecipe(recipe.of)},${recipe.seed},${String(recipe.strength)})`;
}

/**
 * The other way round; spaces do not matter.
 *
 * @throws {StudioError} `invalid-params` saying where the text stops making sense
 */
export function parseRecipe(text: string): LatentRecipe {
  const reader = new RecipeReader(text);
  const recipe = reader.recipe(0);
  reader.end();
  return recipe;
}

/** The looks that a recipe was made of; none for a seed. */
export function parentsOf(recipe: LatentRecipe): readonly LatentRecipe[] {
  if (recipe.kind === 'seed') return [];
  return recipe.kind === 'blend' ? [recipe.from, recipe.to] : [recipe.of];
}

/** Recipes on the way from one look to another, both ends included. @param frames at least 2 */
export function blendSeries(from: LatentRecipe, to: LatentRecipe, frames: number): LatentRecipe[] {
  return Array.from({ length: frames }, (_, frame) => {
    const weight = roundShare(frame / (frames - 1));
    return weight === 0 ? from : weight === 1 ? to : { kind: 'blend', from, to, weight };
  });
}

/** A recipe as text, in frames and files. */
export const RecipeText = z
  .string()
  .max(longestText)
  .superRefine((text, context) => {
    try {
      parseRecipe(text);
    } catch (error) {
      const { message, said } = error as StudioError;
      context.addIssue({ code: 'custom', message, params: { said } });
    }
  });

class RecipeReader {
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text.replace(/\s+/g, '');
    if (this.#text.length > longestText) this.#fail(say('recipe.characters', { count: longestText }));
  }

  recipe(depth: number): LatentRecipe {
    if (depth > deepest) this.#fail(say('recipe.generations', { count: deepest }));
    if (this.#take('mix(')) {
      const from = this.recipe(depth + 1);
      this.#expect(',');
      const to = this.recipe(depth + 1);
      this.#expect(',');
      const weight = this.#share();
      this.#expect(')');
      return { kind: 'blend', from, to, weight };
    }
    if (this.#take('vary(')) {
      const of = this.recipe(depth + 1);
      this.#expect(',');
      const seed = this.#whole(largestSeed, say('recipe.seed'));
      this.#expect(',');
      const strength = this.#share();
      this.#expect(')');
      return { kind: 'variation', of, seed, strength };
    }
    const seed = this.#whole(largestSeed, say('recipe.first'));
    this.#expect('#');
    return { kind: 'seed', seed, index: this.#whole(largestIndex, say('recipe.look')) };
  }

  end(): void {
    if (this.#at < this.#text.length) this.#fail(say('recipe.end'));
  }

  #take(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  #expect(word: string): void {
    if (!this.#take(word)) this.#fail(say('recipe.word', { word }));
  }

  #number(pattern: RegExp, largest: number, what: Said): number {
    const found = pattern.exec(this.#text.slice(this.#at))?.[0];
    if (found === undefined || Number(found) > largest) this.#fail(what);
    this.#at += found.length;
    return Number(found);
  }

  #whole(largest: number, what: Said): number {
    return this.#number(/^\d{1,10}/, largest, what);
  }

  #share(): number {
    return roundShare(this.#number(/^\d(\.\d{1,17})?/, 1, say('recipe.share')));
  }

  #fail(expected: Said): never {
    const shown = this.#text.length > 80 ? `${this.#text.slice(0, 80)}…` : this.#text;
    throw new StudioError('invalid-params', say('recipe.wrong', { text: shown, expected, place: this.#at + 1 }));
  }
}
