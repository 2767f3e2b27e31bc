import { join } from 'node:path';

/** Thumbnails lie in 256 folders: some file systems grow slow with 100,000 files in one. */
export function thumbnailPath(folder: string, sha256: string): string {
  return join(folder, sha256.slice(0, 2), `${sha256}.webp`);
}
