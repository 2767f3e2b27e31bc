import { z } from 'zod';
import { Augmentation } from './training';

/** What the coach can have seen; each is one named rule in ml/gan/coach. */
export const FindingKind = z.enum([
  'starting',
  'early',
  'healthy',
  'discriminator-winning',
  'discriminator-won',
  'discriminator-lost',
  'augmenting',
  'collapse',
  'improving',
  'plateau',
  'worsening',
  'overfitting',
  'copying',
  'not-finite',
  'done',
]);
export type FindingKind = z.infer<typeof FindingKind>;

/** What a person can do about a finding, complete enough to be done by one button. */
export const Remedy = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  /** A new run with smaller steps: from this one's checkpoint `step`, or from the start where it is null. */
  z.object({
    kind: z.literal('lower-learning-rate'),
    step: z.int().nullable(),
    learningRate: z.number(),
    discriminatorRate: z.number(),
  }),
  /** A new run from an earlier checkpoint of this one; with smaller steps, or the same would happen again. */
  z.object({
    kind: z.literal('go-back-to-checkpoint'),
    step: z.int(),
    learningRate: z.number(),
    discriminatorRate: z.number(),
  }),
  /** A new run from this one's checkpoint `step`, augmented from there on as needed, to a goal that leaves it time to tell. */
  z.object({
    kind: z.literal('add-augmentation'),
    step: z.int(),
    augment: z.array(Augmentation),
    augmentTarget: z.number(),
    steps: z.int(),
  }),
  z.object({ kind: z.literal('restart-with-better') }),
  z.object({ kind: z.literal('more-pictures') }),
  /** End the run; its looks come from the checkpoint `step`. */
  z.object({ kind: z.literal('stop-here-best-was'), step: z.int() }),
]);
export type Remedy = z.infer<typeof Remedy>;

/** What the curves mean now, with the numbers that show it. */
export const Finding = z.object({
  kind: FindingKind,
  /** `warning` and `problem` want a person; `good` and `calm` do not. */
  severity: z.enum(['good', 'calm', 'warning', 'problem']),
  /** The numbers that the rule has looked at, by name: the values of the translated sentence. */
  evidence: z.record(z.string(), z.number()),
  /** For a person, in English. */
  message: z.string(),
  remedy: Remedy,
});
export type Finding = z.infer<typeof Finding>;
