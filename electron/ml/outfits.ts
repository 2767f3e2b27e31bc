import type { Bbox, Category, Detection } from '../contract/words';
import { areaOf, bestFirst, containment, intersectionOverUnion, unionOf } from './boxes';

/** A garment that covers the torso, the legs or both. */
type Garment = Detection & { category: Exclude<Category, 'outfit'> };

/** Below this share of the person's best score a box is more likely a second guess than a garment. */
const shareOfBest = 0.4;
/** An outfit that lies in a better one by this much, with less than half its score, is a second guess of that person. */
const secondGuess = { containment: 0.6, shareOfScore: 0.5 };

/**
 * The outfits that the model did not give: one person's Upper, Lower and Full boxes are brought together, and their
 * union is the outfit. A person for whom the model has an outfit box of its own gets none.
 *
 * @param detections one image's boxes after NMS, in pixels
 * @returns the derived outfits alone, best first, `derived: true`. An outfit's score is the mean of its parts' scores,
 *   each by its area: the larger garment decides more of the union.
 */
export function deriveOutfits(detections: readonly Detection[]): Detection[] {
  const given = detections.filter(({ category }) => category === 'outfit');
  const outfits: Detection[] = [];
  for (const outfit of bestFirst(groupByPerson(detections).map(outfitOf))) {
    if (given.some(({ bbox }) => isSamePerson(bbox, outfit.bbox))) continue;
    if (!outfits.some((better) => isSecondGuess(outfit, better))) outfits.push(outfit);
  }
  return outfits;
}

function isSecondGuess(outfit: Detection, better: Detection): boolean {
  return (
    outfit.score < secondGuess.shareOfScore * better.score &&
    containment(outfit.bbox, better.bbox) >= secondGuess.containment
  );
}

/**
 * Brings one person's garments together: complete-linkage clustering, so that two neighbours who each fit a third box
 * are still two people.
 *
 * @returns one list of garments a person, at least one garment each
 */
export function groupByPerson(detections: readonly Detection[]): Garment[][] {
  const garments = bestFirst(detections.filter((box): box is Garment => box.category !== 'outfit'));
  const people: (Garment[] | null)[] = garments.map((garment) => [garment]);
  const links = garments.map((a) => garments.map((b) => affinity(a, b)));

  for (;;) {
    let best = 0;
    let pair: [number, number] | undefined;
    for (let a = 0; a < people.length; a++)
      for (let b = a + 1; people[a] && b < people.length; b++)
        if (people[b] && links[a]![b]! > best) {
          best = links[a]![b]!;
          pair = [a, b];
        }
    if (!pair) return people.filter((person) => person !== null);
    const [into, from] = pair;
    people[into]!.push(...people[from]!);
    people[from] = null;
    // Complete linkage: what one of them does not fit, neither of them fits.
    for (let other = 0; other < people.length; other++) {
      const link = Math.min(links[into]![other]!, links[from]![other]!);
      links[into]![other] = link;
      links[other]![into] = link;
    }
  }
}

function outfitOf(person: readonly Garment[]): Detection {
  const best = Math.max(...person.map(({ score }) => score));
  const parts = person.filter(({ score }) => score >= shareOfBest * best);
  const areas = parts.map(({ bbox }) => areaOf(bbox));
  const total = areas.reduce((sum, area) => sum + area, 0);
  const score = parts.reduce((sum, part, index) => sum + part.score * areas[index]!, 0) / total;
  return { category: 'outfit', score, bbox: unionOf(parts.map(({ bbox }) => bbox)), derived: true };
}

/** A model's person box has a head and shoes besides: it holds the garments but need not be their union. */
function isSamePerson(outfit: Bbox, garments: Bbox): boolean {
  return areaOf(outfit) >= areaOf(garments)
    ? containment(outfit, garments) >= 0.7 && intersectionOverUnion(outfit, garments) >= 0.2
    : intersectionOverUnion(outfit, garments) >= 0.5;
}

/** How well two garments go with one body, 0 (not at all) to 1. Sure boxes bind first: a doubtful one must not part them. */
function affinity(a: Garment, b: Garment): number {
  return fit(a, b) * Math.min(a.score, b.score);
}

function fit(a: Garment, b: Garment): number {
  if (a.category === b.category) return isLayered(a.bbox, b.bbox) ? containment(a.bbox, b.bbox) : 0;
  const [above, below] = order[a.category] < order[b.category] ? [a, b] : [b, a];
  return Math.max(worn(above, below), stacked(above.bbox, below.bbox));
}

const order = { upper: 0, full: 1, lower: 2 } as const;

/** Two garments of one category on one person: a shirt under a jacket, a skirt over leggings. */
function isLayered(a: Bbox, b: Bbox): boolean {
  return containment(a, b) >= 0.6 && Math.abs(a[1] - b[1]) <= 0.35 * Math.max(a[3], b[3]);
}

/** One garment over the other: their tops go together for Upper and Full, their hems for Full and Lower. */
function worn(above: Garment, below: Garment): number {
  const [a, b] = [above.bbox, below.bbox];
  const share = containment(a, b);
  if (share < 0.5) return 0;
  let apart: number;
  if (above.category === 'upper' && below.category === 'full') apart = Math.abs(a[1] - b[1]);
  else if (above.category === 'full') apart = Math.max(0, a[1] + a[3] - (b[1] + b[3]));
  else return 0;
  const off = apart / (0.35 * Math.max(a[3], b[3]));
  return off >= 1 ? 0 : share * (1 - 0.5 * off);
}

/** One garment below the other on one body: in one column, meeting about the waist, of sizes that one body has. */
function stacked(above: Bbox, below: Bbox): number {
  const narrow = Math.min(above[2], below[2]);
  const wide = Math.max(above[2], below[2]);
  const shared = Math.min(above[0] + above[2], below[0] + below[2]) - Math.max(above[0], below[0]);
  if (shared < 0.5 * narrow || wide > 5 * narrow) return 0;
  if (Math.max(above[3], below[3]) > 6 * Math.min(above[3], below[3])) return 0;
  if (below[1] <= above[1] || below[1] + below[3] <= above[1] + above[3]) return 0;

  const gap = below[1] - (above[1] + above[3]);
  const reach = gap > 0 ? 0.4 * above[3] : above[3];
  const off = Math.abs(gap) / reach;
  if (off >= 1) return 0;
  // The column counts most: neighbours stand at the same height.
  return (shared / narrow) * (1 - 0.5 * off);
}
