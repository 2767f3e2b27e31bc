import type { CropFlaw, DatasetOptions, DatasetPreview } from '../contract/api/datasets';
import { pixelPaths } from '../contract/pixels';
import { readCropChecks } from './crop-checks';
import { findCrops, type Crop } from './crops';
import { examinePictures, warningsFor } from './dataset-crops';
import type { Project } from './project';
import { splitTogether } from './split';

/** The crops that options reach, with what is known against each. */
export function judgeCrops(project: Project, options: DatasetOptions) {
  const { crops, tooSmall } = findCrops(project, options);
  const checks = readCropChecks(project, crops, options.margin);
  const pictures = crops.map((crop) => {
    const check = checks.get(crop) ?? null;
    const grown = 1 + 2 * options.margin;
    const [width, height] = check ? [check.width, check.height] : [crop.bbox[2] * grown, crop.bbox[3] * grown];
    return { photo: crop.photo, width, height, check, leftOut: crop.leftOut };
  });
  return { crops, tooSmall, unexamined: crops.length - checks.size, ...examinePictures(pictures, options) };
}

export const cropsToExamine = (
  project: Project,
  options: Pick<DatasetOptions, 'category' | 'margin' | 'minimumSize'>,
) => {
  const { crops } = findCrops(project, options);
  const known = readCropChecks(project, crops, options.margin);
  return crops.filter((crop) => !known.has(crop));
};

/** What a freeze with these options would take, and what should be known of it. */
export function previewDataset(
  project: Project,
  options: DatasetOptions & { validationShare: number; tiles: number; only?: CropFlaw | 'leftOut' | undefined },
): DatasetPreview {
  const { crops, tooSmall, unexamined, flaws, groups } = judgeCrops(project, options);
  const splits = splitTogether(
    crops.map(({ photo }) => photo),
    groups,
    options.validationShare,
  );
  const taken = crops.flatMap(({ leftOut }, at) => (leftOut ? [] : [at]));
  const having = (flaw: CropFlaw) => taken.filter((at) => flaws[at]!.includes(flaw)).length;
  const counts = { duplicate: having('duplicate'), tiny: having('tiny'), blurred: having('blurred') };
  const validation = taken.filter((at) => splits[at] === 'validation').length;
  const square = { size: options.imageSize, framing: options.framing };
  // Near copies stand beside what they are copies of, or nobody could judge them.
  const copied = new Set(taken.filter((at) => flaws[at]!.includes('duplicate')).map((at) => groups[at]));
  const shown = (crop: Crop, at: number) => {
    if (options.only === undefined) return true;
    if (options.only === 'leftOut') return crop.leftOut;
    return !crop.leftOut && (options.only === 'duplicate' ? copied.has(groups[at]) : flaws[at]!.includes(options.only));
  };
  const order = crops.map((_, at) => at);
  if (options.only === 'duplicate') order.sort((a, b) => groups[a]! - groups[b]! || a - b);
  return {
    count: taken.length,
    images: new Set(taken.map((at) => crops[at]!.imageId)).size,
    train: taken.length - validation,
    validation,
    tooSmall,
    leftOut: crops.length - taken.length,
    flaws: counts,
    unexamined,
    warnings: warningsFor(taken.length, counts, options.imageSize),
    tiles: order
      .filter((at) => shown(crops[at]!, at))
      .slice(0, options.tiles)
      .map((at) => {
        const { annotationId, imageId, sha256, bbox, leftOut } = crops[at]!;
        const pixels = pixelPaths.crop(sha256, bbox, { margin: options.margin, square });
        return { annotationId, imageId, pixels, flaws: flaws[at]!, leftOut };
      }),
  };
}

export type LeaveOut =
  { annotationIds: readonly string[]; leftOut: boolean } | { flaw: CropFlaw; options: DatasetOptions };

/** Takes crops out of the datasets to come, or in again. @returns those that changed */
export function leaveOut(project: Project, what: LeaveOut): string[] {
  const { database } = project;
  const [annotationIds, leftOut] =
    'flaw' in what ? [withFlaw(project, what), true] : [what.annotationIds, what.leftOut];
  const sql = leftOut
    ? 'INSERT OR IGNORE INTO left_out SELECT id FROM annotations WHERE id = ?'
    : 'DELETE FROM left_out WHERE annotation_id = ?';
  return database.transaction(() => annotationIds.filter((id) => database.run(sql, id).changes > 0));
}

function withFlaw(project: Project, { flaw, options }: { flaw: CropFlaw; options: DatasetOptions }): string[] {
  const { crops, flaws } = judgeCrops(project, options);
  return crops.flatMap(({ annotationId, leftOut }, at) =>
    !leftOut && flaws[at]!.includes(flaw) ? [annotationId] : [],
  );
}
