import type { Category } from '../contract/words';
import type { Database } from './database';

/** Bits of images.categories. */
export const categoryBit: Record<Category, number> = { upper: 1, lower: 2, full: 4, outfit: 8 };

/** Proposals from this score on count as boxes of an image that nobody has touched. */
const countedScore = 0.4;

export const categoryBits = (boxes: readonly { category: Category }[]) =>
  boxes.reduce((bits, { category }) => bits | categoryBit[category], 0);

/** The categories of an image's sure proposals. */
export function proposedCategories(database: Database, imageId: number): number {
  return categoryBits(
    database.all<{ category: Category }>(
      'SELECT DISTINCT category FROM detections WHERE image_id = ? AND score >= ?',
      imageId,
      countedScore,
    ),
  );
}
