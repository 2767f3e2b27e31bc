import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
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
  }>(
    `SELECT image_id, annotations.id AS annotation_id, category, x, y, annotations.width AS width, annotations.height AS height,
       sha256, source_id, path, name
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
    })),
  };
}

/** The annotation's own id is in the name: two boxes of one photo, or two photos of one name, never share a file. */
function cropFileName(crop: Crop, format: 'png' | 'jpeg'): string {
  const stem = crop.name
    .replace(/\.[^.]*$/, '')
    .replace(/[^\p{L}\p{N}._-]+/gu, '_')
    .slice(0, 60);
  return `${stem}-${crop.category}-${crop.annotationId}.${format === 'jpeg' ? 'jpg' : 'png'}`;
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
  const progress = () => report({ done: files.length + problems.length, total: crops.length });
  await inOrder({
    items: crops,
    inFlight: 4,
    signal,
    worker: images,
    ask: async (worker, { path, bbox, annotationId, imageId, ...crop }) => {
      const { format, margin } = params;
      const { bytes } = await worker.client.run('crop', { path, bbox, margin, square: null, format });
      const file = join(folder, cropFileName({ path, bbox, annotationId, imageId, ...crop }, format));
      await writeFileAtomic(file, bytes);
      return file;
    },
    onAnswer: ({ imageId, annotationId, path }, file) => {
      files.push({ file, imageId, annotationId, source: path });
      progress();
    },
    onFailure: (crop, error) => {
      if (error.code === 'disk-full' || error.code === 'not-permitted') throw error;
      problems.push({ path: crop.path, code: error.code, message: error.message });
      progress();
    },
  });
  return { files, tooSmall, problems };
}
