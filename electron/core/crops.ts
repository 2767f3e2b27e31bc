import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { toWire } from '../contract/errors';
import type { CallContext } from '../contract/method';
import type { Bbox, CropOptions, Problem } from '../contract/words';
import type { ImagesWorker } from '../contract/workers';
import { writeFileAtomic } from '../storage/atomic';
import { inOrder } from './in-order';
import type { Project } from './project';
import { Sources } from './sources';
import { sweepFolder } from './sweep';
import type { RunningWorker } from './worker-client';

/** An annotation that can be cut out, and the photo that it lies in. */
export interface Crop {
  imageId: number;
  annotationId: string;
  category: string;
  bbox: Bbox;
  sha256: string;
  /** Absolute path of the photo. */
  path: string;
  name: string;
  /** Which box of its category in the photo it is, from 1. */
  number: number;
  /** Takes of one photo have one key: the content of the first of them. */
  photo: string;
  /** Taken out of the datasets to come by a person. */
  leftOut: boolean;
}

/** The crops of reviewed images, in the images' order; boxes with an edge below `minimumSize` are counted apart. */
export function findCrops(project: Project, options: CropOptions): { crops: Crop[]; tooSmall: number } {
  const rows = project.database.all<{
    image_id: number;
    annotation_id: string;
    category: string;
    x: number;
    y: number;
    width: number;
    height: number;
    sha256: string;
    source_id: number;
    path: string;
    name: string;
    number: number;
    photo: string;
    left_out: number;
  }>(
    `SELECT image_id, annotations.id AS annotation_id, category, x, y, annotations.width AS width, annotations.height AS height,
       sha256, source_id, path, name, row_number() OVER (PARTITION BY images.id ORDER BY annotations.rowid) AS number,
       coalesce((SELECT sha256 FROM images AS first WHERE first.id = images.duplicate_group), sha256) AS photo,
       EXISTS (SELECT 1 FROM left_out WHERE annotation_id = annotations.id) AS left_out
     FROM annotations JOIN images ON images.id = annotations.image_id
     WHERE annotations.category = ? AND images.excluded = 0 AND images.state = 'reviewed'
     ORDER BY images.id, annotations.rowid`,
    options.category,
  );
  const sources = new Sources(project);
  const large = rows.filter(({ width, height }) => Math.min(width, height) >= options.minimumSize);
  return {
    tooSmall: rows.length - large.length,
    crops: large.map((row) => ({
      imageId: row.image_id,
      annotationId: row.annotation_id,
      category: row.category,
      bbox: [row.x, row.y, row.width, row.height],
      sha256: row.sha256,
      path: sources.absolute(row.source_id, row.path),
      name: row.name,
      number: row.number,
      photo: row.photo,
      leftOut: row.left_out === 1,
    })),
  };
}

/**
 * Names of the crops' files, from the photo's name and the box's number in it, so that the same project gives the same
 * names every time. Photos of one name have a piece of their content's hash added.
 */
export function cropFileNames(crops: readonly Crop[], format: 'png' | 'jpeg'): string[] {
  const stems = crops.map(({ name }) =>
    name
      .replace(/\.[^.]*$/, '')
      .replace(/[^\p{L}\p{N}._-]+/gu, '_')
      .slice(0, 60),
  );
  // Some file systems hold upper and lower case for the same.
  const photosOf = new Map<string, Set<string>>();
  stems.forEach((stem, at) => {
    const key = stem.toLowerCase();
    photosOf.set(key, (photosOf.get(key) ?? new Set()).add(crops[at]!.sha256));
  });
  return crops.map(({ sha256, category, number }, at) => {
    const stem = stems[at]!;
    const shared = photosOf.get(stem.toLowerCase())!.size > 1;
    return `${stem}${shared ? `-${sha256.slice(0, 8)}` : ''}-${category}-${number}.${format === 'jpeg' ? 'jpg' : 'png'}`;
  });
}

/** Cuts the crops into a folder, one file each; a photo that cannot be read is reported and passed over. */
export async function exportCrops(
  params: CropOptions & { folder: string; format: 'png' | 'jpeg' },
  { project, images }: { project: Project; images: () => Promise<RunningWorker<ImagesWorker>> },
  { signal, report }: CallContext<{ done: number; total: number }>,
) {
  const { crops, tooSmall } = findCrops(project, params);
  const folder = resolve(params.folder);
  await mkdir(folder, { recursive: true });
  // An export that was killed in the middle of a file: its other files are whole, and are written again as they were.
  sweepFolder(folder);
  const files: { file: string; imageId: number; annotationId: string; source: string }[] = [];
  const problems: Problem[] = [];
  const fileNames = cropFileNames(crops, params.format);
  const progress = () => report({ done: files.length + problems.length, total: crops.length });
  await inOrder({
    items: crops.map((crop, at) => ({ ...crop, file: join(folder, fileNames[at]!) })),
    inFlight: 4,
    signal,
    worker: images,
    ask: async (worker, { path, bbox, file }) => {
      const { format, margin } = params;
      const { bytes } = await worker.client.run('crop', { path, bbox, margin, square: null, format });
      await writeFileAtomic(file, bytes);
      return file;
    },
    onAnswer: ({ imageId, annotationId, path }, file) => {
      files.push({ file, imageId, annotationId, source: path });
      progress();
    },
    onFailure: (crop, error) => {
      if (error.code === 'disk-full' || error.code === 'not-permitted') throw error;
      problems.push({ path: crop.path, ...toWire(error) });
      progress();
    },
  });
  return { files, tooSmall, problems };
}
