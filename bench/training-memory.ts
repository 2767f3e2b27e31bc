import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrainConfig } from '../electron/contract/training';
import { Random } from '../electron/ml/rng';
import { DatasetWriter } from '../electron/storage/dataset-folder';
import { PauseSwitch } from '../electron/workers/train/pause-switch';
import { trainRun } from '../electron/workers/train/train-run';

/** Enough for a grid's comparison with photos; the batch goes round. */
const pictures = 64;
/** A grid of looks and a checkpoint in the middle, and at the end with the export of the generator. */
const steps = 4;

/**
 * A short training as the worker makes it, in this process.
 *
 * @returns the most resident memory that this process ever had, in MiB
 */
export async function trainingMemoryMiB(config: TrainConfig): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'memory-'));
  try {
    const datasetFolder = join(folder, 'dataset');
    await writeNoise(datasetFolder, config.imageSize);
    const params = {
      runFolder: join(folder, 'run'),
      datasetFolder,
      config: { ...config, steps, sampleEvery: steps / 2, checkpointEvery: steps / 2 },
      resume: false,
    };
    const context = { signal: new AbortController().signal, report: () => undefined };
    await trainRun(params, context, new PauseSwitch());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

async function writeNoise(folder: string, imageSize: TrainConfig['imageSize']): Promise<void> {
  const description = {
    name: 'noise',
    createdAt: new Date(0).toISOString(),
    category: 'outfit',
    framing: 'pad',
  } as const;
  const writer = await DatasetWriter.create(folder, { ...description, imageSize });
  const random = Random.fromSeed(1);
  for (let index = 0; index < pictures; index++) {
    const pixels = Uint8Array.from({ length: imageSize * imageSize * 3 }, () => random.integer(256));
    await writer.add(pixels, {
      split: 'train',
      path: `${index}.png`,
      imageId: null,
      annotationId: null,
      bbox: null,
    });
  }
  await writer.finish();
}
