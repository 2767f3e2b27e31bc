import { join } from 'node:path';
import { StudioError, throwIfAborted, toWire } from '../../contract/errors';
import { say, sayInEnglish } from '../../contract/said';
import type { CallContext, ParsedOf, ProgressOf } from '../../contract/method';
import { ImageSize } from '../../contract/training';
import type { Problem } from '../../contract/words';
import type { DatasetItem, ImagesWorker } from '../../contract/workers';
import { DatasetWriter } from '../../storage/dataset-folder';
import { openPhoto } from '../../storage/photo-file';
import { squarePhoto } from '../../storage/pixels';
import { writePng } from '../../storage/png';
import { tileGrid } from '../../storage/tile-grid';
import type { DecodeBudget } from './decode-budget';

type Params = ParsedOf<ImagesWorker, 'packDataset'>;

/** Pictures on the contact sheet at most; a larger dataset shows every second, third, ... */
const sheetTiles = 400;
/** A dataset is frozen from photos that the import has let in: this limit only guards the memory. */
const pixelLimit = 1e9;

/** What may be wrong with one photo without stopping the others. */
const passedOver = new Set(['image-unreadable', 'image-missing', 'image-too-large', 'not-permitted', 'invalid-params']);

/**
 * Cuts, squares and packs a dataset in the order of its items, and draws the contact sheet of what the network sees.
 * The folder appears whole at the end or not at all.
 *
 * @throws {StudioError} `nothing-to-do` when nothing could be read, `conflict`, `disk-full`, `aborted`
 */
export async function packDataset(
  params: Params,
  { signal, report }: CallContext<ProgressOf<ImagesWorker, 'packDataset'>>,
  budget: DecodeBudget,
  inFlight: number,
): Promise<{ problems: Problem[] }> {
  const { folder, name, category, framing, items, statistics } = params;
  const size = ImageSize.parse(params.size);
  const writer = await DatasetWriter.create(folder, {
    name,
    createdAt: new Date().toISOString(),
    imageSize: size,
    category,
    framing,
    statistics,
  });
  const problems: Problem[] = [];
  const tiles: Uint8Array[] = [];
  const every = Math.max(1, Math.ceil(items.length / sheetTiles));
  const ahead: Promise<Uint8Array | Problem>[] = [];
  try {
    for (let done = 0; done < items.length; done += 1) {
      throwIfAborted(signal);
      while (ahead.length <= inFlight && done + ahead.length < items.length) {
        const next = cut(items[done + ahead.length] as DatasetItem, params, budget);
        // A failure is met when its turn comes.
        next.catch(() => undefined);
        ahead.push(next);
      }
      const result = await (ahead.shift() as Promise<Uint8Array | Problem>);
      if (result instanceof Uint8Array) {
        const { path, bbox, imageId, annotationId, split } = items[done] as DatasetItem;
        await writer.add(result, { path, bbox, imageId, annotationId, split });
        if (done % every === 0) tiles.push(result);
      } else problems.push(result);
      report({ done: done + 1, total: items.length, failed: problems.length });
    }
    if (writer.count === 0 && problems[0])
      throw new StudioError(
        'nothing-to-do',
        say('dataset.noneUsable', { first: problems[0].said ?? problems[0].message }),
      );
    if (tiles.length > 0) {
      const sheet = tileGrid(tiles, size, Math.max(1, Math.round(Math.sqrt(tiles.length * 1.6))));
      await writePng(join(writer.temporary, 'contact-sheet.png'), sheet.pixels, sheet.width, sheet.height);
    }
    await writer.finish();
    return { problems };
  } catch (error) {
    await Promise.allSettled(ahead);
    await writer.abandon();
    throw error;
  }
}

async function cut(item: DatasetItem, params: Params, budget: DecodeBudget): Promise<Uint8Array | Problem> {
  const { size, framing, margin, minimumSize } = params;
  try {
    const photo = await openPhoto(item.path, pixelLimit);
    const [width, height] = item.bbox ? [item.bbox[2], item.bbox[3]] : [photo.width, photo.height];
    if (Math.min(width, height) < minimumSize) {
      const [wide, tall] = [Math.round(width), Math.round(height)];
      const said = say('photo.tooSmall', { path: item.path, width: wide, height: tall, minimum: minimumSize });
      return { path: item.path, code: 'too-small', message: sayInEnglish(said), said };
    }
    const square = { size, framing };
    const { pixels } = await budget.run(photo.width * photo.height, () =>
      squarePhoto(photo, item.bbox, margin, square),
    );
    return pixels;
  } catch (error) {
    const wire = toWire(error);
    if (!passedOver.has(wire.code)) throw error;
    return { path: item.path, ...wire };
  }
}
