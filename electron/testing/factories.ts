import { createHash, randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { Annotation, Detection } from '../contract/words';
import { Project } from '../core/project';
import { temporaryFolder } from './temporary-folder';

/** An open project in a temporary folder; the same folder again for a test that reopens it. */
export function testProject(folder = temporaryFolder()): Project {
  const project = Project.open(folder, { create: true, holder: 'a test', log: () => undefined });
  let open = true;
  const close = project.close.bind(project);
  project.close = () => {
    if (open) close();
    open = false;
  };
  onTestFinished(() => project.close());
  return project;
}

/** Puts an image into the library without a file behind it. @returns its id */
export function addImage(project: Project, name: string, detections: readonly Detection[] = []): number {
  const { database } = project;
  database.run('INSERT OR IGNORE INTO sources (id, folder) VALUES (1, ?)', '/photos');
  const { lastId } = database.run(
    `INSERT INTO images (source_id, path, name, sha256, bytes, modified_ms, width, height, format, added_at, state, best_score)
     VALUES (1, ?, ?, ?, 1, 1, 600, 900, 'jpeg', '2026-01-01T00:00:00.000Z', ?, ?)`,
    name,
    name,
    createHash('sha256').update(name).digest('hex'),
    detections.length > 0 ? 'detected' : 'new',
    detections.length > 0 ? Math.max(...detections.map(({ score }) => score)) : null,
  );
  for (const { category, score, bbox, derived } of detections) {
    database.run(
      'INSERT INTO detections (image_id, category, score, x, y, width, height, derived) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      lastId,
      category,
      score,
      ...bbox,
      derived ? 1 : 0,
    );
  }
  return lastId;
}

export const detection = (given: Partial<Detection> = {}): Detection => ({
  category: 'outfit',
  score: 0.9,
  bbox: [100, 100, 200, 500],
  derived: false,
  ...given,
});

export const annotation = (given: Partial<Annotation> = {}): Annotation => ({
  id: randomUUID(),
  category: 'outfit',
  bbox: [100, 100, 200, 500],
  origin: 'drawn',
  score: null,
  ...given,
});
