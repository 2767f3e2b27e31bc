/** Where adaptive augmentation stands in a run; it goes into checkpoints. */
export interface Adaptation {
  /** Of the pictures that are changed, 0 to 1. */
  share: number;
  /** How far the discriminator knows the photos by heart, 0 to 1, smoothed; null before it was looked at. See {@link leadOf}. */
  lead: number | null;
}

export const unadapted: Adaptation = { share: 0, lead: null };

/** Mean logits of pictures that are not changed. */
export interface Judgement {
  /** Of photos that the discriminator learns from. */
  known: number;
  /** Of photos that it never saw. */
  heldOut: number;
  /** Of generated pictures. */
  generated: number;
}

/** The lead that is aimed at where nobody says otherwise; measured on fashion photos (decision 15). */
export const usualTarget = 0.2;

/** Pictures that a run learns from between two looks: a look costs some 1.5 % of them in time. */
export const picturesBetweenLooks = 1600;
/** Pictures of each kind in a look, and how many of them pass at once: few, for the training has the memory. */
export const picturesPerLook = 64;
export const picturesAtOnce = 16;
/** Held-out photos from which on a look says something. */
export const fewestHeldOut = 4;

/** From none to all within 16,000 pictures: a training of minutes, not of the paper's days, must adapt in time. */
const shareStep = picturesBetweenLooks / 16_000;
/** Changes leak into generated pictures where nearly all pictures are changed (section 2.2 of the paper). */
const largestShare = 0.8;
const smoothing = 0.2;

/**
 * How much nearer to generated pictures the discriminator places photos that it never saw than those that it learns from:
 * 0 where it tells them apart in no way, 1 where new photos are as false to it as generated pictures.
 *
 * @see Karras et al., arXiv:2006.06676, equation 1 (r_v)
 */
export function leadOf({ known, heldOut, generated }: Judgement): number {
  if (known <= generated) return 0;
  return Math.min(1, Math.max(0, (known - heldOut) / (known - generated)));
}

/**
 * After a look: more pictures are changed where the discriminator knows photos by heart, fewer where it does not.
 *
 * @param target the lead that is aimed at, 0 to 1
 * @see Karras et al., arXiv:2006.06676, section 3
 */
export function adapt({ share, lead: before }: Adaptation, judgement: Judgement, target: number): Adaptation {
  const now = leadOf(judgement);
  const lead = before === null ? now : before + smoothing * (now - before);
  const step = Math.sign(lead - target) * shareStep;
  return { share: Math.min(largestShare, Math.max(0, share + step)), lead };
}
