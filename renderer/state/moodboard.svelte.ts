import type { KeptLook, Look } from '../../electron/contract/api/gallery';
import { blendSeries, formatRecipe, parseRecipe } from '../../electron/contract/latent-recipe';
import { t } from '../text/text.svelte';
import { familyOf } from './family';
import type { Generator } from './look-panel.svelte';
import type { StudioState } from './studio.svelte';

/** Pictures of the strip between two looks, both included. */
export const stripLength = 13;

/** The looks that a person has kept, and what is bred from them. */
export class MoodboardState {
  /** Newest first. */
  kept = $state.raw<readonly KeptLook[]>([]);
  /** The looks on the bench, at most two. */
  bench = $state.raw<readonly KeptLook[]>([]);
  /** From the first look on the bench to the second. */
  strip = $state.raw<readonly Look[]>([]);
  /** Place in the strip of the child that is looked at. */
  place = $state(Math.floor(stripLength / 2));
  /** Pixel paths of the ancestors that were not kept, by their key in the family. */
  ancestors = $state.raw<ReadonlyMap<string, string>>(new Map());
  family = $derived(familyOf(this.kept));
  child = $derived(this.strip[this.place] ?? null);
  #studio: StudioState;
  #run: string | null = null;
  #stop = new AbortController();

  constructor(studio: StudioState) {
    this.#studio = studio;
  }

  /** @param bench ids of the looks that lay on the bench */
  async load(run: string, bench: readonly string[]): Promise<void> {
    this.#run = run;
    this.kept = [];
    this.bench = [];
    this.strip = [];
    const kept = await this.#studio.attempt(t('failed.kept'), () => this.#studio.client.run('gallery.kept', { run }));
    if (!kept || this.#run !== run) return;
    this.kept = kept;
    this.bench = bench.flatMap((id) => kept.find((look) => look.id === id) ?? []);
    await Promise.all([this.drawStrip(), this.drawAncestors()]);
  }

  find({ step, truncation }: Generator, recipe: string): KeptLook | undefined {
    return this.kept.find((look) => look.step === step && look.truncation === truncation && look.recipe === recipe);
  }

  /** Keeps a look, or lets go of one that was kept. */
  async toggle(generator: Generator, recipe: string): Promise<void> {
    const { run, step, truncation } = generator;
    const known = this.find(generator, recipe);
    if (known) return this.drop(known);
    const look = await this.#studio.attempt(t('failed.keep'), () =>
      this.#studio.client.run('gallery.keep', { run, step, truncation, recipe }),
    );
    if (look && this.#run === run) this.kept = [look, ...this.kept.filter(({ id }) => id !== look.id)];
    await this.drawAncestors();
  }

  async drop(look: KeptLook): Promise<void> {
    const { run, id } = look;
    const done = await this.#studio.attempt(t('failed.keep'), () =>
      this.#studio.client.run('gallery.drop', { run, id }),
    );
    if (!done) return;
    this.kept = this.kept.filter((known) => known.id !== id);
    if (this.bench.some((known) => known.id === id))
      await this.#setBench(this.bench.filter((known) => known.id !== id));
    await this.drawAncestors();
  }

  /** Puts a look on the bench, or takes it off; a third takes the place of the second. */
  async pick(look: KeptLook): Promise<void> {
    const there = this.bench.some(({ id }) => id === look.id);
    await this.#setBench(there ? this.bench.filter(({ id }) => id !== look.id) : [...this.bench.slice(0, 1), look]);
  }

  async #setBench(bench: readonly KeptLook[]): Promise<void> {
    this.bench = bench;
    await this.drawStrip();
  }

  /** What draws the strip: the generator of the first look; the second is read from its card. */
  get generator(): Generator | null {
    const [first] = this.bench;
    return first ? { run: first.run, step: first.step, truncation: first.truncation } : null;
  }

  async drawStrip(): Promise<void> {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.strip = [];
    this.place = Math.floor(stripLength / 2);
    const [first, second] = this.bench;
    if (!first || !second) return;
    const recipes = blendSeries(parseRecipe(first.recipe), parseRecipe(second.recipe), stripLength).map(formatRecipe);
    const { run, step, truncation } = first;
    const drawn = await this.#studio.attempt(t('failed.generate'), () =>
      this.#studio.client.run('gallery.draw', { run, checkpoint: step, truncation, recipes }, { signal }),
    );
    if (drawn && !signal.aborted) this.strip = drawn.looks;
  }

  async drawAncestors(): Promise<void> {
    const run = this.#run;
    const missing = this.family.filter((member) => !member.kept && !this.ancestors.has(member.key));
    if (run === null || missing.length === 0) return;
    const found = new Map(this.ancestors);
    for (const group of groups(missing)) {
      const { step, truncation } = group[0]!;
      const recipes = group.map(({ recipe }) => recipe);
      const drawn = await this.#studio.attempt(t('failed.generate'), () =>
        this.#studio.client.run('gallery.draw', { run, checkpoint: step, truncation, recipes }),
      );
      drawn?.looks.forEach((look, at) => {
        if (look.pixels !== null) found.set(group[at]!.key, look.pixels);
      });
    }
    if (this.#run === run) this.ancestors = found;
  }
}

/** Members that one generator draws. */
function groups<T extends { step: number; truncation: number | null }>(members: readonly T[]): T[][] {
  const all = new Map<string, T[]>();
  for (const member of members) {
    const key = `${member.step} ${member.truncation}`;
    all.set(key, [...(all.get(key) ?? []), member]);
  }
  return [...all.values()];
}
