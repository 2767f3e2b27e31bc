import { intersectionOverUnion } from '../ml/boxes';
import type { Bbox } from '../contract/words';

/** What is in one image and what a detector says is in it. */
export interface EvaluatedImage {
  truth: readonly { category: string; bbox: Bbox }[];
  found: readonly { category: string; bbox: Bbox; score: number }[];
}

const maximumDetections = 100;
const recallPoints = 101;

/**
 * Average precision of one category as COCO defines it: in every image, best score first, a box counts as right when it
 * overlaps a box of the truth, not taken yet, by at least `minimumIou`; the precision, made to fall, is then averaged over
 * 101 recalls. Crowds and sizes are left out.
 *
 * @returns 0 to 1, or NaN when no image holds the category
 * @see Lin et al., arXiv:1405.0312, and cocoapi's cocoeval.py (evaluateImg, accumulate)
 */
export function averagePrecision(images: readonly EvaluatedImage[], category: string, minimumIou = 0.5): number {
  const total = images.reduce((sum, { truth }) => sum + truth.filter((box) => box.category === category).length, 0);
  if (total === 0) return NaN;

  const ranked = images.flatMap((image) => matchImage(image, category, minimumIou)).sort((a, b) => b.score - a.score);
  const recalls: number[] = [];
  const precisions: number[] = [];
  let right = 0;
  for (const [index, { isRight }] of ranked.entries()) {
    if (isRight) right++;
    recalls.push(right / total);
    precisions.push(right / (index + 1));
  }
  for (let index = precisions.length - 2; index >= 0; index--)
    precisions[index] = Math.max(precisions[index]!, precisions[index + 1]!);

  let sum = 0;
  for (let point = 0; point < recallPoints; point++) {
    const at = recalls.findIndex((recall) => recall >= point / (recallPoints - 1));
    if (at >= 0) sum += precisions[at]!;
  }
  return sum / recallPoints;
}

/** The mean over these categories; those that no image holds do not count. */
export function meanAveragePrecision(
  images: readonly EvaluatedImage[],
  categories: readonly string[],
  minimumIou = 0.5,
): number {
  const values = categories
    .map((category) => averagePrecision(images, category, minimumIou))
    .filter((value) => !Number.isNaN(value));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function matchImage({ truth, found }: EvaluatedImage, category: string, minimumIou: number) {
  const wanted = truth.filter((box) => box.category === category);
  const taken = new Set<number>();
  return found
    .filter((box) => box.category === category)
    .sort((a, b) => b.score - a.score)
    .slice(0, maximumDetections)
    .map(({ bbox, score }) => {
      let best = Math.min(minimumIou, 1 - 1e-10);
      let match = -1;
      for (const [index, { bbox: other }] of wanted.entries()) {
        const overlap = taken.has(index) ? 0 : intersectionOverUnion(bbox, other);
        if (overlap < best) continue;
        best = overlap;
        match = index;
      }
      if (match >= 0) taken.add(match);
      return { score, isRight: match >= 0 };
    });
}
