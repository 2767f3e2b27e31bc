import type { Bbox, Framing } from './words';

/**
 * Pixels travel as URLs, never inside frames. These are the paths below the shell's prefix: a protocol handler in
 * Electron, HTTP in the browser. core/pixels.ts answers them. What a content hash names never changes.
 */
export const pixelPaths = {
  /** Longest side 320, WebP, upright. */
  thumbnail: (sha256: string) => `thumbnail/${sha256}`,
  /** A file that the last scan for an import found, longest side 320, WebP, upright; for as long as the project is open. */
  scanned: (scan: number, index: number) => `scanned/${scan}/${index}`,
  /** Longest side 1600, WebP, upright: what the editor shows. */
  preview: (sha256: string) => `preview/${sha256}`,
  /** A photo of a recent project, as its thumbnail; no project needs to be open. */
  recentPhoto: (key: string, sha256: string) => `recent/${key}/photo/${sha256}`,
  /** A sample grid of a recent project. */
  recentLooks: (key: string, run: string, file: string) => `recent/${key}/looks/${run}/${file}`,
  /** A crop as it would be cut; with `square`, as the network would see it. */
  crop: (
    sha256: string,
    bbox: Bbox,
    options: { margin?: number; square?: { size: number; framing: Framing } } = {},
  ) => {
    const query = new URLSearchParams({ bbox: bbox.map((value) => Math.round(value * 100) / 100).join(',') });
    if (options.margin !== undefined) query.set('margin', String(options.margin));
    if (options.square) {
      query.set('size', String(options.square.size));
      query.set('framing', options.square.framing);
    }
    return `crop/${sha256}?${query}`;
  },
  contactSheet: (dataset: string) => `dataset/${encodeURIComponent(dataset)}/contact-sheet.png`,
  /** Picture number `index` of a dataset. */
  datasetTile: (dataset: string, index: number) => `dataset/${encodeURIComponent(dataset)}/tile/${index}`,
  /** A PNG below a run folder: samples/..., gallery/..., curve.png. */
  runFile: (run: string, file: string) => `run/${run}/${file}`,
} as const;
