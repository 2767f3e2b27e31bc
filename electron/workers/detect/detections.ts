import type { ModelManifest } from '../../contract/model-manifest';
import type { Detection } from '../../contract/words';
import { bestFirst, clipBbox, suppressOverlaps, toImagePixels, type Placement } from '../../ml/boxes';
import { deriveOutfits } from '../../ml/outfits';
import type { Candidate } from './adapters/adapter';

export const maximumDetections = 100;
/** Candidates of one category that suppression looks at; the rest are worse than these. */
const maximumCandidates = 300;

/** What candidates are boxes of. */
export interface DetectedImage {
  /** Where the image lies in the model's input. */
  placement: Placement;
  /** Pixels of the upright image. */
  width: number;
  height: number;
}

/**
 * A model's boxes as the product's: its categories for the model's, pixels of the upright image, clipped to it, one box a
 * garment (NMS), and the outfits that follow from them.
 *
 * @returns best first, at most {@link maximumDetections}, none below `minimumScore`
 */
export function toDetections(
  candidates: readonly Candidate[],
  manifest: ModelManifest,
  image: DetectedImage,
  minimumScore: number,
): Detection[] {
  const taken = new Map<string, number>();
  const proposed: Detection[] = [];
  for (const { category: index, score, bbox } of bestFirst(candidates)) {
    const category = manifest.categories[index]?.maps;
    if (!category || score < minimumScore) continue;
    const clipped = clipBbox(
      toImagePixels(bbox, image.placement, image.width, image.height),
      image.width,
      image.height,
    );
    const count = taken.get(category) ?? 0;
    if (!clipped || count >= maximumCandidates) continue;
    taken.set(category, count + 1);
    proposed.push({ category, score, bbox: clipped, derived: false });
  }
  const garments = suppressOverlaps(proposed, manifest.nmsIou).slice(0, maximumDetections);
  const outfits = deriveOutfits(garments).filter(({ score }) => score >= minimumScore);
  return bestFirst([...garments, ...outfits]).slice(0, maximumDetections);
}
