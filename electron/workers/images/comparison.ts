import sharp from 'sharp';
import { StudioError } from '../../contract/errors';
import type { ParsedOf } from '../../contract/method';
import type { ImagesWorker } from '../../contract/workers';
import { writeFileAtomic } from '../../storage/atomic';
import { DatasetReader } from '../../storage/dataset-folder';
import { openPhoto } from '../../storage/photo-file';
import { squarePhoto } from '../../storage/pixels';
import { tileGrid, type RgbPicture } from '../../storage/tile-grid';
import { drawText, fitText } from './stroke-font';

type Params = ParsedOf<ImagesWorker, 'drawComparison'>;
type TileSource = Params['real'];

const ground = '#fbfaf8';
const ink = '#24222a';
const quiet = '#77737e';
const cellGround = [251, 250, 248] as const;

async function readTiles(source: TileSource, count: number): Promise<{ tiles: Uint8Array[]; size: number }> {
  if ('dataset' in source) {
    const reader = await DatasetReader.open(source.dataset);
    try {
      const size = reader.manifest.imageSize;
      const pixels = await reader.read(source.indices.slice(0, count));
      const bytes = size * size * 3;
      return {
        size,
        tiles: Array.from({ length: pixels.length / bytes }, (_, at) => pixels.subarray(at * bytes, (at + 1) * bytes)),
      };
    } finally {
      await reader.close();
    }
  }
  const photos = await Promise.all(source.files.slice(0, count).map((file) => openPhoto(file, 16e6)));
  const size = photos[0]?.width ?? 64;
  const squares = photos.map((photo) => squarePhoto(photo, null, 0, { size, framing: 'pad' }));
  return { size, tiles: (await Promise.all(squares)).map(({ pixels }) => pixels) };
}

/** Enlarges a grid by a whole factor: a 64-pixel look must be seen, and its pixels must stay what they are. */
async function enlarge(picture: RgbPicture, factor: number): Promise<Buffer> {
  const { pixels, width, height } = picture;
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .resize(width * factor, height * factor, { kernel: 'cubic' })
    .png()
    .toBuffer();
}

/**
 * The picture that ends the DCGAN tutorial and the article: real pictures at the left, generated ones at the right,
 * `side` by `side` cells each, in equal cells, as a PNG file.
 *
 * @throws {StudioError} `nothing-to-do` without pictures, `dataset-damaged`, `image-unreadable`, `disk-full`
 */
export async function drawComparison({ real, generated, side, file, caption }: Params): Promise<void> {
  const count = side * side;
  const [left, right] = await Promise.all([readTiles(real, count), readTiles(generated, count)]);
  if (left.tiles.length === 0 || right.tiles.length === 0)
    throw new StudioError('nothing-to-do', 'A comparison needs at least one real and one generated picture.');
  const size = Math.max(left.size, right.size);
  // Each half about 600 pixels wide, by a whole factor.
  const factor = Math.max(1, Math.round(600 / (side * size)));
  const grids = await Promise.all(
    [left, right].map(({ tiles, size: own }) => {
      const grid = tileGrid(tiles, own, side, { gap: 2, ground: cellGround });
      return enlarge(grid, factor * (size / own));
    }),
  );
  const half = (side * (size + 2) + 2) * factor;
  const tall = (Math.ceil(Math.max(left.tiles.length, right.tiles.length) / side) * (size + 2) + 2) * factor;
  const [margin, between, head, foot] = [44, 48, 92, 64];
  const [width, height] = [margin * 2 + between + half * 2, head + tall + foot];
  const at = { real: margin, generated: margin + half + between };
  const title = (text: string, x: number) =>
    drawText(text, x + half / 2, 58, { size: 30, color: ink, anchor: 'middle', weight: 'bold' });
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="${ground}"/>` +
    title('Real images', at.real) +
    title('Generated images', at.generated) +
    `<path d="M${width / 2} ${head}V${head + tall}" stroke="#dedbd6" stroke-width="1"/>` +
    `${drawText(fitText(caption, 17, width - margin * 2), width / 2, height - 24, { size: 17, color: quiet, anchor: 'middle' })}</svg>`;
  const picture = await sharp(Buffer.from(svg))
    .composite([
      { input: grids[0] as Buffer, left: at.real, top: head },
      { input: grids[1] as Buffer, left: at.generated, top: head },
    ])
    .removeAlpha()
    .png()
    .toBuffer();
  await writeFileAtomic(file, picture);
}
