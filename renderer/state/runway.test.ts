import { afterEach, expect, test, vi } from 'vitest';
import type { RunSummary } from '../../electron/contract/training';
import { createScriptedConnection } from '../testing/scripted-client';
import { scoreOf, tailOfCoin, verdictOf } from './chance';
import { RunwayState, shownMs, testLength } from './runway.svelte';
import { StudioState } from './studio.svelte';

vi.stubGlobal('navigator', { userAgent: 'test' });
vi.stubGlobal('location', { hash: '' });
afterEach(() => void vi.useRealTimers());

const generator = { run: 'run-1', step: 600, truncation: null };
const dataset = { name: 'looks-1', count: 90 };
/** Different numbers, the same every time. */
const numbers = () => {
  let at = 0;
  return () => ((at = (at * 16807 + 12345) % 2147483647), (at % 1000) / 1000);
};

function open() {
  const runs = [{ id: 'run-1', dataset: 'looks-1', step: 600, totalSteps: 600, state: 'finished' } as RunSummary];
  const connection = createScriptedConnection({ tickMs: 1, runs });
  // Only the gallery is asked here: a run of the list needs no more than these.
  return { runway: new RunwayState(new StudioState(connection), numbers()), client: connection.client };
}

test('twenty pictures, real and generated in no order, each once', async () => {
  const { runway } = open();
  await runway.start(generator, dataset);
  expect(runway.deck).toHaveLength(testLength);
  const kinds = runway.deck.map(({ kind }) => kind);
  expect(new Set(kinds)).toEqual(new Set(['real', 'generated']));
  expect(new Set(runway.deck.map(({ pixels }) => pixels)).size).toBe(testLength);
  expect(kinds.join()).not.toBe([...kinds].sort().join());
  runway.leave();
});

test('a picture goes after ten seconds, and the answer is still awaited', async () => {
  const { runway } = open();
  await runway.start(generator, dataset);
  vi.useFakeTimers();
  await runway.answer('real');
  vi.advanceTimersByTime(shownMs - 1);
  expect(runway.phase).toBe('showing');
  vi.advanceTimersByTime(2);
  expect(runway.phase).toBe('hidden');
  expect(runway.answers).toHaveLength(1);
  await runway.answer('real');
  expect(runway.phase).toBe('showing');
  expect(runway.answers).toHaveLength(2);
  runway.leave();
});

test('a finished test is scored and kept with the step; one that was left is not', async () => {
  const { runway, client } = open();
  await runway.start(generator, dataset);
  await runway.answer('real');
  runway.leave();
  expect(await client.run('gallery.tests', { run: 'run-1' })).toEqual([]);

  await runway.start(generator, dataset);
  const truth = runway.deck.map(({ kind }) => kind);
  for (const [place, kind] of truth.entries())
    await runway.answer(place < 15 ? kind : kind === 'real' ? 'generated' : 'real');
  expect(runway.phase).toBe('done');
  expect(runway.score).toMatchObject({ count: 20, right: 15 });
  const kept = await client.run('gallery.tests', { run: 'run-1' });
  expect(kept).toEqual([runway.result]);
  expect(kept[0]).toMatchObject({ step: 600, truncation: null });
  expect(runway.tests).toHaveLength(1);
  await runway.answer('real');
  expect(runway.answers).toHaveLength(20);
});

test('the chance statement is that of a fair coin', () => {
  expect(tailOfCoin(0, 20)).toBeCloseTo(1, 12);
  expect(tailOfCoin(20, 20)).toBeCloseTo(2 ** -20, 12);
  // Binomial tables: P(X >= 15 | 20, 0.5) = 0.0207, P(X >= 12 | 20, 0.5) = 0.2517.
  expect(tailOfCoin(15, 20)).toBeCloseTo(0.0207, 4);
  expect(tailOfCoin(12, 20)).toBeCloseTo(0.2517, 4);
});

test.each([
  [15, 'told'],
  [14, 'chance'],
  [10, 'chance'],
  [6, 'chance'],
  [5, 'deceived'],
] as const)('%d of 20 right: %s', (right, verdict) => {
  const answers = Array.from({ length: 20 }, (_, place) => ({
    kind: place % 2 ? ('real' as const) : ('generated' as const),
    answer: place < right === (place % 2 === 1) ? ('real' as const) : ('generated' as const),
    what: place,
    elapsedMs: 1000,
  }));
  const score = scoreOf({ answers });
  expect(score).toMatchObject({ right, generated: 10, real: 10 });
  expect(score.passed + score.doubted).toBe(20 - right);
  expect(verdictOf(score)).toBe(verdict);
});
