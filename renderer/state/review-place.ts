import type { QueueKind } from './review-queue.svelte';

/** Where the review stands: what a reload brings back. */
export interface ReviewPlace {
  kind: QueueKind;
  imageId: number | null;
}

/** A place that was kept; what does not fit is as at first. */
export function readReviewPlace(kept: unknown): ReviewPlace {
  const { kind, imageId } = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, unknown>;
  return {
    kind: kind === 'reviewed' || kind === 'all' ? kind : 'open',
    imageId: typeof imageId === 'number' && Number.isInteger(imageId) ? imageId : null,
  };
}
