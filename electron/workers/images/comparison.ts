import sharp from 'sharp';
import { StudioError } from '../../contract/errors';
import { say } from '../../contract/said';
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

/** Largest cell: looks have 64 or 128 pixels, but any picture can be compared. */
const largestCell = 256;

interface Tiles {
  tiles: Uint8Array[];
  size: number;
}

async function readTiles(source: TileSource, count: number): Promise<Tiles> {
  if ('dataset' in source) {
    const reader = await DatasetReader.open(source.dataset);
    try {
      const size = reader.manifest.imageSize;
      const pixels = await reader.read(source.indices.slice(0, count));
      const bytes = size * size * 3;
      const tileAt = (_: unknown, at: number) => pixels.subarray(at * bytes, (at + 1) * bytes);
      return { size, tiles: Array.from({ length: pixels.length / bytes }, tileAt) };
    } finally {
      await reader.close();
    }
  }
  const photos = await Promise.all(source.files.slice(0, count).map((file) => openPhoto(file, 100e6)));
  const size = Math.min(largestCell, Math.max(1, ...photos.map(({ width, height }) => Math.max(width, height))));
  const squares = photos.map((photo) => squarePhoto(photo, null, 0, { size, framing: 'pad' }));
  return { size, tiles: (await Promise.all(squares)).map(({ pixels }) => pixels) };
}

/** The same pictures with another side. */
async function resizeTiles({ tiles, size: from }: Tiles, size: number): Promise<Uint8Array[]> {
  if (from === size) return tiles;
  const raw = { width: from, height: from, channels: 3 } as const;
  return Promise.all(tiles.map((tile) => sharp(tile, { raw }).resize(size, size).raw().toBuffer()));
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
    throw new StudioError('nothing-to-do', say('gallery.needsBoth'));
  const size = Math.max(left.size, right.size);
  // Each half about a thousand pixels wide, by a whole factor.
  const factor = Math.max(1, Math.round(1000 / (side * size)));
  const [realGrid, generatedGrid] = await Promise.all(
    [left, right].map(async (tiles) => {
      const grid = tileGrid(await resizeTiles(tiles, size), size, side, { gap: 2, ground: cellGround });
      return enlarge(grid, factor);
    }),
  );
  const half = (side * (size + 2) + 2) * factor;
  const rows = Math.ceil(Math.max(left.tiles.length, right.tiles.length) / side);
  const tall = (rows * (size + 2) + 2) * factor;
  // Everything around the cells grows with them.
  const unit = half / 1000;
  const px = (value: number) => Math.round(value * unit);
  const [margin, between, head, foot] = [px(64), px(72), px(128), px(96)];
  const [width, height] = [margin * 2 + between + half * 2, head + tall + foot];
  const at = { real: margin, generated: margin + half + between };
  const title = (text: string, x: number) =>
    drawText(text, x + half / 2, px(82), { size: 44 * unit, color: ink, anchor: 'middle', weight: 'bold' });
  const small = 25 * unit;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="${ground}"/>` +
    title('Real images', at.real) +
    title('Generated images', at.generated) +
    `<path d="M${width / 2} ${head}V${head + tall}" stroke="#dedbd6" stroke-width="${1.5 * unit}"/>` +
    `${drawText(fitText(caption, small, width - margin * 2), width / 2, height - px(36), { size: small, color: quiet, anchor: 'middle' })}</svg>`;
  const picture = await sharp(Buffer.from(svg))
    .composite([
      { input: realGrid as Buffer, left: at.real, top: head },
      { input: generatedGrid as Buffer, left: at.generated, top: head },
    ])
    .removeAlpha()
    .png()
    .toBuffer();
  await writeFileAtomic(file, picture);
}
