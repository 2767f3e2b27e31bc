import { expect, test } from 'vitest';
import type { MeasuredPhotos } from '../contract/quality';
import { assumedCosts, measurementDue, measuringShare, type Costs } from './quality-schedule';

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

function expectWithinShare(made: readonly Made[]) {
  expect(made.length).toBeGreaterThan(0);
  for (const { elapsedMs, spentMs } of made) expect(spentMs).toBeLessThanOrEqual(measuringShare * elapsedMs);
}

test('never more than three percent of the time, at any moment, and the end of the run is measured', () => {
  const made = play(40 * minute, minute, known, { all: 5000 });

  expect(made.length).toBeGreaterThan(8);
  expect(made.at(-1)).toMatchObject({ photos: 'all', elapsedMs: 40 * minute });
  expectWithinShare(made);
});

test('with 10,000 photos a first figure comes within three minutes and the first distance within nine', () => {
  const made = play(120 * minute, 10 * second, assumedCosts(large, 0), { sample: 6100 });

  expect(made[0]).toMatchObject({ photos: 'few' });
  expect(made[0]!.elapsedMs).toBeLessThan(3 * minute);
  expect(made[1]).toMatchObject({ photos: 'sample' });
  expect(made[1]!.elapsedMs).toBeLessThan(9 * minute);
  expect(of(made, 'few')).toHaveLength(1);
  expect(of(made, 'sample').length).toBeGreaterThan(25);
  expect(made.at(-1)!.elapsedMs).toBe(120 * minute);
  expectWithinShare(made);
});

test('a run that is long enough has all its photos looked at, however many distances come before', () => {
  const made = play(5 * 60 * minute, minute, assumedCosts(large, 0), { sample: 6100, all: 12_000 });

  expect(of(made, 'sample').length).toBeGreaterThan(15);
  expect(of(made, 'all').length).toBeGreaterThan(1);
  expectWithinShare(made);
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
  expectWithinShare(dear);
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
