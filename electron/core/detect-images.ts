import type { DetectProgress, DetectResult, ModelSummary } from '../contract/api/review';
import { toWire, type ErrorCode } from '../contract/errors';
import type { CallContext } from '../contract/method';
import type { Detection, Problem } from '../contract/words';
import type { DetectWorker } from '../contract/workers';
import { proposedCategories } from './image-categories';
import { inOrder } from './in-order';
import { modelFolder, modelVersion } from './models';
import type { Project } from './project';
import { Rate } from './rate';
import { Sources } from './sources';
import type { RunningWorker } from './worker-client';

/** One image is inferred while the next ones are decoded. */
const inFlight = 4;
const pixelLimit = 100_000_000;
/** Failures that every other image would meet as well. */
const endsDetection: ReadonlySet<ErrorCode> = new Set([
  'disk-full',
  'model-missing',
  'model-invalid',
  'device-unavailable',
  'out-of-memory',
]);

export interface DetectParams {
  model: ModelSummary;
  device: string;
  minScore: number;
  redo: boolean;
}

type Pending = { id: number; source_id: number; path: string };

/** Images that this model has not seen. What a person has reviewed is left alone. */
function imagesToDetect(project: Project, version: string, redo: boolean): Pending[] {
  const unseen = redo ? '' : 'AND (detected_by IS NULL OR detected_by <> ?)';
  return project.database.all<Pending>(
    `SELECT id, source_id, path FROM images WHERE excluded = 0 AND state <> 'reviewed' ${unseen} ORDER BY id`,
    ...(redo ? [] : [version]),
  );
}

/**
 * Runs the detector over the library and saves image by image: stopping, or being killed, keeps what is done, and
 * the next run takes only what is left. An image that cannot be read is reported and passed over.
 */
export async function detectImages(
  params: DetectParams,
  { project, startWorker }: { project: Project; startWorker: () => RunningWorker<DetectWorker> },
  { signal, report }: CallContext<DetectProgress>,
): Promise<DetectResult> {
  const { model, minScore, redo } = params;
  const version = modelVersion(model);
  const pending = imagesToDetect(project, version, redo);
  const sources = new Sources(project);
  const problems: Problem[] = [];
  const rate = new Rate(pending.length);
  let done = 0;
  let detections = 0;
  let device = params.device;

  const progress = () => {
    done += 1;
    report({ done, total: pending.length, failed: problems.length, detections, ...rate.at(done) });
  };

  const load = async (): Promise<RunningWorker<DetectWorker>> => {
    const worker = startWorker();
    const loaded = await worker.client.run('load', {
      folder: modelFolder(model),
      manifest: model.manifest,
      device: params.device,
      threads: 0,
    });
    device = loaded.device;
    return worker;
  };
  let current = load();
  const live = async () => {
    const worker = await current;
    if (worker.ended) current = load();
    return current;
  };

  try {
    await current;
    await inOrder({
      items: pending,
      inFlight,
      signal,
      worker: live,
      ask: (worker, image) =>
        worker.client.run('detect', { path: sources.absolute(image.source_id, image.path), minScore, pixelLimit }),
      onAnswer: (image, answer) => {
        saveDetections(project, image.id, answer.detections, version, model.manifest.threshold);
        detections += answer.detections.length;
        progress();
      },
      onFailure: (image, error) => {
        if (endsDetection.has(error.code)) throw error;
        problems.push({ path: sources.absolute(image.source_id, image.path), ...toWire(error) });
        if (error.code === 'image-missing')
          project.database.run('UPDATE images SET missing = 1 WHERE id = ?', image.id);
        progress();
      },
    });
  } finally {
    await current.then(
      (worker) => worker.kill(),
      () => undefined,
    );
  }
  return { images: done - problems.length, detections, problems, model: version, device };
}

function saveDetections(
  project: Project,
  imageId: number,
  detections: readonly Detection[],
  version: string,
  threshold: number,
): void {
  const { database } = project;
  database.transaction(() => {
    database.run('DELETE FROM detections WHERE image_id = ?', imageId);
    for (const { category, score, bbox, derived } of detections) {
      database.run(
        'INSERT INTO detections (image_id, category, score, x, y, width, height, derived) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        imageId,
        category,
        score,
        ...bbox,
        derived ? 1 : 0,
      );
    }
    database.run(
      `UPDATE images SET state = 'detected', missing = 0, detected_by = ?, doubt = ?, detection_count = ?, best_score = ?
       WHERE id = ?`,
      version,
      doubtOf(detections, threshold),
      detections.filter(({ score }) => score >= threshold).length,
      detections.reduce<number | null>((best, { score }) => Math.max(best ?? 0, score), null),
      imageId,
    );
    // Boxes that a person has drawn before the detector looked stand in place of its proposals.
    database.run(
      'UPDATE images SET categories = ? WHERE id = ? AND history_position = 0',
      proposedCategories(database, imageId),
      imageId,
    );
  });
}

/**
 * How much an image needs a look, 0 to 1: the score nearest to the threshold decides, since that is where the
 * detector is least sure whether a box belongs; an image with no whole look at all comes first.
 */
export function doubtOf(detections: readonly Detection[], threshold: number): number {
  const whole = detections.some(
    ({ category, score }) => score >= threshold && (category === 'full' || category === 'outfit'),
  );
  if (!whole) return 1;
  const nearest = Math.min(...detections.map(({ score }) => Math.abs(score - threshold)));
  return Math.max(0, 1 - nearest / Math.max(threshold, 1 - threshold));
}
