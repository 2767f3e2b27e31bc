import type { Annotation, Detection } from '../../electron/contract/words';

/** A box on the canvas: an annotation, or a proposal that nobody has touched yet. */
export interface EditBox extends Annotation {
  /** Shown as the detector proposed it; the first edit of the image makes it an annotation. */
  proposed: boolean;
  derived: boolean;
}

/** Proposals at or above `minScore` as boxes, with ids that annotations will keep. */
export function boxesFromProposals(proposals: readonly Detection[], minScore: number, newId: () => string): EditBox[] {
  return proposals
    .filter((proposal) => proposal.score >= minScore)
    .map(({ category, bbox, score, derived }) => ({
      id: newId(),
      category,
      bbox,
      score,
      origin: 'accepted',
      proposed: true,
      derived,
    }));
}

export const boxesFromAnnotations = (annotations: readonly Annotation[]): EditBox[] =>
  annotations.map((annotation) => ({ ...annotation, proposed: false, derived: false }));

/** What is sent: proposals that nobody touched count as accepted. */
export const toAnnotations = (boxes: readonly EditBox[]): Annotation[] =>
  boxes.map(({ id, category, bbox, origin, score }) => ({ id, category, bbox, origin, score }));
