import type { KeptLook } from '../../electron/contract/api/gallery';
import { formatRecipe, parentsOf, parseRecipe } from '../../electron/contract/latent-recipe';
import type { LatentRecipe } from '../../electron/contract/latent-recipe';

/** A look of a family tree: kept, or only an ancestor of one that is. */
export interface FamilyMember {
  key: string;
  recipe: string;
  step: number;
  truncation: number | null;
  /** Null for an ancestor that was not kept. */
  kept: KeptLook | null;
  /** 0 for a look of a seed; one more than the older parent's. */
  generation: number;
  /** Keys of the looks that it was made of. */
  parents: readonly string[];
  /** Place in its row, from the left. */
  place: number;
}

/**
 * Where kept looks come from: each with its ancestors, every look once, in rows by generation. Members that lie below one
 * another follow their parents from left to right, so that few lines cross.
 */
export function familyOf(kept: readonly KeptLook[]): FamilyMember[] {
  const members = new Map<string, FamilyMember>();
  const add = (recipe: LatentRecipe, source: KeptLook): FamilyMember => {
    const text = formatRecipe(recipe);
    const { step, truncation } = source;
    const key = `${step} ${truncation} ${text}`;
    const known = members.get(key);
    if (known) return known;
    const parents = parentsOf(recipe).map((parent) => add(parent, source));
    const generation = parents.reduce((oldest, parent) => Math.max(oldest, parent.generation + 1), 0);
    const keys = [...new Set(parents.map((parent) => parent.key))];
    const member = { key, recipe: text, step, truncation, kept: null, generation, parents: keys, place: 0 };
    members.set(key, member);
    return member;
  };
  // Oldest first: what was kept earlier stands further to the left.
  for (const look of [...kept].reverse()) add(parseRecipe(look.recipe), look).kept = look;
  const all = [...members.values()];
  const last = all.reduce((most, { generation }) => Math.max(most, generation), 0);
  for (let generation = 0; generation <= last; generation++) {
    const row = all.filter((member) => member.generation === generation);
    const wish = (member: FamilyMember) => {
      const places = member.parents.map((key) => members.get(key)!.place);
      return places.length > 0 ? places.reduce((sum, place) => sum + place, 0) / places.length : Infinity;
    };
    const wishes = new Map(row.map((member) => [member, wish(member)]));
    row.sort((a, b) => (wishes.get(a)! === wishes.get(b)! ? 0 : wishes.get(a)! - wishes.get(b)!));
    row.forEach((member, place) => (member.place = place));
  }
  return all.sort((a, b) => a.generation - b.generation || a.place - b.place);
}
