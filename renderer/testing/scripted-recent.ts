import type { RecentProject } from '../../electron/contract/api/projects';
import { pixelPaths } from '../../electron/contract/pixels';
import type { ScriptedImage } from './scripted-images';

/** Of a project in which nothing is yet. */
export const noCounts = {
  images: 0,
  new: 0,
  detected: 0,
  reviewed: 0,
  excluded: 0,
  annotations: 0,
  datasets: 0,
  runs: 0,
  unfinished: false,
};

/** Three projects: one that was compared, one that is under review, one whose disk is not here. */
export function scriptedRecent(images: readonly ScriptedImage[]): RecentProject[] {
  const photosFrom = (first: number) =>
    images.slice(first, first + 12).map(({ sha256 }) => pixelPaths.thumbnail(sha256));
  return [
    {
      name: 'Spring collection',
      folder: '/home/you/DeepStyle Studio/Spring collection',
      openedAt: '2026-11-24T08:10:00Z',
      isThere: true,
      counts: { ...noCounts, images: 832, reviewed: 832, annotations: 1753, datasets: 1, runs: 3 },
      photos: photosFrom(0),
      looks: {
        pixels: pixelPaths.runFile('run-2', 'samples/step-004200.png'),
        columns: 8,
        count: 64,
        side: 64,
        gap: 2,
      },
    },
    {
      name: 'Street style, Milan',
      folder: '/home/you/DeepStyle Studio/Street style, Milan',
      openedAt: '2026-11-21T17:42:00Z',
      isThere: true,
      counts: { ...noCounts, images: 1204, detected: 41, reviewed: 1163, annotations: 2310 },
      photos: photosFrom(12),
      looks: null,
    },
    {
      name: 'Archive 1996 to 2004',
      folder: '/media/archive/DeepStyle/Archive 1996 to 2004',
      openedAt: '2026-11-12T09:03:00Z',
      isThere: false,
      counts: { ...noCounts, images: 5120 },
      photos: [],
      looks: null,
    },
  ];
}
