import type { ImageDetails, ImageSummary } from '../../electron/contract/api/images';
import type { Annotation, Detection } from '../../electron/contract/words';

/** One photo of the scripted studio; a development page may bring real ones. */
export interface ScriptedPhoto {
  name: string;
  width: number;
  height: number;
  proposals: Detection[];
}

/** An image with the whole history of its boxes. */
export interface ScriptedImage extends ImageDetails {
  history: Annotation[][];
  future: Annotation[][];
}

/** The same numbers every time. */
export function scriptedRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A person somewhere near the middle: upper and lower, or full, and the outfit around them. */
function inventProposals(width: number, height: number, random: () => number): Detection[] {
  const x = width * (0.28 + random() * 0.1);
  const y = height * (0.16 + random() * 0.06);
  const wide = width * (0.34 + random() * 0.1);
  const tall = height * (0.66 + random() * 0.08);
  const score = () => Math.round((0.45 + random() * 0.54) * 1000) / 1000;
  const outfit: Detection = { category: 'outfit', score: score(), bbox: [x, y, wide, tall], derived: true };
  if (random() < 0.35)
    return [{ category: 'full', score: score(), bbox: [x, y, wide, tall * 0.8], derived: false }, outfit];
  return [
    { category: 'upper', score: score(), bbox: [x, y, wide, tall * 0.48], derived: false },
    { category: 'lower', score: score(), bbox: [x + 8, y + tall * 0.42, wide - 16, tall * 0.56], derived: false },
    outfit,
  ];
}

export function inventPhotos(count: number): ScriptedPhoto[] {
  const random = scriptedRandom(7);
  return Array.from({ length: count }, (_, index) => ({
    name: `look_${String(index + 1).padStart(4, '0')}.jpg`,
    width: 424,
    height: 640,
    proposals: inventProposals(424, 640, random),
  }));
}

/** @param detected how many of them the detector has looked at */
export function scriptedImages(photos: readonly ScriptedPhoto[], detected: number): ScriptedImage[] {
  return photos.map((photo, index) => {
    const seen = index < detected;
    const best = Math.min(...photo.proposals.map((proposal) => proposal.score), 1);
    return {
      ...photo,
      id: index + 1,
      path: `/home/you/Pictures/Runway/${photo.name}`,
      sha256: (index + 1).toString(16).padStart(64, '0'),
      format: 'jpeg',
      state: seen ? 'detected' : 'new',
      excluded: false,
      missing: index % 97 === 96,
      detections: seen ? photo.proposals.length : 0,
      annotations: 0,
      doubt: seen ? Math.round((1 - best) * 1000) / 1000 : null,
      bestScore: seen && photo.proposals.length > 0 ? Math.max(...photo.proposals.map(({ score }) => score)) : null,
      // Every fortieth photo is another take of the one before it.
      duplicateGroup: index % 40 === 39 ? index : index % 40 === 38 ? index + 1 : null,
      duplicates: index % 40 >= 38 && index + (index % 40 === 38 ? 1 : 0) < photos.length ? 1 : 0,
      tags: index % 12 === 5 ? ['runway'] : [],
      bytes: 60_000 + ((index * 7919) % 90_000),
      addedAt: '2026-11-24T08:30:00.000Z',
      proposals: seen ? photo.proposals : [],
      boxes: [],
      touched: false,
      revision: 0,
      canUndo: false,
      canRedo: false,
      history: [],
      future: [],
    };
  });
}

export function summaryOf(image: ScriptedImage): ImageSummary {
  const { history, future, proposals, boxes, touched, revision, canUndo, canRedo, bytes, addedAt, ...summary } = image;
  void [history, future, proposals, boxes, touched, revision, canUndo, canRedo, bytes, addedAt];
  return summary;
}
