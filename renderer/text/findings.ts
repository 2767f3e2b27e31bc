import type { Finding, Remedy } from '../../electron/contract/coach';
import { en } from './en';
import type { TextKey } from './en';
import { formatNumber, formatPercent, t } from './text.svelte';

const shares = ['share', 'closeShare', 'increase'];
const decimals: Record<string, number> = {
  dReal: 2,
  dFake: 2,
  gap: 2,
  gapBefore: 2,
  lossD: 3,
  lossG: 2,
  chance: 2,
  distance: 3,
  before: 3,
  best: 3,
  copyingScore: 1,
};

/** A number of a finding as a person reads it. */
export function formatEvidence(name: string, value: number): string {
  if (shares.includes(name)) return formatPercent(value * 100);
  return formatNumber(value, decimals[name] ?? 0);
}

/**
 * What a finding says, in the window's language; the coach's own English where there is no text for it.
 *
 * @param going the run has not ended: of one that has, nothing is said that still goes on
 */
export function sayFinding({ kind, evidence, message }: Finding, going: boolean): string {
  const present = kind === 'done' && 'bestStep' in evidence ? 'coach.doneBest' : `coach.${kind}`;
  const past = `coach.${kind}.past`;
  const key = !going && past in en ? past : present;
  if (!(key in en)) return message;
  const values = Object.fromEntries(
    Object.entries(evidence).map(([name, value]) => [name, formatEvidence(name, value)]),
  );
  return t(key as 'coach.doneBest', values as Record<'step' | 'bestStep' | 'distance', string>);
}

/** The rule by which it was found. */
export const sayRule = ({ kind }: Finding): string => t(`coach.${kind}.rule`);

/** The numbers that show it, each with its name. */
export function listEvidence({ evidence }: Finding): { name: string; value: string }[] {
  return Object.entries(evidence).flatMap(([name, value]) => {
    const key = `evidence.${name}`;
    return key in en ? [{ name: t(key as TextKey & 'evidence.dReal'), value: formatEvidence(name, value) }] : [];
  });
}

/** What its button says; null where there is nothing to be done. @param going the run has not ended */
export function sayRemedy(remedy: Remedy, going: boolean): string | null {
  switch (remedy.kind) {
    case 'none':
      return null;
    case 'go-back-to-checkpoint':
      return t('remedy.go-back-to-checkpoint', { step: remedy.step });
    case 'add-augmentation':
      return t('remedy.add-augmentation', { step: remedy.step });
    case 'lower-learning-rate':
      return remedy.step === null ? t('remedy.lower-learning-rate') : t('remedy.lowerFrom', { step: remedy.step });
    case 'stop-here-best-was':
      return going ? t('remedy.stop-here-best-was', { step: remedy.step }) : t('remedy.useBest', { step: remedy.step });
    default:
      return t(`remedy.${remedy.kind}`);
  }
}
