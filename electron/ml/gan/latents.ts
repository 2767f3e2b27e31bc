import { formatRecipe, type LatentRecipe } from '../../contract/latent-recipe';
import { Random } from '../rng';

/** Keeps the noise of variations apart from that of looks with the same seed. */
const variationStream = 0x7661_7279;

/**
 * Turns recipes into latent vectors. Picture i of a seed is the same whatever else is drawn; pictures of one seed asked
 * for in ascending order cost one pass over its random numbers.
 */
export class LatentDrawer {
  readonly #streams = new Map<number, { random: Random; next: number }>();

  /**
   * @param truncation no number of a vector is further from 0 than this: what is further is drawn again, from a
   *   stream of its own, so that all other numbers stay what they are. Looks become more alike and less daring. Null: as
   *   they come. Brock et al., arXiv:1809.11096, section 3.1
   */
  constructor(
    private readonly latentDim: number,
    private readonly truncation: number | null = null,
  ) {}

  /** @returns [latentDim] */
  latentOf(recipe: LatentRecipe): Float32Array {
    if (recipe.kind === 'seed') return this.#ofSeed(recipe.seed, recipe.index);
    if (recipe.kind === 'blend')
      return blendLatents(this.latentOf(recipe.from), this.latentOf(recipe.to), recipe.weight);
    const noise = this.#truncate(
      Random.fromSeed(recipe.seed, variationStream).normals(this.latentDim),
      recipe.seed,
      -1,
    );
    return varyLatent(this.latentOf(recipe.of), noise, recipe.strength);
  }

  /** @returns [recipes.length, latentDim] */
  latentsOf(recipes: readonly LatentRecipe[]): Float32Array {
    const latents = new Float32Array(recipes.length * this.latentDim);
    for (const [row, recipe] of recipes.entries()) {
      const latent = this.latentOf(recipe);
      if (!latent.every(Number.isFinite)) throw new Error(`Expected finite numbers for ${formatRecipe(recipe)}.`);
      latents.set(latent, row * this.latentDim);
    }
    return latents;
  }

  #ofSeed(seed: number, index: number): Float32Array {
    const known = this.#streams.get(seed);
    const stream = known && known.next <= index ? known : { random: Random.fromSeed(seed), next: 0 };
    this.#streams.set(seed, stream);
    let latent: Float32Array = new Float32Array(this.latentDim);
    for (; stream.next <= index; stream.next++) latent = stream.random.normals(this.latentDim);
    return this.#truncate(latent, seed, index);
  }

  #truncate(latent: Float32Array, seed: number, index: number): Float32Array {
    const limit = this.truncation;
    if (limit === null) return latent;
    const random = Random.fromSeed(seed, index + 2);
    return latent.map((value) => {
      let drawn = value;
      while (Math.abs(drawn) > limit) drawn = random.normals(1)[0] as number;
      return drawn;
    });
  }
}

/**
 * The point at a share of the way from one vector to another on the great circle through both, with the length going
 * evenly from one to the other: on the straight line between two normal vectors lie lengths that the generator has never seen.
 *
 * @see Shoemake 1985; White, arXiv:1609.04468, section 2.1
 */
export function blendLatents(from: Float32Array, to: Float32Array, weight: number): Float32Array {
  if (weight === 0) return from;
  if (weight === 1) return to;
  const [a, b] = [lengthOf(from), lengthOf(to)];
  if (a === 0 || b === 0) return from.map((value, at) => value * (1 - weight) + (to[at] as number) * weight);
  const cosine = from.reduce((sum, value, at) => sum + value * (to[at] as number), 0) / (a * b);
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  const sine = Math.sin(angle);
  // The same or the opposite direction: there is no one great circle, and the straight line is as good.
  const [left, right] =
    sine < 1e-4 ? [1 - weight, weight] : [Math.sin((1 - weight) * angle) / sine, Math.sin(weight * angle) / sine];
  const length = a * (1 - weight) + b * weight;
  return from.map((value, at) => length * (left * (value / a) + right * ((to[at] as number) / b)));
}

/**
 * A vector mixed with fresh noise so that the result is normal again: cos(s pi/2) z + sin(s pi/2) noise.
 *
 * @param strength 0 to 1
 */
export function varyLatent(latent: Float32Array, noise: Float32Array, strength: number): Float32Array {
  const [keep, add] = [Math.cos((strength * Math.PI) / 2), Math.sin((strength * Math.PI) / 2)];
  return latent.map((value, at) => keep * value + add * (noise[at] as number));
}

const lengthOf = (vector: Float32Array): number => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
