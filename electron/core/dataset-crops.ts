import type { CropFlaw, DatasetOptions, DatasetWarning } from '../contract/api/datasets';
import type { DatasetStatistics } from '../contract/dataset-manifest';
import { DuplicateGroups } from '../ml/duplicates/duplicate-groups';
import type { CropCheck } from '../contract/workers';

/**
 * Much less sharp than is usual, as a share of the median. Measured on street photos and flat lays: no sharp crop lies
 * below 0.25 of its collection's median, and of those blurred by 1 % of their height none above 0.16.
 */
const blurredShare = 0.2;
/** Below this count the median says little. */
const leastForMedian = 8;

/** A picture of a dataset, as far as its flaws go. */
export interface Picture {
  /** Key of the photo that it comes from; takes of one photo have one. */
  photo: string;
  /** false: the photo was guessed from a file's name, which makes no near copies of pictures that are merely alike. */
  isPhotoKnown?: boolean;
  /** Pixels of the crop. */
  width: number;
  height: number;
  /** Null where it was not examined. */
  check: CropCheck | null;
  /** Does not count: it has no flaw for others to be better than. */
  leftOut: boolean;
}

const median = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

/** Whether a crop has fewer pixels than the picture that is made of it. */
function isTiny({ width, height }: Picture, { imageSize, framing }: Pick<DatasetOptions, 'imageSize' | 'framing'>) {
  return (framing === 'pad' ? Math.max(width, height) : Math.min(width, height)) < imageSize;
}

/** Pictures that are compared before a window gets its turn. */
const comparedAtOnce = 200;

/**
 * Which pictures are near copies of one another, as far as they were examined.
 *
 * @returns for each picture the position of the first one that it is a near copy of, or its own
 */
export async function groupPictures(pictures: readonly Picture[]): Promise<number[]> {
  const groups = new DuplicateGroups();
  const examined: number[] = [];
  for (const [at, { check, photo, isPhotoKnown = true }] of pictures.entries()) {
    if (!check) continue;
    groups.add(check.fingerprint, isPhotoKnown ? photo : undefined);
    if (examined.push(at) % comparedAtOnce === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const firsts = pictures.map((_, at) => at);
  groups.firsts.forEach((first, place) => (firsts[examined[place]!] = examined[first]!));
  return firsts;
}

/**
 * What is wrong with each picture, beside the others. Of near copies the one with most pixels has no flaw.
 *
 * @param groups as {@link groupPictures} answers
 */
export function examinePictures(
  pictures: readonly Picture[],
  groups: readonly number[],
  options: Pick<DatasetOptions, 'imageSize' | 'framing'>,
): CropFlaw[][] {
  const best = new Map<number, number>();
  pictures.forEach((picture, at) => {
    if (picture.leftOut) return;
    const group = groups[at] as number;
    const known = best.get(group);
    const pixels = (place: number) => pictures[place]!.width * pictures[place]!.height;
    if (known === undefined || pixels(at) > pixels(known)) best.set(group, at);
  });
  const sharpnesses = pictures.flatMap(({ check, leftOut }) => (check && !leftOut ? [check.sharpness] : []));
  const blurredBelow = sharpnesses.length < leastForMedian ? 0 : blurredShare * median(sharpnesses);
  return pictures.map((picture, at): CropFlaw[] => {
    const sharpness = picture.check?.sharpness ?? Infinity;
    const better = best.get(groups[at] as number);
    return [
      ...(better !== undefined && better !== at ? (['duplicate'] as const) : []),
      ...(isTiny(picture, options) ? (['tiny'] as const) : []),
      ...(sharpness < blurredBelow ? (['blurred'] as const) : []),
    ];
  });
}

/** Counts for the manifest, of pictures that were all examined. */
export function statisticsOf(pictures: readonly Picture[], flaws: readonly CropFlaw[][]): DatasetStatistics {
  const having = (flaw: CropFlaw) => flaws.filter((those) => those.includes(flaw)).length;
  return {
    photos: new Set(pictures.map(({ photo }) => photo)).size,
    nearDuplicates: having('duplicate'),
    tiny: having('tiny'),
    blurred: having('blurred'),
    medianSide: median(pictures.map(({ width, height }) => Math.max(width, height))),
  };
}

/** Different pictures from which on a discriminator cannot soon tell them by heart: for 128 pixels there is more to learn. */
const enoughFor = { 64: 500, 128: 1000 };
/** A share of the pictures below which a flaw is not worth a word. */
const worthAWord = 0.02;

/** What a person should know before training on these pictures. */
export function warningsFor(
  count: number,
  flaws: Record<CropFlaw, number>,
  imageSize: DatasetOptions['imageSize'],
): DatasetWarning[] {
  const enough = enoughFor[imageSize];
  const many = (flaw: CropFlaw) => flaws[flaw] > 0 && flaws[flaw] >= worthAWord * count;
  const warnings: DatasetWarning[] = [];
  if (count > 0 && count - flaws.duplicate < enough) warnings.push({ kind: 'few', count, enough });
  if (many('duplicate')) warnings.push({ kind: 'duplicates', count: flaws.duplicate, enough: null });
  if (many('tiny')) warnings.push({ kind: 'tiny', count: flaws.tiny, enough: null });
  if (many('blurred')) warnings.push({ kind: 'blurred', count: flaws.blurred, enough: null });
  return warnings;
}
