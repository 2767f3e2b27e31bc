import { existsSync, readdirSync } from 'node:fs';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { randomFeatures } from '../../testing/picture-features';
import { blurred, mirrored, noisy, takePictures } from '../../testing/spoiled-pictures';
import { Random } from '../rng';
import { takeRows } from './feature-set';
import { measureLooks, prepareQuality, type QualityReference } from './measure-quality';
import { findNearDuplicates } from './near-duplicates';
import { mirrorSketches, sketchPictures } from './picture-sketch';

const folder = '../shared/data/gan/outfit';
const size = 32;
const [trainCount, heldOutCount, lookCount] = [120, 40, 120];

const positions = (count: number, start = 0): number[] => Array.from({ length: count }, (_, i) => start + i);

/** Outfit crops as a dataset holds them, padded to squares. */
async function readCrops(count: number): Promise<Uint8Array> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.jpg'));
  const every = Math.floor(files.length / count);
  const pictures = await Promise.all(
    positions(count).map((index) =>
      sharp(`${folder}/${files[index * every]}`)
        .resize(size, size, { fit: 'contain', background: 'white' })
        .removeAlpha()
        .raw()
        .toBuffer(),
    ),
  );
  return new Uint8Array(Buffer.concat(pictures));
}

describe.skipIf(!existsSync(folder))(`on real outfit crops (skipped without ${folder})`, () => {
  let train: Uint8Array;
  let heldOut: Uint8Array;
  /** Photos that stand for the looks of a perfect generator. */
  let perfect: Uint8Array;
  let reference: QualityReference;

  beforeAll(async () => {
    const crops = await readCrops(trainCount + heldOutCount + lookCount);
    const order = positions(trainCount + heldOutCount + lookCount);
    // Neighbouring photos are of one series: mixed, as a split by photo of a whole collection is.
    Random.fromSeed(1).shuffle(order);
    train = takePictures(crops, size, order.slice(0, trainCount));
    heldOut = takePictures(crops, size, order.slice(trainCount, trainCount + heldOutCount));
    perfect = takePictures(crops, size, order.slice(trainCount + heldOutCount));
    const sketches = sketchPictures(train, size);
    reference = prepareQuality(
      { train: randomFeatures(train, size), validation: randomFeatures(heldOut, size) },
      Random.fromSeed(2),
      { train: sketches, mirroredTrain: mirrorSketches(sketches), validation: sketchPictures(heldOut, size) },
    );
  });

  const measure = (looks: Uint8Array) =>
    measureLooks(randomFeatures(looks, size), reference, Random.fromSeed(3), sketchPictures(looks, size));

  test('real pictures against real ones are at the floor', () => {
    const { distances, floor, originality, pixelOriginality } = measure(perfect);

    expect(distances.frechet).toBeLessThan(2 * floor!.frechet);
    expect(distances.frechet).toBeLessThan(0.15);
    expect(Math.abs(distances.kernel)).toBeLessThan(3 * distances.kernelError);
    expect(distances.precision).toBeGreaterThan(0.6);
    expect(distances.coverage).toBeGreaterThan(0.85);
    expect(Math.abs(originality!.copyingScore)).toBeLessThan(3);
    expect(Math.abs(pixelOriginality!.copyingScore)).toBeLessThan(3);
  });

  test('the distances grow with blur', () => {
    const found = [0, 1, 3].map((passes) => measure(blurred(perfect, size, passes)).distances);

    expectGrowth(found);
    // Not precision: soft pictures lie close together, and well inside the wide neighbourhoods of the softer photos.
    expect(found[2]!.recall).toBeLessThan(found[0]!.recall);
  });

  test('the distances grow with noise', () => {
    const found = [0, 15, 40].map((level) => measure(noisy(perfect, level, Random.fromSeed(4))).distances);

    expectGrowth(found);
    expect(found[2]!.precision).toBeLessThan(found[0]!.precision);
  });

  test('the distances grow and coverage falls as modes are lost', () => {
    const features = randomFeatures(perfect, size);
    const repeated = (distinct: number) =>
      takeRows(
        features,
        positions(lookCount).map((look) => look % distinct),
      );

    const found = [lookCount, 24, 6, 1].map(
      (distinct) => measureLooks(repeated(distinct), reference, Random.fromSeed(3)).distances,
    );

    expectGrowth(found);
    found.slice(1).forEach(({ coverage }, i) => expect(coverage).toBeLessThan(found[i]!.coverage));
  });

  test('copies of training pictures are caught, although every distance likes them', () => {
    const honest = measure(perfect);
    const copies = measure(takePictures(train, size, positions(lookCount)));

    expect(copies.distances.frechet).toBeLessThan(honest.distances.frechet);
    for (const report of [copies.originality!, copies.pixelOriginality!]) {
      expect(report.closeShare).toBe(1);
      expect(report.copyingScore).toBeLessThan(-8);
    }
  });

  test('pixels catch copies that are blurred, noisy or mirrored, and name the picture', () => {
    const original = takePictures(train, size, positions(30, 60));
    const spoiled = {
      blurred: blurred(original, size, 2),
      noisy: noisy(original, 20, Random.fromSeed(5)),
      mirrored: mirrored(original, size),
    };

    for (const [name, looks] of Object.entries(spoiled)) {
      const { closeShare, copyingScore, closest } = measure(looks).pixelOriginality!;
      expect(closeShare, name).toBeGreaterThan(0.95);
      expect(copyingScore, name).toBeLessThan(-6);
      expect(
        closest.every(({ look, trainIndex }) => trainIndex === look + 60),
        name,
      ).toBe(true);
    }
  });

  test('near duplicates that were planted in a dataset are found and nothing else', () => {
    const copies = noisy(blurred(takePictures(perfect, size, [3, 77]), size, 1), 6, Random.fromSeed(6));
    const pixels = new Uint8Array([...perfect, ...copies]);

    const groups = findNearDuplicates(sketchPictures(pixels, size));

    expect(groups.map(({ rows }) => rows)).toEqual([
      [3, 120],
      [77, 121],
    ]);
  });
});

function expectGrowth(found: readonly { frechet: number; kernel: number; kernelError: number }[]): void {
  for (let i = 1; i < found.length; i++) {
    expect(found[i]!.frechet).toBeGreaterThan(1.5 * found[i - 1]!.frechet);
    expect(found[i]!.kernel).toBeGreaterThan(found[i - 1]!.kernel);
    expect(found[i]!.kernel).toBeGreaterThan(found[i]!.kernelError);
  }
}
