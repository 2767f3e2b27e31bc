import { afterEach, expect, test } from 'vitest';
import type { Remedy } from '../../electron/contract/coach';
import { FindingKind, type Finding } from '../../electron/contract/coach';
import { listEvidence, sayFinding, sayRemedy, sayRule } from './findings';
import { setLanguage } from './text.svelte';

afterEach(() => setLanguage('en'));

const finding = (kind: Finding['kind'], evidence: Record<string, number> = {}): Finding => ({
  kind,
  severity: 'calm',
  evidence,
  message: 'In English.',
  remedy: { kind: 'none' },
});

test('every finding of the contract has its sentence and its rule in both languages', () => {
  for (const language of ['en', 'zh'] as const) {
    setLanguage(language);
    for (const kind of FindingKind.options) {
      expect([kind, sayFinding(finding(kind), true)]).not.toEqual([kind, 'In English.']);
      expect(sayRule(finding(kind))).not.toBe('');
    }
  }
});

test('the numbers stand in the sentence as a person reads them', () => {
  expect(sayFinding(finding('discriminator-winning', { by: 1200 }), true)).toContain('step 1,200');
  expect(sayFinding(finding('collapse', { share: 0.123, step: 900 }), true)).toContain('vary 12 % as much');
  expect(sayFinding(finding('done', { step: 6000, bestStep: 4200, distance: 0.2134 }), false)).toBe(
    'Ended at step 6,000. The best looks are those of step 4,200, at a distance of 0.213.',
  );
});

test('of a run that has ended nothing is said as if it went on', () => {
  const outcomes = ['not-finite', 'done'];
  for (const language of ['en', 'zh'] as const) {
    setLanguage(language);
    for (const kind of FindingKind.options) {
      const [present, past] = [sayFinding(finding(kind), true), sayFinding(finding(kind), false)];
      if (outcomes.includes(kind)) expect(past).toBe(present);
      else expect([kind, past]).not.toEqual([kind, present]);
    }
  }
  setLanguage('en');
  for (const kind of FindingKind.options)
    expect(sayFinding(finding(kind), false)).not.toMatch(/\b(go on learning|is about to|is winning|are getting)\b/);
});

test('evidence is named, and what has no name is left out', () => {
  expect(listEvidence(finding('healthy', { dReal: 0.714, lossD: 0.6, odd: 1 }))).toEqual([
    { name: 'D(x)', value: '0.71' },
    { name: 'Discriminator loss', value: '0.600' },
  ]);
});

test('every remedy but none has words for its button', () => {
  const rates = { learningRate: 1e-4, discriminatorRate: 1e-4 };
  const remedies: Remedy[] = [
    { kind: 'lower-learning-rate', step: null, ...rates },
    { kind: 'lower-learning-rate', step: 800, ...rates },
    { kind: 'go-back-to-checkpoint', step: 800, ...rates },
    { kind: 'restart-with-better' },
    { kind: 'add-augmentation', step: 800, augment: ['color'], augmentTarget: 0.2, steps: 4000 },
    { kind: 'more-pictures' },
    { kind: 'stop-here-best-was', step: 800 },
  ];
  for (const remedy of remedies) expect(sayRemedy(remedy, true)).toMatch(/\w{3}/);
  expect(sayRemedy({ kind: 'none' }, true)).toBeNull();
  expect(sayRemedy(remedies.at(-1)!, true)).not.toBe(sayRemedy(remedies.at(-1)!, false));
});
