import { expect, test } from 'vitest';
import { fingerprintPicture } from '../ml/duplicates/fingerprint';
import { Random } from '../ml/rng';
import { examinePictures, statisticsOf, warningsFor, type Picture } from './dataset-crops';

const size = { imageSize: 64, framing: 'pad' } as const;

/** Pictures that look like nothing else, each with a photo of its own. */
function pictures(count: number): Picture[] {
  const random = Random.fromSeed(8);
  return Array.from({ length: count }, (_, at) => {
    const fingerprint = fingerprintPicture(
      Uint8Array.from({ length: 32 * 32 * 3 }, () => Math.floor(random.uniform() * 256)),
    );
    return {
      photo: `photo ${at}`,
      width: 200,
      height: 400,
      check: { width: 200, height: 400, sharpness: 1000, fingerprint },
      leftOut: false,
    };
  });
}
const copyOf = (picture: Picture, more: Partial<Picture> = {}): Picture => ({ ...picture, ...more });

test('of near copies the largest has no flaw, whichever comes first, and one that is left out is not compared', () => {
  const all = pictures(10);
  all.push(copyOf(all[2]!, { width: 300, photo: 'another' }), copyOf(all[4]!, { photo: 'a third' }));
  const { flaws, groups } = examinePictures(all, size);
  expect([flaws[2], flaws[10], flaws[4], flaws[11]]).toEqual([['duplicate'], [], [], ['duplicate']]);
  expect([groups[10], groups[11]]).toEqual([2, 4]);
  all[10] = { ...all[10]!, leftOut: true };
  expect(examinePictures(all, size).flaws[2]).toEqual([]);
});

test('a crop is tiny where its picture has to be enlarged, by its framing', () => {
  const all = [
    { width: 40, height: 70 },
    { width: 30, height: 60 },
  ].map((pixels, at) => copyOf(pictures(2)[at]!, pixels));
  expect(examinePictures(all, size).flaws).toEqual([[], ['tiny']]);
  expect(examinePictures(all, { ...size, framing: 'cover' }).flaws).toEqual([['tiny'], ['tiny']]);
});

test('a crop is blurred against what is usual among the others, and among few nothing is usual', () => {
  const blur = (picture: Picture, sharpness: number) => copyOf(picture, { check: { ...picture.check!, sharpness } });
  const all = pictures(20);
  all[3] = blur(all[3]!, 150);
  all[5] = blur(all[5]!, 400);
  const { flaws } = examinePictures(all, size);
  expect([flaws[3], flaws[5]]).toEqual([['blurred'], []]);
  expect(examinePictures(all.slice(0, 5), size).flaws[3]).toEqual([]);
});

test('what nobody has examined is no copy and not blurred', () => {
  const all = pictures(20);
  all.push(copyOf(all[0]!, { check: null }));
  expect(examinePictures(all, size).flaws[20]).toEqual([]);
});

test('statistics count what is there, and warnings speak of what matters', () => {
  const all = pictures(30);
  all.push(copyOf(all[0]!, { photo: 'photo 0' }));
  expect(statisticsOf(all, examinePictures(all, size))).toEqual({
    photos: 30,
    nearDuplicates: 1,
    tiny: 0,
    blurred: 0,
    medianSide: 400,
  });
  const none = { duplicate: 0, tiny: 0, blurred: 0 };
  expect(warningsFor(0, none, 64)).toEqual([]);
  expect(warningsFor(499, none, 64)).toEqual([{ kind: 'few', count: 499, enough: 500 }]);
  expect(warningsFor(500, none, 64)).toEqual([]);
  expect(warningsFor(500, none, 128)).toEqual([{ kind: 'few', count: 500, enough: 1000 }]);
  // Near copies are no pictures of their own.
  expect(warningsFor(520, { ...none, duplicate: 40 }, 64).map(({ kind }) => kind)).toEqual(['few', 'duplicates']);
  expect(warningsFor(5000, { duplicate: 3, tiny: 200, blurred: 1 }, 64).map(({ kind }) => kind)).toEqual(['tiny']);
});
