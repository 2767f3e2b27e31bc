import type { Look, Nearest } from '../../electron/contract/api/gallery';
import { formatRecipe, parseRecipe, roundShare } from '../../electron/contract/latent-recipe';
import { t } from '../text/text.svelte';
import type { StudioState } from './studio.svelte';

/** Which generator draws. */
export interface Generator {
  run: string;
  step: number;
  truncation: number | null;
}

const sameGenerator = (one: Generator | null, other: Generator) =>
  one?.run === other.run && one.step === other.step && one.truncation === other.truncation;

const neighbourCount = 8;
const crops = 3;

/** One look in the panel: what it resembles, its card, and its neighbours to go on with. */
export class LookPanelState {
  recipe = $state<string | null>(null);
  look = $state.raw<Look | null>(null);
  /** Looks that led here by variation, oldest first. */
  trail = $state.raw<readonly string[]>([]);
  neighbours = $state.raw<readonly Look[]>([]);
  /** How far the neighbours are, 0 to 1. */
  strength = $state(0.3);
  nearest = $state.raw<Nearest | null>(null);
  /** 0 to 1 while the photos of the dataset are looked at for the first time; null when nothing is awaited. */
  learning = $state<number | null>(null);
  #studio: StudioState;
  #generator: Generator | null = null;
  /** Looks that this generator has drawn, by recipe: what was seen already is shown at once. */
  #seen = new Map<string, Look>();
  #round = 0;
  #stop = new AbortController();

  constructor(studio: StudioState) {
    this.#studio = studio;
  }

  /**
   * @param trail the looks that led here; none for one that was picked from a sheet
   * @param seen  looks that the generator has drawn elsewhere
   */
  async open(
    generator: Generator,
    recipe: string,
    trail: readonly string[] = [],
    seen: readonly Look[] = [],
  ): Promise<void> {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    if (!sameGenerator(this.#generator, generator)) this.#seen.clear();
    this.#generator = generator;
    for (const look of seen) if (sameGenerator(look, generator)) this.#seen.set(look.recipe, look);
    this.#round = 0;
    this.recipe = recipe;
    this.look = this.#seen.get(recipe) ?? null;
    this.trail = trail;
    this.neighbours = [];
    this.nearest = null;
    const drawn = this.#draw([recipe], signal).then((looks) => {
      if (!signal.aborted) this.look = looks?.[0] ?? this.look;
    });
    await Promise.all([drawn, this.#findNearest(generator, recipe, signal), this.#drawNeighbours(signal)]);
  }

  close(): void {
    // What is being learned of the photos goes on: the next look will want it.
    this.recipe = null;
    this.look = null;
    this.trail = [];
  }

  /** Goes on with a neighbour. */
  follow(recipe: string): Promise<void> {
    if (!this.#generator || this.recipe === null) return Promise.resolve();
    return this.open(this.#generator, recipe, [...this.trail, this.recipe]);
  }

  back(): Promise<void> {
    const before = this.trail.at(-1);
    if (!this.#generator || before === undefined) return Promise.resolve();
    return this.open(this.#generator, before, this.trail.slice(0, -1));
  }

  /** Eight others. */
  again(): Promise<void> {
    this.#round += 1;
    return this.#drawNeighbours(this.#stop.signal);
  }

  async setStrength(strength: number): Promise<void> {
    this.strength = roundShare(strength);
    await this.#drawNeighbours(this.#stop.signal);
  }

  async #drawNeighbours(signal: AbortSignal): Promise<void> {
    const { recipe, strength } = this;
    if (recipe === null) return;
    const of = parseRecipe(recipe);
    const first = this.#round * neighbourCount + 1;
    const recipes = Array.from({ length: neighbourCount }, (_, place) =>
      formatRecipe({ kind: 'variation', of, seed: first + place, strength }),
    );
    const looks = await this.#draw(recipes, signal);
    if (looks && !signal.aborted && strength === this.strength) this.neighbours = looks;
  }

  async #draw(recipes: readonly string[], signal: AbortSignal): Promise<readonly Look[] | undefined> {
    const generator = this.#generator;
    if (!generator) return undefined;
    const { run, step, truncation } = generator;
    const answer = await this.#studio.attempt(t('failed.generate'), () =>
      this.#studio.client.run('gallery.draw', { run, checkpoint: step, truncation, recipes: [...recipes] }, { signal }),
    );
    if (sameGenerator(this.#generator, generator))
      for (const look of answer?.looks ?? []) this.#seen.set(look.recipe, look);
    return answer?.looks;
  }

  async #findNearest({ run, step, truncation }: Generator, recipe: string, signal: AbortSignal): Promise<void> {
    this.learning = 0;
    const found = await this.#studio.attempt(t('failed.nearest'), () =>
      this.#studio.client.run(
        'gallery.nearest',
        { run, checkpoint: step, truncation, recipe, count: crops },
        {
          onProgress: ({ done, total }) => {
            if (!signal.aborted) this.learning = total > 0 ? done / total : 0;
          },
        },
      ),
    );
    if (signal.aborted) return;
    this.learning = null;
    this.nearest = found ?? null;
  }
}
