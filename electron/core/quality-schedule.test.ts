import { expect, test } from 'vitest';
import type { MeasuredPhotos } from '../contract/quality';
import { assumedCosts, costsAfter, measurementDue, measuringShare, type Costs } from './quality-schedule';

const second = 1000;
const minute = 60 * second;
const small = { train: 160, validation: 40 };
const large = { train: 9000, validation: 1000 };

interface Made {
  photos: MeasuredPhotos;
  elapsedMs: number;
  spentMs: number;
}

/** Plays a run through, with a checkpoint every so often; a measurement costs what was expected, and the next one `laterMs`. */
function play(totalMs: number, everyMs: number, assumed: Costs, laterMs: Partial<Costs> = {}): Made[] {
  const made: Made[] = [];
  const costs = { ...assumed };
  let spentMs = 0;
  for (let elapsedMs = everyMs; elapsedMs <= totalMs; elapsedMs += everyMs) {
    const remainingMs = totalMs - elapsedMs;
    const measured = { anything: made.length > 0, comparable: made.some(({ photos }) => photos !== 'few') };
    const photos = measurementDue({ elapsedMs, remainingMs, spentMs }, costs, measured);
    if (!photos) continue;
    spentMs += costs[photos];
    costs[photos] = laterMs[photos] ?? costs[photos];
    made.push({ photos, elapsedMs, spentMs });
  }
  return made;
}

const of = (made: readonly Made[], kind: MeasuredPhotos) => made.filter(({ photos }) => photos === kind);
const known = assumedCosts(small, Infinity);

/**
 * The preset `better` on 1,825 photos of the train split: 20 checkpoints of 800 steps with a batch of 16. Processor time of its
 * measurements as on two cores of an AMD EPYC (Zen 4), and that of the photos besides, which is spent once.
 */
function playBetter(checkpointMs: number, checkpoints = 20): Made[] {
  const took: Costs = { few: 2400, sample: 5500, all: 6000 };
  const unseen = { few: 600, sample: 1500, all: 14_200 };
  let costs = assumedCosts({ train: 1825, validation: 208 }, 0);
  const made: Made[] = [];
  const totalMs = checkpoints * checkpointMs;
  for (let elapsedMs = checkpointMs; elapsedMs <= totalMs; elapsedMs += checkpointMs) {
    const measured = { anything: made.length > 0, comparable: made.some(({ photos }) => photos !== 'few') };
    const spentMs = made.at(-1)?.spentMs ?? 0;
    const photos = measurementDue({ elapsedMs, remainingMs: totalMs - elapsedMs, spentMs }, costs, measured);
    if (!photos) continue;
    const isSeen = made.some((before) => before.photos === photos || before.photos === 'all');
    made.push({ photos, elapsedMs, spentMs: spentMs + took[photos] + (isSeen ? 0 : unseen[photos]) });
    costs = costsAfter(costs, photos, took[photos]);
  }
  return made;
}

/** At every moment; the first figure, which may be made before it is earned, over the whole run. */
function expectWithinShare(made: readonly Made[], totalMs: number) {
  expect(made.length).toBeGreaterThan(0);
  for (const { photos, elapsedMs, spentMs } of made)
    expect(spentMs).toBeLessThanOrEqual(measuringShare * (photos === 'few' ? totalMs : elapsedMs));
}

test('never more than three percent of the time, at any moment, and the end of the run is measured', () => {
  const made = play(40 * minute, minute, known, { all: 5000 });

  expect(made.length).toBeGreaterThan(8);
  expect(made.at(-1)).toMatchObject({ photos: 'all', elapsedMs: 40 * minute });
  expect(of(made, 'few')).toEqual([]);
  expectWithinShare(made, 40 * minute);
});

test('with 10,000 photos a first figure comes at the first checkpoint and the first distance within nine minutes', () => {
  const made = play(120 * minute, 10 * second, assumedCosts(large, 0), { sample: 6100 });

  expect(made[0]).toMatchObject({ photos: 'few', elapsedMs: 10 * second });
  expect(made[1]).toMatchObject({ photos: 'sample' });
  expect(made[1]!.elapsedMs).toBeLessThan(9 * minute);
  expect(of(made, 'few')).toHaveLength(1);
  expect(of(made, 'sample').length).toBeGreaterThan(25);
  expect(made.at(-1)!.elapsedMs).toBe(120 * minute);
  expectWithinShare(made, 120 * minute);
});

test('a run that is long enough has all its photos looked at, however many distances come before', () => {
  const made = play(5 * 60 * minute, minute, assumedCosts(large, 0), { sample: 6100, all: 12_000 });

  expect(of(made, 'sample').length).toBeGreaterThan(15);
  expect(of(made, 'all').length).toBeGreaterThan(1);
  expectWithinShare(made, 5 * 60 * minute);
});

test('where too few photos are held out for originality, nothing is saved up for it', () => {
  const costs = assumedCosts({ train: 9000, validation: 10 }, 0);
  const made = play(5 * 60 * minute, minute, costs, { sample: 6100 });

  expect(of(made, 'all')).toEqual([]);
  expect(of(made, 'sample').length).toBeGreaterThan(50);
});

test('measurements that turn out dear become rare', () => {
  const cheap = play(60 * minute, minute, known, { all: 4000, sample: 4000 });
  const dear = play(60 * minute, minute, known, { all: 20_000, sample: 20_000 });

  expect(dear.length).toBeLessThan(cheap.length / 3);
  expectWithinShare(dear, 60 * minute);
});

test('a run of a minute is not measured: it would cost more than it may', () => {
  expect(play(minute, 5000, assumedCosts(large, 0))).toEqual([]);
});

test('with time for one distance only, that is made at the end, and no first figure takes it away', () => {
  const costs = assumedCosts(large, 0);
  const enough = costs.sample / measuringShare;

  const made = play(enough * 1.2, enough / 10, costs);

  expect(made).toMatchObject([{ photos: 'sample', elapsedMs: enough * 1.2 }]);
});

test('photos that the network has not seen make the first measurement dearer, and are not looked at again', () => {
  const [unseen, few, sample, all] = [0, 128, 512, Infinity].map((seen) => assumedCosts(large, seen));

  expect(unseen!.all).toBeGreaterThan(20 * all!.all);
  expect(few!.few).toBeLessThan(unseen!.few);
  expect(sample!.sample).toBeLessThan(few!.sample);
  expect(sample!.sample).toBe(all!.sample);
});

test('the preset better at its default: first and last checkpoint, most of those between, within its share', () => {
  const checkpointMs = 188 * second;

  const made = playBetter(checkpointMs);

  expect(made[0]).toMatchObject({ photos: 'few', elapsedMs: checkpointMs });
  expect(made.at(-1)).toMatchObject({ photos: 'all', elapsedMs: 20 * checkpointMs });
  expect(made.length).toBeGreaterThanOrEqual(14);
  expectWithinShare(made, 20 * checkpointMs);
});

test('a faster machine measures fewer checkpoints, the first and the last among them where the whole run pays for both', () => {
  for (const seconds of [25, 40, 60, 90, 120]) {
    const checkpointMs = seconds * second;
    const made = playBetter(checkpointMs);

    expect(made[0]?.elapsedMs, `${seconds} s`).toBe(checkpointMs);
    expect(made.at(-1)?.elapsedMs, `${seconds} s`).toBe(20 * checkpointMs);
    expect(made.at(-1)!.spentMs, `${seconds} s`).toBeLessThanOrEqual(measuringShare * 20 * checkpointMs);
  }
});

test('what the first figure borrows is earned before anything else is measured', () => {
  const [first, ...rest] = playBetter(40 * second);

  expect(first!.spentMs).toBeGreaterThan(measuringShare * first!.elapsedMs);
  expect(rest.map(({ photos }) => photos)).not.toContain('few');
  expectWithinShare(rest, 20 * 40 * second);
});
