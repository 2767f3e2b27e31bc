import { expect, test } from 'vitest';
import { adapt, leadOf, unadapted, type Adaptation } from './adaptive-augmentation';

test.each([
  ['photos never seen are as real as known ones', { known: 3, heldOut: 3, generated: -2 }, 0],
  ['they are more real', { known: 3, heldOut: 4, generated: -2 }, 0],
  ['they lie half way to generated pictures', { known: 2, heldOut: 0, generated: -2 }, 0.5],
  ['they are as false as generated pictures', { known: 2, heldOut: -2, generated: -2 }, 1],
  ['they are more false still', { known: 2, heldOut: -5, generated: -2 }, 1],
  ['generated pictures are more real than photos', { known: -1, heldOut: -4, generated: 2 }, 0],
])('how far photos are known by heart: %s', (_name, judgement, lead) => {
  expect(leadOf(judgement)).toBe(lead);
});

const after = (looks: number, heldOut: number, start: Adaptation = unadapted): Adaptation =>
  Array.from({ length: looks }).reduce<Adaptation>(
    (now) => adapt(now, { known: 2, heldOut, generated: -2 }, 0.2),
    start,
  );

test('the share of changed pictures rises while photos are known by heart, though never to all, and falls again', () => {
  expect(after(1, 2)).toEqual({ share: 0, lead: 0 });
  expect(after(1, 0)).toEqual({ share: 0.1, lead: 0.5 });
  expect(after(100, 0).share).toBe(0.8);
  expect(after(20, 2, after(100, 0)).share).toBe(0);
});

test('one look that differs from those before it changes little', () => {
  const { lead } = adapt({ share: 0.5, lead: 0.1 }, { known: 2, heldOut: -2, generated: -2 }, 0.2);
  expect(lead).toBeCloseTo(0.28);
});
