import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { throwIfAborted } from '../../contract/errors';
import type { CallContext } from '../../contract/method';
import { drawSample, type Sample } from '../../../resources/samples/draw-sample';
import { writeFileAtomic } from '../../storage/atomic';

const longestSide = 960;

/** A file name that tells what is in the picture: 007-sage-floral-tea-dress-in-the-arcade.jpg. */
function fileName(sample: Sample, index: number): string {
  const words = sample.title
    .normalize('NFD')
    .replace(/[^\w\s-]/g, '')
    .toLowerCase()
    .split(/\s+/);
  let kept = '';
  for (const word of words) {
    if (kept.length + word.length > 60) break;
    kept += `-${word}`;
  }
  // A name cut short does not end in the middle of a phrase.
  if (kept.split('-').length <= words.length) kept = kept.replace(/(-(and|on|in|at|a|the|long))+$/, '');
  return `${String(index + 1).padStart(3, '0')}${kept}.jpg`;
}

/** @returns a JPEG, longest side 960 pixels, with the drawing's title as its description */
export async function renderSample(sample: Sample): Promise<Buffer> {
  const scale = longestSide / Math.max(sample.width, sample.height);
  return sharp(Buffer.from(sample.svg), { density: 72 * scale })
    .resize(Math.round(sample.width * scale), Math.round(sample.height * scale), { fit: 'fill' })
    .flatten({ background: '#ffffff' })
    .withExif({ IFD0: { ImageDescription: sample.title, Copyright: 'CC0 1.0' } })
    .jpeg({ quality: 90 })
    .toBuffer();
}

/**
 * Draws the first `count` pictures of a collection into a folder. Those that are there already are left alone, so that
 * a drawing that was stopped goes on where it was.
 *
 * @returns the files, in order
 * @throws {StudioError} `aborted`, `disk-full`, `not-permitted`
 */
export async function drawSamples(
  { folder, count, seed }: { folder: string; count: number; seed: number },
  { signal, report }: CallContext<{ done: number; total: number }>,
  inFlight: number,
): Promise<{ files: string[] }> {
  await mkdir(folder, { recursive: true });
  const files: string[] = [];
  let next = 0;
  let done = 0;
  const draw = async () => {
    while (next < count) {
      throwIfAborted(signal);
      const index = next;
      next += 1;
      const sample = drawSample(seed, index);
      const file = join(folder, fileName(sample, index));
      files[index] = file;
      if (!existsSync(file)) await writeFileAtomic(file, await renderSample(sample));
      done += 1;
      report({ done, total: count });
    }
  };
  await Promise.all(Array.from({ length: Math.min(inFlight, count) }, draw));
  return { files };
}
