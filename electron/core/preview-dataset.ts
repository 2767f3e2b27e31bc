import { createHash } from 'node:crypto';
import type { CropFlaw, DatasetOptions, DatasetPreview } from '../contract/api/datasets';
import { pixelPaths } from '../contract/pixels';
import { readCropChecks } from './crop-checks';
import { findCrops, type Crop } from './crops';
import { examinePictures, groupPictures, warningsFor, type Picture } from './dataset-crops';
import type { Project } from './project';
import { splitTogether } from './split';

/** The groups of last time: options that change nothing of the crops themselves ask for the same again. */
const lastGroups = new WeakMap<Project, { key: string; groups: readonly number[] }>();

async function groupsOf(project: Project, crops: readonly Crop[], pictures: readonly Picture[]) {
  const key = createHash('sha256');
  crops.forEach(({ annotationId, photo, bbox }, at) =>
    key.update(`${annotationId} ${photo} ${bbox.join()} ${pictures[at]!.check ? 'examined' : ''};`),
  );
  const digest = key.digest('hex');
  const known = lastGroups.get(project);
  if (known?.key === digest) return known.groups;
  const groups = await groupPictures(pictures);
  lastGroups.set(project, { key: digest, groups });
  return groups;
}

/** The crops that options reach, with what is known against each. */
async function judgeCrops(project: Project, options: DatasetOptions) {
  const { crops, tooSmall } = findCrops(project, options);
  const checks = readCropChecks(project, crops, options.margin);
  const pictures = crops.map((crop) => {
    const check = checks.get(crop) ?? null;
    const grown = 1 + 2 * options.margin;
    const [width, height] = check ? [check.width, check.height] : [crop.bbox[2] * grown, crop.bbox[3] * grown];
    return { photo: crop.photo, width, height, check, leftOut: crop.leftOut };
  });
  const groups = await groupsOf(project, crops, pictures);
  const flaws = examinePictures(pictures, groups, options);
  return { crops, tooSmall, unexamined: crops.length - checks.size, groups, flaws };
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
export async function previewDataset(
  project: Project,
  options: DatasetOptions & { validationShare: number; tiles: number; only?: CropFlaw | 'leftOut' | undefined },
): Promise<DatasetPreview> {
  const { crops, tooSmall, unexamined, flaws, groups } = await judgeCrops(project, options);
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
export async function leaveOut(project: Project, what: LeaveOut): Promise<string[]> {
  const { database } = project;
  const [annotationIds, leftOut] =
    'flaw' in what ? [await withFlaw(project, what), true] : [what.annotationIds, what.leftOut];
  const sql = leftOut
    ? 'INSERT OR IGNORE INTO left_out SELECT id FROM annotations WHERE id = ?'
    : 'DELETE FROM left_out WHERE annotation_id = ?';
  return database.transaction(() => annotationIds.filter((id) => database.run(sql, id).changes > 0));
}

async function withFlaw(
  project: Project,
  { flaw, options }: { flaw: CropFlaw; options: DatasetOptions },
): Promise<string[]> {
  const { crops, flaws } = await judgeCrops(project, options);
  return crops.flatMap(({ annotationId, leftOut }, at) =>
    !leftOut && flaws[at]!.includes(flaw) ? [annotationId] : [],
  );
}
