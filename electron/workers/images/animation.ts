import sharp from 'sharp';
import { StudioError, throwIfAborted } from '../../contract/errors';
import { say } from '../../contract/said';
import type { animationMethods } from '../../contract/animation';
import type { CallContext, ParsedOf } from '../../contract/method';
import { writeFileAtomic } from '../../storage/atomic';
import { drawText } from './stroke-font';

type Params = ParsedOf<typeof animationMethods, 'drawAnimation'>;

/** Small pictures are enlarged to about this, by a whole factor: players show them as they are. */
const wantedSide = 448;
/** Decoded bytes of all frames together. */
const largestBytes = 240e6;
const mostFrames = 240;
const captionHeight = 40;
const ground = { r: 24, g: 24, b: 26 };
const [ink, quiet] = ['#f2f0ee', '#5d5b60'];

/** Evenly thinned; the first and the last are always there. */
export function thinFrames<T>(frames: readonly T[], most: number): T[] {
  if (frames.length <= most) return [...frames];
  return Array.from({ length: most }, (_, at) => frames[Math.round((at * (frames.length - 1)) / (most - 1))]!);
}

/**
 * Writes an animation, atomically.
 *
 * @returns how many frames it has
 * @throws {StudioError} `invalid-params` when the pictures differ in size, `image-unreadable`, `disk-full`, `aborted`
 */
export async function drawAnimation(
  { frames, format, file, frameMs, holdMs, thereAndBack }: Params,
  { signal, report }: CallContext<{ done: number; total: number }>,
): Promise<{ frames: number }> {
  const first = await sharp(frames[0]!.file).metadata();
  const [width, height] = [first.width, first.height];
  const factor = Math.max(1, Math.floor(wantedSide / Math.max(width, height)));
  const captioned = frames.some(({ caption }) => caption !== undefined);
  const size = { width: width * factor, height: height * factor + (captioned ? captionHeight : 0) };
  const most = Math.max(2, Math.min(mostFrames, Math.floor(largestBytes / (size.width * size.height * 3))));
  const shown = thinFrames(frames, thereAndBack ? Math.ceil(most / 2) + 1 : most);
  const pictures: Buffer[] = [];
  for (const [index, frame] of shown.entries()) {
    throwIfAborted(signal);
    pictures.push(await drawFrame(frame, { width, height, factor }, captioned, index / Math.max(1, shown.length - 1)));
    report({ done: pictures.length, total: shown.length + 1 });
  }
  const back = thereAndBack ? pictures.slice(1, -1).reverse() : [];
  const all = [...pictures, ...back];
  const delay = all.map((_, index) => (index === pictures.length - 1 ? holdMs : frameMs));
  const raw = { ...size, height: size.height * all.length, channels: 3, pageHeight: size.height } as const;
  const animation = sharp(Buffer.concat(all), { raw, limitInputPixels: false });
  const bytes =
    format === 'webp'
      ? await animation.webp({ quality: 88, effort: 4, loop: 0, delay }).toBuffer()
      : await animation.gif({ effort: 4, loop: 0, delay, dither: 0.6 }).toBuffer();
  throwIfAborted(signal);
  await writeFileAtomic(file, bytes);
  report({ done: shown.length + 1, total: shown.length + 1 });
  return { frames: all.length };
}

/** One picture, enlarged, with its caption and how far the story has come. @param age 0 to 1 */
async function drawFrame(
  { file, caption }: Params['frames'][number],
  { width, height, factor }: { width: number; height: number; factor: number },
  captioned: boolean,
  age: number,
): Promise<Buffer> {
  const { data, info } = await sharp(file)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.width !== width || info.height !== height || info.channels !== 3)
    throw new StudioError(
      'invalid-params',
      say('gallery.sizes', {
        file,
        width: info.width,
        height: info.height,
        firstWidth: width,
        firstHeight: height,
      }),
    );
  const [wide, tall] = [width * factor, height * factor];
  const picture = sharp(data, { raw: { width, height, channels: 3 } }).resize(wide, tall, { kernel: 'cubic' });
  if (!captioned) return picture.raw().toBuffer();
  const middle = tall + captionHeight / 2;
  const text = drawText(caption ?? '', 14, middle + 5, { size: 15, color: ink, anchor: 'start' });
  const [from, to] = [wide * 0.42, wide - 14];
  const bar =
    `<path d="M${from} ${middle}H${to}" stroke="${quiet}" stroke-width="2"/>` +
    `<path d="M${from} ${middle}H${from + (to - from) * age}" stroke="${ink}" stroke-width="2"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${tall + captionHeight}">${text}${bar}</svg>`;
  // Two passes: sharp would lay the caption over the picture before it is made taller.
  const taller = await picture.extend({ bottom: captionHeight, background: ground }).raw().toBuffer();
  return sharp(taller, { raw: { width: wide, height: tall + captionHeight, channels: 3 } })
    .composite([{ input: Buffer.from(svg), left: 0, top: 0 }])
    .removeAlpha()
    .raw()
    .toBuffer();
}
