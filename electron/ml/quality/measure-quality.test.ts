import { expect, test } from 'vitest';
import { QualityReport } from '../../contract/quality';
import { normalFeatures, withNoise } from '../../testing/feature-sets';
import { Random } from '../rng';
import { concatenate, takeRows, type FeatureSet } from './feature-set';
import {
  drawRows,
  measureEachLook,
  measureLooks,
  measureQuality,
  prepareQuality,
  type RealFeatures,
} from './measure-quality';

const dimension = 24;
const rows = (count: number, start = 0): number[] => Array.from({ length: count }, (_, row) => start + row);

/** Features with channels of very unlike spread and a mean far from 0, as networks give them. */
function photos(count: number, random: Random): FeatureSet {
  return normalFeatures(
    count,
    dimension,
    random,
    (channel) => 8 / (4 + channel),
    (channel) => 3 + channel,
  );
}

function setUp() {
  const random = Random.fromSeed(10);
  const real = photos(240, random);
  return { random, real, validation: photos(60, random), fresh: photos(240, random) };
}

test('looks that are as good as photos reach the floor, count as original, and the report keeps to its schema', () => {
  const { real, validation, fresh } = setUp();

  const report = measureQuality({ real, generated: fresh, validation }, Random.fromSeed(1));

  expect(QualityReport.parse(report)).toEqual(report);
  expect(report.distances.frechet).toBeLessThan(0.05);
  expect(report.distances.frechet).toBeLessThan(report.floor!.frechet);
  expect(Math.abs(report.distances.kernel)).toBeLessThan(3 * report.distances.kernelError);
  expect(report.distances.precision).toBeGreaterThan(0.6);
  expect(report.distances.coverage).toBeGreaterThan(0.9);
  expect(Math.abs(report.originality!.copyingScore)).toBeLessThan(3);
});

test('drawing the average photo again and again has a Frechet distance of 1', () => {
  const { random, real } = setUp();
  const mean = Float32Array.from({ length: dimension }, (_, channel) => {
    const column = real.values.filter((_value, at) => at % dimension === channel);
    return column.reduce((sum, value) => sum + value, 0) / column.length;
  });
  const average = takeRows({ dimension, values: mean }, new Array<number>(100).fill(0));

  const { distances } = measureQuality({ real, generated: average }, random);

  expect(distances.frechet).toBeCloseTo(1, 3);
  expect(distances.recall).toBe(0);
});

test('the numbers do not depend on how large the network’s numbers are', () => {
  const { real, validation, fresh } = setUp();
  const larger = ({ values }: FeatureSet): FeatureSet => ({
    dimension,
    values: values.map((value) => 64 * value + 128),
  });

  const report = measureQuality({ real, generated: fresh, validation }, Random.fromSeed(1));
  const scaled = measureQuality(
    { real: larger(real), generated: larger(fresh), validation: larger(validation) },
    Random.fromSeed(1),
  );

  expect(scaled.distances.frechet).toBeCloseTo(report.distances.frechet, 4);
  expect(scaled.distances.kernel).toBeCloseTo(report.distances.kernel, 4);
  expect(scaled.originality!.furtherShare).toBeCloseTo(report.originality!.furtherShare, 2);
});

test('both distances grow with noise and precision falls', () => {
  const { random, real, fresh } = setUp();
  const reference = prepareQuality({ train: real }, random);

  const found = [0, 0.7, 1.5, 3].map(
    (size) => measureLooks(withNoise(fresh, size, random), reference, random).distances,
  );

  for (let i = 1; i < found.length; i++) {
    expect(found[i]!.frechet).toBeGreaterThan(2 * found[i - 1]!.frechet);
    expect(found[i]!.kernel).toBeGreaterThan(found[i - 1]!.kernel + found[i]!.kernelError);
    expect(found[i]!.precision).toBeLessThanOrEqual(found[i - 1]!.precision);
  }
});

test('the fewer different looks there are, the larger the distances and the smaller recall and coverage', () => {
  const { random, real, fresh } = setUp();
  const reference = prepareQuality({ train: real }, random);
  const repeated = (distinct: number): FeatureSet =>
    takeRows(
      fresh,
      rows(240).map((row) => row % distinct),
    );

  const found = [240, 40, 8, 2].map((distinct) => measureLooks(repeated(distinct), reference, random).distances);

  for (let i = 1; i < found.length; i++) {
    expect(found[i]!.frechet).toBeGreaterThan(1.5 * found[i - 1]!.frechet);
    expect(found[i]!.kernel).toBeGreaterThan(found[i - 1]!.kernel);
    expect(found[i]!.recall).toBeLessThanOrEqual(found[i - 1]!.recall);
    expect(found[i]!.coverage).toBeLessThan(found[i - 1]!.coverage);
  }
});

test('copies of train pictures please every distance and are caught by originality alone', () => {
  const { random, real, validation, fresh } = setUp();
  const reference = prepareQuality({ train: real, validation }, random);
  const withCopies = concatenate(takeRows(fresh, rows(120)), takeRows(real, rows(120, 100)));

  const honest = measureLooks(fresh, reference, random);
  const copying = measureLooks(withCopies, reference, random);

  expect(copying.distances.frechet).toBeLessThan(honest.distances.frechet);
  expect(copying.originality!.closeShare).toBeGreaterThan(0.5);
  expect(copying.originality!.copyingScore).toBeLessThan(-5);
  expect(copying.originality!.closest.every(({ look, trainIndex }) => trainIndex === look - 120 + 100)).toBe(true);
  expect(
    measureEachLook(withCopies, reference)!
      .slice(120)
      .every(({ close }) => close),
  ).toBe(true);
});

test('distances depend on the compared photos alone, not on what else is known of the train split', () => {
  const { real, validation, fresh } = setUp();
  const compared = takeRows(real, drawRows(240, 100, Random.fromSeed(4)));
  const looks = takeRows(fresh, rows(100));
  const measure = (features: RealFeatures) => {
    const random = Random.fromSeed(5);
    return measureLooks(looks, prepareQuality({ ...features, compared }, random), random);
  };

  const [whole, sample] = [measure({ train: real, validation }), measure({ train: compared })];

  expect(sample.distances).toEqual(whole.distances);
  expect(sample.distances).toMatchObject({ realCount: 100, generatedCount: 100 });
  expect(sample.floor).toEqual(whole.floor);
  expect(whole.originality).not.toBeNull();
});

test('fewer photos are the first of more, and make the Frechet distance larger but not the kernel distance', () => {
  const { real, fresh } = setUp();
  const [few, many] = [drawRows(240, 40, Random.fromSeed(4)), drawRows(240, 240, Random.fromSeed(4))];
  expect(many.slice(0, 40)).toEqual(few);

  const [early, full] = [few, many].map((drawn) => {
    const random = Random.fromSeed(5);
    const compared = takeRows(real, drawn);
    const reference = prepareQuality({ train: compared, compared }, random);
    return measureLooks(takeRows(fresh, rows(drawn.length)), reference, random).distances;
  });

  expect(early!.frechet).toBeGreaterThan(3 * full!.frechet);
  expect(Math.abs(early!.kernel)).toBeLessThan(3 * early!.kernelError);
});

test('the same seed gives the same report', () => {
  const { real, validation, fresh } = setUp();
  const measure = () => measureQuality({ real, generated: fresh, validation }, Random.fromSeed(3));

  expect(measure()).toEqual(measure());
});

test('few pictures are measured, without originality where too few are held out', () => {
  const { random, real, validation } = setUp();

  const report = measureQuality(
    { real, generated: photos(9, random), validation: takeRows(validation, rows(10)) },
    random,
  );

  expect(QualityReport.parse(report).originality).toBeNull();
  expect(report.distances).toMatchObject({ generatedCount: 9 });
});

test('looks of another network and too few looks are refused', () => {
  const { random, real } = setUp();
  const reference = prepareQuality({ train: real }, random);

  expect(() => measureLooks(normalFeatures(20, 5, random), reference, random)).toThrow(/5 and of 24 numbers/);
  expect(() => measureLooks(photos(5, random), reference, random)).toThrow(/the looks.*at least 6/);
});
