import type { KeptLook, Look, LookCard } from '../../electron/contract/api/gallery';
import { blendSeries, formatRecipe, parseRecipe } from '../../electron/contract/latent-recipe';
import { t } from '../text/text.svelte';
import { familyOf } from './family';
import type { Generator } from './look-panel.svelte';
import type { StudioState } from './studio.svelte';

/** Pictures of the strip between two looks, both included. */
export const stripLength = 13;

/** The looks that a person has kept, and what is bred from them. */
export class MoodboardState {
  #all = $state.raw<readonly KeptLook[]>([]);
  /** What was asked for and is not confirmed yet, by the key of a look: whether it is to be kept. Shown as if it were done. */
  #asked = $state.raw<ReadonlyMap<string, boolean>>(new Map());
  /** Newest first. */
  kept = $derived(this.#all.filter((look) => this.#asked.get(keyOf(look, look.recipe)) !== false));
  /** Of all that are kept, those too that are on their way. */
  count = $derived.by(() => {
    const there = new Set(this.#all.map((look) => keyOf(look, look.recipe)));
    return this.kept.length + [...this.#asked].filter(([key, keep]) => keep && !there.has(key)).length;
  });
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
  #turn: Promise<void> = Promise.resolve();

  constructor(studio: StudioState) {
    this.#studio = studio;
  }

  /** @param bench ids of the looks that lay on the bench */
  async load(run: string, bench: readonly string[]): Promise<void> {
    this.#run = run;
    this.#all = [];
    this.bench = [];
    this.strip = [];
    const kept = await this.#studio.attempt(t('failed.kept'), () => this.#studio.client.run('gallery.kept', { run }));
    if (!kept || this.#run !== run) return;
    this.#all = kept;
    this.bench = bench.flatMap((id) => kept.find((look) => look.id === id) ?? []);
    await Promise.all([this.drawStrip(), this.drawAncestors()]);
  }

  /** Nothing is drawn any more. */
  leave(): void {
    this.#run = null;
    this.#stop.abort();
  }

  find({ step, truncation }: Generator, recipe: string): KeptLook | undefined {
    return this.kept.find((look) => look.step === step && look.truncation === truncation && look.recipe === recipe);
  }

  /** Whether a look is kept, or has just been asked for. */
  isKept(generator: Generator, recipe: string): boolean {
    return this.#asked.get(keyOf(generator, recipe)) ?? this.find(generator, recipe) !== undefined;
  }

  /** Keeps a look, or lets go of one that was kept. */
  async toggle(generator: Generator, recipe: string): Promise<void> {
    await this.#ask(generator, recipe, !this.isKept(generator, recipe));
  }

  /** @returns the look, once it is kept; undefined where it could not be */
  async keep(generator: Generator, recipe: string): Promise<KeptLook | undefined> {
    await (this.isKept(generator, recipe) ? this.#turn : this.#ask(generator, recipe, true));
    return this.find(generator, recipe);
  }

  async drop(look: KeptLook): Promise<void> {
    await this.#ask(look, look.recipe, false);
  }

  /** Shows at once what is asked for, and sees to it one look after the other: what was asked last is what becomes true. */
  async #ask(generator: Generator, recipe: string, keep: boolean): Promise<void> {
    const card = { run: generator.run, step: generator.step, truncation: generator.truncation, recipe };
    const known = this.find(generator, recipe);
    this.#asked = new Map(this.#asked).set(keyOf(card, recipe), keep);
    this.#turn = this.#turn.then(() => this.#settle(card, known));
    await this.#turn;
  }

  async #settle(card: LookCard, before: KeptLook | undefined): Promise<void> {
    const key = keyOf(card, card.recipe);
    const keep = this.#asked.get(key);
    const known = this.#all.find((look) => keyOf(look, look.recipe) === key) ?? before;
    if (keep === true && !known) await this.#keep(card);
    if (keep === false && known) await this.#letGo(known);
    // A failure takes it back; what was asked for meanwhile has a turn of its own.
    if (this.#asked.get(key) === keep) this.#asked = new Map([...this.#asked].filter(([other]) => other !== key));
    await this.drawAncestors();
  }

  async #keep(card: LookCard): Promise<void> {
    const look = await this.#studio.attempt(t('failed.keep'), () => this.#studio.client.run('gallery.keep', card));
    if (look && this.#run === card.run) this.#all = [look, ...this.#all.filter(({ id }) => id !== look.id)];
  }

  async #letGo({ run, id }: KeptLook): Promise<void> {
    const done = await this.#studio.attempt(t('failed.keep'), () =>
      this.#studio.client.run('gallery.drop', { run, id }),
    );
    if (!done) return;
    this.#all = this.#all.filter((known) => known.id !== id);
    if (this.bench.some((known) => known.id === id))
      await this.#setBench(this.bench.filter((known) => known.id !== id));
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
    if (run === null) return;
    const missing = this.family.filter((member) => !member.kept && !this.ancestors.has(member.key));
    if (missing.length === 0) return;
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

const keyOf = ({ run, step, truncation }: Generator, recipe: string) => `${run} ${step} ${truncation} ${recipe}`;

/** Members that one generator draws. */
function groups<T extends { step: number; truncation: number | null }>(members: readonly T[]): T[][] {
  const all = new Map<string, T[]>();
  for (const member of members) {
    const key = `${member.step} ${member.truncation}`;
    all.set(key, [...(all.get(key) ?? []), member]);
  }
  return [...all.values()];
}
