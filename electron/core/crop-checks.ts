import type { CallContext } from '../contract/method';
import type { Bbox, Problem } from '../contract/words';
import type { CropCheck, ImagesWorker } from '../contract/workers';
import { inOrder } from './in-order';
import type { Project } from './project';
import type { RunningWorker } from './worker-client';

/** What is examined: a crop of the project, or a picture file as it is. */
export interface Examined {
  /** Null for a picture of a plain folder, whose measures are not kept. */
  annotationId: string | null;
  path: string;
  sha256: string | null;
  bbox: Bbox | null;
}

/** What a kept measure is of: another box or another photo is another crop. */
const cropKey = ({ sha256, bbox }: Examined, margin: number) => JSON.stringify([sha256, bbox, margin]);

type CheckRow = {
  annotation_id: string;
  crop: string;
  width: number;
  height: number;
  sharpness: number;
  fingerprint: CropCheck['fingerprint'];
};

/** What is known of these crops. Those that nobody has examined as they are now are left out. */
export function readCropChecks(project: Project, crops: readonly Examined[], margin: number): Map<Examined, CropCheck> {
  const rows = new Map(
    project.database
      .all<CheckRow>('SELECT * FROM crop_checks')
      .map((row): [string, CheckRow] => [row.annotation_id, row]),
  );
  const known = new Map<Examined, CropCheck>();
  for (const crop of crops) {
    const row = crop.annotationId === null ? undefined : rows.get(crop.annotationId);
    if (!row || row.crop !== cropKey(crop, margin)) continue;
    const { width, height, sharpness, fingerprint } = row;
    known.set(crop, { width, height, sharpness, fingerprint });
  }
  return known;
}

/**
 * Examines crops, and keeps what was found of those that belong to annotations. A crop that cannot be read is reported
 * and passed over.
 */
export async function examineCrops<T extends Examined>(
  { project, images }: { project: Project; images: () => Promise<RunningWorker<ImagesWorker>> },
  { crops, margin }: { crops: readonly T[]; margin: number },
  { signal, report }: CallContext<{ done: number; total: number; failed: number }>,
): Promise<{ checks: Map<T, CropCheck>; problems: Problem[] }> {
  const checks = new Map<T, CropCheck>();
  const problems: Problem[] = [];
  const progress = () => report({ done: checks.size + problems.length, total: crops.length, failed: problems.length });
  await inOrder({
    items: crops,
    inFlight: 4,
    signal,
    worker: images,
    ask: (worker, { path, bbox }) => worker.client.run('examineCrop', { path, bbox, margin }),
    onAnswer: (crop, check) => {
      checks.set(crop, check);
      if (crop.annotationId !== null) {
        project.database.run(
          'INSERT OR REPLACE INTO crop_checks VALUES (?, ?, ?, ?, ?, ?)',
          crop.annotationId,
          cropKey(crop, margin),
          check.width,
          check.height,
          check.sharpness,
          check.fingerprint,
        );
      }
      progress();
    },
    onFailure: ({ path }, { code, message, said }) => {
      problems.push({ path, code, message, said });
      progress();
    },
  });
  return { checks, problems };
}
