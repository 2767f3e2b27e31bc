import { expect, test } from 'vitest';
import { Finding } from '../../contract/coach';
import { qualityPoint as point } from '../../testing/quality-points';
import { trainConfig } from '../gan/presets';
import { advise, type CoachedRun } from './advise';
import type { CoachRow } from './rows';

const article = trainConfig('article');
const better = trainConfig('better', { augment: [] });
const late = trainConfig('better', { augment: ['translation'], augmentAfter: 30, augmentTarget: 0 });

/** @param change what is unlike a fair fight at a step */
const rowsUntil = (last: number, change: (step: number) => Partial<CoachRow> = () => ({})): CoachRow[] =>
  Array.from({ length: last }, (_, index) => ({
    step: index + 1,
    lossD: 0.9,
    lossG: 1.8,
    dReal: 0.68,
    dFake: 0.32,
    ...change(index + 1),
  }));

function judge(changes: Partial<CoachedRun>): Finding[] {
  const found = advise({
    config: better,
    state: 'running',
    rows: rowsUntil(1200),
    quality: [],
    checkpoints: [800, 1000, 1200],
    brokeDown: false,
    ...changes,
  });
  for (const finding of found) expect(Finding.parse(finding)).toEqual(finding);
  return found;
}
const first = (changes: Partial<CoachedRun>) => judge(changes)[0]!;

test('there is a sentence before the first step, in the first steps, and in a fair fight', () => {
  expect(first({ rows: [] })).toMatchObject({ kind: 'starting', severity: 'calm' });
  expect(first({ rows: rowsUntil(120) })).toMatchObject({ kind: 'early', evidence: { step: 120, until: 400 } });
  expect(first({})).toMatchObject({
    kind: 'healthy',
    severity: 'good',
    message: expect.stringContaining('D(x) is 0.68 and D(G(z)) 0.32'),
  });
});

test('a discriminator that leads says since when, and by when that usually is over', () => {
  const lead = (step: number) => (step > 500 ? { dReal: 0.97, dFake: 0.03, lossD: 0.1 } : {});

  expect(first({ rows: rowsUntil(900, lead) })).toMatchObject({
    kind: 'discriminator-winning',
    severity: 'calm',
    evidence: { since: 501, by: 1200 },
    message: expect.stringMatching(/usually recovers by step 1200/),
    remedy: { kind: 'none' },
  });
});

test('a lead at the very beginning is how every training goes', () => {
  const lead = () => ({ dReal: 0.99, dFake: 0.01, lossD: 0.01 });

  expect(first({ rows: rowsUntil(250, lead) })).toMatchObject({ kind: 'discriminator-winning', evidence: { by: 800 } });
});

test('a lead that lasts has won; the remedy for the preset article is better, for that one smaller steps', () => {
  const lead = (step: number) => (step > 500 ? { dReal: 0.97, dFake: 0.03, lossD: 0.1 } : {});
  const rows = rowsUntil(1300, lead);

  expect(first({ rows, config: article })).toMatchObject({
    kind: 'discriminator-won',
    severity: 'warning',
    evidence: { since: 501 },
    remedy: { kind: 'restart-with-better' },
  });
  expect(first({ rows })).toMatchObject({
    remedy: { kind: 'lower-learning-rate', step: 1200, learningRate: 2e-4, discriminatorRate: 2e-4 },
  });
});

test('a lead that lasts when the photos were seen many times is learned by heart: the remedy is augmentation, then more pictures', () => {
  const lead = (epochs: number) => (step: number) => ({
    epoch: (epochs * step) / 1300,
    ...(step > 500 ? { dReal: 0.97, dFake: 0.03, lossD: 0.1 } : {}),
  });
  const won = (epochs: number, config = better) => first({ rows: rowsUntil(1300, lead(epochs)), config });

  expect(won(12)).toMatchObject({ kind: 'discriminator-won', remedy: { kind: 'lower-learning-rate' } });
  expect(won(60)).toMatchObject({
    kind: 'discriminator-won',
    evidence: { since: 501, epoch: 60 },
    remedy: { kind: 'add-augmentation', step: 1200, augment: ['translation'], augmentTarget: 0.2, steps: 16_000 },
  });
  expect(won(60, late).remedy).toEqual({ kind: 'more-pictures' });
  expect(won(60, trainConfig('better', { augment: ['color'], augmentAfter: 100 })).remedy).toMatchObject({
    kind: 'add-augmentation',
    augment: ['color'],
  });
  expect(won(60, article).remedy.kind).toBe('restart-with-better');
});

test('augmentation that has just begun explains the jump of the curves; how the networks stood before is told no more', () => {
  // 100 steps are a pass, so that the 3,001st step is the first one after thirty.
  const rows = (until: number) =>
    rowsUntil(until, (step) => ({
      epoch: step / 100,
      ...(step > 3000 ? {} : step > 500 ? { dReal: 0.97, dFake: 0.03, lossD: 0.1 } : {}),
    })).slice(-2000);

  expect(first({ rows: rows(3000), config: late }).kind).toBe('discriminator-won');
  expect(judge({ rows: rows(3040), config: late })).toEqual([
    expect.objectContaining({
      kind: 'augmenting',
      severity: 'calm',
      evidence: { since: 3001, epoch: 30, gapBefore: expect.closeTo(0.94), gap: expect.closeTo(0.36) },
      message: expect.stringMatching(/Since step 3001 .* 0\.94 apart and are 0\.36 now/),
    }),
  ]);
  expect(judge({ rows: rows(3199), config: late }).map(({ kind }) => kind)).toEqual(['augmenting']);
  expect(judge({ rows: rows(3200), config: late }).map(({ kind }) => kind)).toEqual(['augmenting', 'healthy']);
  expect(judge({ rows: rows(3390), config: late }).map(({ kind }) => kind)).toEqual(['augmenting', 'healthy']);
  expect(judge({ rows: rows(3401), config: late }).map(({ kind }) => kind)).toEqual(['healthy']);
  expect(judge({ rows: rows(3040) }).map(({ kind }) => kind)).not.toContain('augmenting');
  const byNeed = { ...late, augmentTarget: 0.2 };
  expect(judge({ rows: rows(3040), config: byNeed }).map(({ kind }) => kind)).not.toContain('augmenting');
  expect(judge({ rows: rows(3040).slice(-30), config: late }).map(({ kind }) => kind)).not.toContain('augmenting');
});

test('originality that falls twice in a row is told before the looks are copies, with the way back', () => {
  const falling = (step: number, closeShare: number, copyingScore: number) =>
    point(step, 0.3, { closeShare, copyingScore });
  const quality = [point(800, 0.5), falling(1000, 0.12, -2.2), falling(1200, 0.13, -2.6)];

  expect(first({ quality })).toMatchObject({
    kind: 'overfitting',
    severity: 'warning',
    evidence: { closeShare: 0.13, copyingScore: -2.6, step: 1200, measured: 2 },
    message: expect.stringContaining('13 %'),
    remedy: { kind: 'add-augmentation', step: 800 },
  });
  expect(judge({ quality: quality.slice(0, 2) }).map(({ kind }) => kind)).not.toContain('overfitting');
  const scattered = [quality[1]!, point(1000, 0.3), quality[2]!];
  expect(judge({ quality: scattered }).map(({ kind }) => kind)).not.toContain('overfitting');
  // The original one was thinned out; augmentation is on already; a run that has ended.
  expect(first({ quality, checkpoints: [1000, 1200] }).remedy).toMatchObject({ step: 1200 });
  const augmented = trainConfig('better', { augment: ['translation'] });
  expect(first({ quality, config: augmented }).remedy).toEqual({ kind: 'more-pictures' });
  const ended = judge({ quality, state: 'finished', config: trainConfig('better', { steps: 1200, augment: [] }) });
  expect(ended.map(({ kind }) => kind)).toEqual(['overfitting', 'done']);
  expect(ended[0]!.remedy).toMatchObject({ step: 800, steps: 1400 });
});

test('hardly an error over 200 steps is a win at once', () => {
  const lead = (step: number) => (step > 300 ? { dReal: 0.99, dFake: 0.01, lossD: 0.02 } : {});

  expect(first({ rows: rowsUntil(550, lead) })).toMatchObject({ kind: 'discriminator-won' });
});

test('a discriminator worse than a coin is reported; what a coin would lose depends on the loss', () => {
  const rows = rowsUntil(1000, () => ({ lossD: 2.5, dReal: 0.45, dFake: 0.5 }));

  expect(first({ rows })).toMatchObject({ kind: 'discriminator-lost', remedy: { kind: 'lower-learning-rate' } });
  expect(first({ rows, config: trainConfig('better', { loss: 'hinge', augment: [] }) }).kind).toBe('healthy');
});

test('looks that are all alike are a collapse, and the way back is the best checkpoint that is still there', () => {
  const drawn = (step: number) => (step % 200 === 0 ? { diversity: step > 900 ? 0.1 : 0.8 } : {});
  const rows = rowsUntil(1200, drawn);

  expect(
    first({ rows, quality: [point(400, 0.3), point(600, 0.4)], checkpoints: [600, 800, 1000, 1200] }),
  ).toMatchObject({
    kind: 'collapse',
    evidence: { share: 0.1, step: 1200 },
    remedy: { kind: 'go-back-to-checkpoint', step: 600 },
  });
  expect(first({ rows })).toMatchObject({ remedy: { kind: 'go-back-to-checkpoint', step: 800, learningRate: 2e-4 } });
  expect(first({ rows: rowsUntil(1200, (step) => (step % 200 === 0 ? { diversity: 0.8 } : {})) }).kind).toBe('healthy');
});

test('a generator that never drew varied looks starts again', () => {
  const rows = rowsUntil(800, (step) => (step % 200 === 0 ? { diversity: 0.05 } : {}));

  expect(first({ rows, config: article }).remedy).toEqual({ kind: 'restart-with-better' });
  expect(first({ rows }).remedy).toMatchObject({ kind: 'lower-learning-rate', step: null });
});

test('a distance that falls is told with both numbers; one that moves within the noise is not', () => {
  expect(first({ quality: [point(600, 0.5), point(1200, 0.4)] })).toMatchObject({
    kind: 'improving',
    severity: 'good',
    message: expect.stringContaining('fell from 0.500 at step 600 to 0.400 at step 1200'),
  });
  expect(first({ quality: [point(600, 0.5), point(1200, 0.495)] }).kind).toBe('healthy');
});

test('two worse measurements in a row are a trend, one is not', () => {
  expect(first({ quality: [point(400, 0.3), point(800, 0.4)] }).kind).toBe('healthy');
  expect(first({ quality: [point(400, 0.3), point(800, 0.4), point(1200, 0.45)] })).toMatchObject({
    kind: 'worsening',
    severity: 'warning',
    evidence: { bestStep: 400, increase: expect.closeTo(0.5) },
    remedy: { kind: 'stop-here-best-was', step: 400 },
  });
});

test('four measurements without a better one are a plateau', () => {
  const quality = [0.3, 0.31, 0.305, 0.32, 0.315].map((distance, index) => point(200 * (index + 1), distance));

  expect(first({ quality })).toMatchObject({ kind: 'plateau', evidence: { bestStep: 200, measured: 4 } });
});

test('looks nearer to training photos than unseen photos are count as copies, whatever the distance says', () => {
  const copies = point(1200, 0.2, { closeShare: 0.4, copyingScore: -6 });

  expect(first({ quality: [point(600, 0.5), copies] })).toMatchObject({
    kind: 'copying',
    message: expect.stringContaining('40 % of them'),
    remedy: { kind: 'add-augmentation', step: 1200, augment: ['translation'], augmentTarget: 0.2, steps: 16_000 },
  });
  expect(first({ quality: [point(600, 0.5), copies], config: article }).remedy).toEqual({ kind: 'more-pictures' });
  expect(first({ quality: [point(800, 0.5), copies] }).remedy).toMatchObject({ step: 800 });
});

test('an early point from few photos is compared with nothing and is the best of nothing', () => {
  const early = point(200, 0.1, { early: true, count: 128, closeShare: null, copyingScore: null });

  expect(first({ quality: [early, point(600, 0.5)] }).kind).toBe('healthy');
  expect(first({ quality: [early, point(600, 0.5), point(1200, 0.4)] })).toMatchObject({
    kind: 'improving',
    evidence: { before: 0.5, beforeStep: 600 },
  });
  expect(first({ quality: [early, point(400, 0.3), point(800, 0.4), point(1200, 0.45)] })).toMatchObject({
    kind: 'worsening',
    evidence: { bestStep: 400 },
  });
  const checkpoints = [200, 600, 1200];
  const ended = first({ state: 'finished', quality: [early, point(1200, 0.4)], checkpoints });
  expect(ended).toMatchObject({ kind: 'done', evidence: { bestStep: 1200 } });
  expect(first({ state: 'finished', quality: [early], checkpoints: [200] }).evidence).toEqual({ step: 1200 });
});

test('copies that were seen are still told when later measurements looked at a sample only', () => {
  const copies = point(800, 0.5, { closeShare: 0.4, copyingScore: -6 });
  const sample = point(1200, 0.4, { closeShare: null, copyingScore: null });

  expect(first({ quality: [copies, sample] })).toMatchObject({ kind: 'copying', evidence: { step: 800 } });
});

test('a breakdown names the last good checkpoint and offers smaller steps from there', () => {
  expect(first({ state: 'failed', brokeDown: true })).toMatchObject({
    kind: 'not-finite',
    severity: 'problem',
    message: expect.stringContaining('checkpoint is of step 1200'),
    remedy: { kind: 'go-back-to-checkpoint', step: 1200, learningRate: 2e-4, discriminatorRate: 2e-4 },
  });
  expect(first({ state: 'failed', brokeDown: true, checkpoints: [] }).remedy).toMatchObject({
    kind: 'lower-learning-rate',
    step: null,
  });
});

test('an ended run names its best looks, and keeps its warnings', () => {
  const quality = [point(800, 0.3), point(1000, 0.4), point(1200, 0.5)];

  const found = judge({ state: 'finished', quality });

  expect(found.map(({ kind }) => kind)).toEqual(['worsening', 'done']);
  expect(found[1]).toMatchObject({
    evidence: { step: 1200, bestStep: 800, distance: 0.3 },
    remedy: { kind: 'stop-here-best-was', step: 800 },
  });
  expect(first({ state: 'finished', quality: [point(1200, 0.3)] }).remedy).toEqual({ kind: 'none' });
  expect(first({ state: 'stopped' })).toMatchObject({ kind: 'done', evidence: { step: 1200 } });
  // Nobody knows how good the looks became after the only measurement.
  expect(first({ state: 'stopped', quality: [point(800, 0.3)] }).evidence).toEqual({ step: 1200 });
});

test('what is wrong comes before what is well', () => {
  const rows = rowsUntil(1200, (step) => (step % 200 === 0 ? { diversity: 0.1 } : {}));

  expect(judge({ rows, quality: [point(600, 0.5), point(1200, 0.4)] }).map(({ kind }) => kind)).toEqual([
    'collapse',
    'improving',
    'healthy',
  ]);
});
