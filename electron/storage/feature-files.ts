import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetManifest } from '../contract/dataset-manifest';

/** What features of a dataset's pictures depend on, besides the network: the pixels, and which split each picture is in. */
function stemOf({ contentHash, items }: DatasetManifest): string {
  const splits = items.map(({ split }) => split).join();
  return createHash('sha256').update(contentHash).update(splits).digest('hex').slice(0, 16);
}

/**
 * The file that keeps what a network sees in a dataset's pictures.
 *
 * @param network hash of the network
 * @param first   the file of so many train pictures only, in the order in which they are drawn for a comparison
 */
export function featureFile(folder: string, manifest: DatasetManifest, network: string, first?: number): string {
  const part = first === undefined ? '' : `-first-${first}`;
  return join(folder, `${stemOf(manifest)}-${network.slice(0, 16)}${part}.safetensors`);
}

/** @returns how many train pictures of a dataset a network has looked at; Infinity where it has seen every picture of both splits */
export async function seenPictures(folder: string, manifest: DatasetManifest): Promise<number> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const pattern = new RegExp(`^${stemOf(manifest)}-[0-9a-f]{16}(?:-first-(\\d+))?\\.safetensors$`);
  const counts = names.flatMap((name) => {
    const found = pattern.exec(name);
    return found ? [found[1] === undefined ? Infinity : Number(found[1])] : [];
  });
  return Math.max(0, ...counts);
}
