import type { TrainProgress } from '../../contract/training';

/** Something that a person should know about a training, with the numbers that show it. */
export interface Finding {
  kind: 'discriminator-wins' | 'discriminator-lost' | 'collapse';
  message: string;
}

/** Steps that a judgement looks back on: shorter swings belong to every GAN training. */
export const judgedSteps = 200;
/** Before this step the discriminator always wins: the generator has learned nothing yet. */
const firstJudgedStep = 400;
/** A real picture is told from a generated one with hardly an error (bce: 2 * 0.02 nats; hinge: margins all kept). */
const wonLoss = 0.04;
/** Both losses of chance level: 2 ln 2 for bce, 2 for hinge; from 1.5 times that on the discriminator is worse than a coin. */
const chanceLoss = { bce: 2 * Math.LN2, hinge: 2 };
const lostFactor = 1.5;
/** Generated pictures that vary less than this part of what real ones do look all the same. */
const collapsedShare = 0.25;

/**
 * Looks for a runaway in the last steps: one network has won for so long that the other learns nothing.
 *
 * @param rows metrics in order; only the last {@link judgedSteps} count
 */
export function judgeLosses(
  rows: readonly Pick<TrainProgress, 'step' | 'lossD' | 'lossG'>[],
  loss: 'bce' | 'hinge',
): Finding | null {
  const recent = rows.slice(-judgedSteps);
  const last = recent.at(-1);
  if (!last || recent.length < judgedSteps || last.step < firstJudgedStep) return null;
  const lossD = average(recent.map((row) => row.lossD));
  const lossG = average(recent.map((row) => row.lossG));
  const evidence = `over the last ${judgedSteps} steps lossD is ${lossD.toFixed(3)} and lossG ${lossG.toFixed(2)} on average`;
  if (lossD < wonLoss)
    return {
      kind: 'discriminator-wins',
      message: `The discriminator has won: ${evidence}, so the generator learns little. Augmentation (preset better), a smaller discriminator or more pictures help.`,
    };
  if (lossD > lostFactor * chanceLoss[loss])
    return {
      kind: 'discriminator-lost',
      message: `The discriminator is worse than a coin: ${evidence}. A smaller learning rate helps.`,
    };
  return null;
}

/**
 * Looks for mode collapse: different noise that gives the same picture.
 *
 * @param generated @param real [count][pixels], 0 to 255; at least two pictures each
 * @param pictureBytes bytes of one picture
 */
export function judgeDiversity(
  generated: ArrayLike<number>,
  real: ArrayLike<number>,
  pictureBytes: number,
): Finding | null {
  const found = diversity(generated, pictureBytes);
  const wanted = diversity(real, pictureBytes);
  if (found >= collapsedShare * wanted) return null;
  return {
    kind: 'collapse',
    message: `The generator draws nearly one picture: a pixel of its samples varies by ${found.toFixed(1)} of 255 from picture to picture where real ones vary by ${wanted.toFixed(1)}. Go back to an earlier checkpoint, or start again with the preset better or another seed.`,
  };
}

/** The standard deviation of a pixel over the pictures, averaged over pixels (root mean square). */
export function diversity(pictures: ArrayLike<number>, pictureBytes: number): number {
  const count = pictures.length / pictureBytes;
  let total = 0;
  for (let pixel = 0; pixel < pictureBytes; pixel++) {
    let sum = 0;
    let squares = 0;
    for (let picture = 0; picture < count; picture++) {
      const value = pictures[picture * pictureBytes + pixel] as number;
      sum += value;
      squares += value * value;
    }
    total += squares / count - (sum / count) ** 2;
  }
  return Math.sqrt(Math.max(0, total / pictureBytes));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
