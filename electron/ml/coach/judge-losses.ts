import type { Finding, Remedy } from '../../contract/coach';
import type { TrainConfig } from '../../contract/training';
import { average, firstJudgedStep, heldSince, judgedSteps, type CoachRow } from './rows';
import { addAugmentation, lowerRates, restart } from './remedies';

/** D(x) - D(G(z)) from which on the discriminator is far ahead. Healthy runs on real crops keep between 0.2 and 0.75. */
const winningGap = 0.85;
/**
 * Steps in which a lead like that usually melts away. (The article's network on 1,753 outfit crops leads by 0.97 until step 300 and
 * stands at 0.7 by step 550; from there on nothing is lost.)
 */
const usualRecovery = 600;
/** A real picture is told from a generated one with hardly an error (bce: 2 * 0.02 nats; hinge: margins all kept). */
const wonLoss = 0.04;
/**
 * Passes over the photos from which on a discriminator that wins is likely to know them by heart, so that augmentation helps and
 * smaller steps do not. After 35 passes over 1,845 crops smaller steps made the looks worse, and after 48 augmentation made them
 * better, but not where the discriminator led by 0.69 only (decision 15); StyleGAN2, which learns more slowly, gets worse from a
 * hundred passes over 2,000 pictures on (Karras et al., arXiv:2006.06676, figure 1a).
 */
const learnedByHeart = 30;
/** Both losses of chance level: 2 ln 2 for bce, 2 for hinge; from 1.5 times that on the discriminator is worse than a coin. */
const chanceLoss = { bce: 2 * Math.LN2, hinge: 2 };
const lostFactor = 1.5;

/** What helps against a discriminator that has won. Smaller steps harm once it knows the photos by heart. */
function against(config: TrainConfig, restartStep: number | null, epoch: number): Remedy {
  if (config.preset === 'article') return restart;
  if (epoch < learnedByHeart) return lowerRates(config, restartStep);
  return addAugmentation(config, restartStep, epoch) ?? { kind: 'more-pictures' };
}

/**
 * How the two networks stand against each other in the last steps: the rules `discriminator-lost`, `discriminator-won`,
 * `discriminator-winning` and `healthy`; `early` before there is enough to judge by.
 *
 * @param rows metrics in order, at least one
 * @param restartStep newest checkpoint that a new run could start from
 */
export function judgeLosses(rows: readonly CoachRow[], config: TrainConfig, restartStep: number | null): Finding {
  const recent = rows.slice(-judgedSteps);
  const step = recent.at(-1)?.step ?? 0;
  const of = (name: 'lossD' | 'lossG' | 'dReal' | 'dFake') => average(recent.map((row) => row[name]));
  const [lossD, lossG, dReal, dFake] = [of('lossD'), of('lossG'), of('dReal'), of('dFake')];
  const figures = `over the last ${recent.length} steps D(x) is ${dReal.toFixed(2)} and D(G(z)) ${dFake.toFixed(2)} on average, lossD ${lossD.toFixed(3)} and lossG ${lossG.toFixed(2)}`;
  const evidence = { dReal, dFake, lossD, lossG, steps: recent.length };
  const judged = recent.length >= judgedSteps && step >= firstJudgedStep;

  if (judged && lossD > lostFactor * chanceLoss[config.loss])
    return {
      kind: 'discriminator-lost',
      severity: 'warning',
      evidence: { ...evidence, chance: chanceLoss[config.loss] },
      message: `The discriminator is worse than a coin: ${figures}, where guessing would give lossD ${chanceLoss[config.loss].toFixed(2)}. A smaller learning rate helps.`,
      remedy: lowerRates(config, restartStep),
    };
  const isWinning = (part: readonly CoachRow[]) =>
    average(part.map((row) => row.dReal)) - average(part.map((row) => row.dFake)) > winningGap;
  if (isWinning(recent) || (judged && lossD < wonLoss)) {
    const since = heldSince(rows, isWinning);
    const by = Math.max(2 * firstJudgedStep, Math.ceil((since + usualRecovery) / 100) * 100);
    if (judged && (lossD < wonLoss || step > by)) {
      const epoch = recent.at(-1)?.epoch;
      return {
        kind: 'discriminator-won',
        severity: 'warning',
        evidence: { ...evidence, since, ...(epoch === undefined ? {} : { epoch }) },
        message: `The discriminator has won: since step ${since} it tells nearly every look from a photo, so the generator learns little (${figures}). A smaller learning rate, more pictures or augmentation help.`,
        remedy: against(config, restartStep, epoch ?? 0),
      };
    }
    return {
      kind: 'discriminator-winning',
      severity: 'calm',
      evidence: { ...evidence, since, by },
      message: `The discriminator is winning: ${figures}. This usually recovers by step ${by}.`,
      remedy: { kind: 'none' },
    };
  }
  if (!judged)
    return {
      kind: 'early',
      severity: 'calm',
      evidence: { ...evidence, step, until: firstJudgedStep },
      message: `It is early: until about step ${firstJudgedStep} the losses swing and mean little.`,
      remedy: { kind: 'none' },
    };
  return {
    kind: 'healthy',
    severity: 'good',
    evidence,
    message: `A fair fight: ${figures}. Neither network wins, so both go on learning.`,
    remedy: { kind: 'none' },
  };
}
