import { expect, test } from 'vitest';
import { fingerprintPicture } from '../ml/duplicates/fingerprint';
import { Random } from '../ml/rng';
import { examinePictures, groupPictures, statisticsOf, warningsFor, type Picture } from './dataset-crops';

const size = { imageSize: 64, framing: 'pad' } as const;
const examine = async (pictures: readonly Picture[], options: { imageSize: 64; framing: 'pad' | 'cover' } = size) =>
  examinePictures(pictures, await groupPictures(pictures), options);

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

test('of near copies the largest has no flaw, whichever comes first, and one that is left out is not compared', async () => {
  const all = pictures(10);
  all.push(copyOf(all[2]!, { width: 300, photo: 'another' }), copyOf(all[4]!, { photo: 'a third' }));
  const [flaws, groups] = [await examine(all), await groupPictures(all)];
  expect([flaws[2], flaws[10], flaws[4], flaws[11]]).toEqual([['duplicate'], [], [], ['duplicate']]);
  expect([groups[10], groups[11]]).toEqual([2, 4]);
  all[10] = { ...all[10]!, leftOut: true };
  expect((await examine(all))[2]).toEqual([]);
});

test('a crop is tiny where its picture has to be enlarged, by its framing', async () => {
  const all = [
    { width: 40, height: 70 },
    { width: 30, height: 60 },
  ].map((pixels, at) => copyOf(pictures(2)[at]!, pixels));
  expect(await examine(all)).toEqual([[], ['tiny']]);
  expect(await examine(all, { ...size, framing: 'cover' })).toEqual([['tiny'], ['tiny']]);
});

test('a crop is blurred against what is usual among the others, and among few nothing is usual', async () => {
  const blur = (picture: Picture, sharpness: number) => copyOf(picture, { check: { ...picture.check!, sharpness } });
  const all = pictures(20);
  all[3] = blur(all[3]!, 150);
  all[5] = blur(all[5]!, 400);
  const flaws = await examine(all);
  expect([flaws[3], flaws[5]]).toEqual([['blurred'], []]);
  expect((await examine(all.slice(0, 5)))[3]).toEqual([]);
});

test('what nobody has examined is no copy and not blurred', async () => {
  const all = pictures(20);
  all.push(copyOf(all[0]!, { check: null }));
  expect((await examine(all))[20]).toEqual([]);
});

test('statistics count what is there, and warnings speak of what matters', async () => {
  const all = pictures(30);
  all.push(copyOf(all[0]!, { photo: 'photo 0' }));
  expect(statisticsOf(all, await examine(all))).toEqual({
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
