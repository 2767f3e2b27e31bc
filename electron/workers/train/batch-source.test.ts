import { expect, onTestFinished, test } from 'vitest';
import { join } from 'node:path';
import { Random } from '../../ml/rng';
import { DatasetReader, DatasetWriter } from '../../storage/dataset-folder';
import { temporaryFolder } from '../../testing/temporary-folder';
import { BatchSource } from './batch-source';

/** Pictures whose every byte is their number, but for a brighter first column. */
async function openDataset(splits: readonly ('train' | 'validation')[]): Promise<DatasetReader> {
  const folder = join(temporaryFolder(), 'dataset');
  const header = { name: 'numbers', createdAt: '2026-01-01T00:00:00.000Z', imageSize: 64 as const };
  const writer = await DatasetWriter.create(folder, { ...header, category: 'outfit', framing: 'pad' });
  for (const [index, split] of splits.entries()) {
    const pixels = new Uint8Array(64 * 64 * 3).fill(index);
    for (let y = 0; y < 64; y++) pixels.fill(200, y * 64 * 3, y * 64 * 3 + 3);
    await writer.add(pixels, { split, path: `${index}.png`, imageId: null, annotationId: null, bbox: null });
  }
  await writer.finish();
  const dataset = await DatasetReader.open(folder);
  onTestFinished(() => dataset.close());
  return dataset;
}

const config = { seed: 3, batch: 4, imageSize: 64 as const, flip: false };
/** Numbers of the pictures in a batch, from the middle of each. */
const numbersOf = (pixels: Uint8Array): number[] =>
  Array.from({ length: pixels.length / 12288 }, (_, picture) => pixels[picture * 12288 + 6000]!);

test('each epoch shows every picture of the train split once, in another order', async () => {
  const source = new BatchSource(
    await openDataset(['train', 'train', 'validation', ...Array(10).fill('train')]),
    config,
  );
  const random = Random.fromSeed(1);
  const seen: number[] = [];
  for (let taken = 0; taken < 24; taken += 4) seen.push(...numbersOf(await source.take(taken, random)));

  const wanted = [0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  const sorted = (values: number[]) => [...values].sort((a, b) => a - b);
  expect(sorted(seen.slice(0, 12))).toEqual(wanted);
  expect(sorted(seen.slice(12))).toEqual(wanted);
  expect(seen.slice(0, 12)).not.toEqual(seen.slice(12));
});

test('what a step takes depends on how many were taken before, not on who asked', async () => {
  const dataset = await openDataset(Array(7).fill('train'));
  const first = new BatchSource(dataset, config);
  for (let taken = 0; taken < 20; taken += 4) await first.take(taken, Random.fromSeed(1));
  const second = new BatchSource(dataset, config);

  expect(await second.take(20, Random.fromSeed(1))).toEqual(await first.take(20, Random.fromSeed(1)));
});

test('about half of the pictures are mirrored when that is asked for', async () => {
  const source = new BatchSource(await openDataset(['train', 'train']), { ...config, batch: 100, flip: true });
  const pixels = await source.take(0, Random.fromSeed(1));

  const mirrored = Array.from({ length: 100 }, (_, picture) => pixels[picture * 12288 + 63 * 3] === 200);
  const straight = Array.from({ length: 100 }, (_, picture) => pixels[picture * 12288] === 200);
  expect(mirrored.map((value) => !value)).toEqual(straight);
  expect(mirrored.filter(Boolean).length).toBeGreaterThan(35);
  expect(mirrored.filter(Boolean).length).toBeLessThan(65);
});

test('a dataset without a train split, or of another size, is refused', async () => {
  const empty = await openDataset(['validation']);
  const other = await openDataset(['train']);

  expect(() => new BatchSource(empty, config)).toThrow('no picture to train on');
  expect(() => new BatchSource(other, { ...config, imageSize: 128 })).toThrow('64 pixels but the run wants 128');
});
