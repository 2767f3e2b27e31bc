import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'vite';
import { ModelManifest } from '../contract/model-manifest';
import type { MeasuredPhotos } from '../contract/quality';
import type { TrainConfig } from '../contract/training';
import type { TrainWorker } from '../contract/workers';
import { createForkHost } from '../core/fork-host';
import { startWorker } from '../core/worker-client';
import { Random } from '../ml/rng';
import { addQuality, pinCheckpoint, readQuality, unpinCheckpoint } from '../storage/quality-log';
import { RunFolder } from '../storage/run-folder';
import { writeSmallDataset } from './small-training';

/** The worker as it is shipped, in processes of its own, killed in the middle of its work. */
export class KilledTraining {
  private constructor(
    private readonly bundle: string,
    private readonly parent: string,
    private readonly datasetFolder: string,
  ) {}

  static async create(): Promise<KilledTraining> {
    const root = join(__dirname, '..', '..');
    const bundle = join(root, 'node_modules', '.cache', `train-worker-${process.pid}`);
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        outDir: bundle,
        target: 'node18',
        ssr: true,
        rolldownOptions: {
          input: { train: join(root, 'electron', 'workers', 'train', 'index.ts') },
          external: [/^[\w@]/],
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    });
    const parent = await mkdtemp(join(tmpdir(), 'kill-'));
    return new KilledTraining(bundle, parent, await writeSmallDataset(join(parent, 'dataset'), 20, 'other'));
  }

  async remove(): Promise<void> {
    await rm(this.parent, { recursive: true, force: true });
    await rm(this.bundle, { recursive: true, force: true });
  }

  folder(name: string): RunFolder {
    return new RunFolder(join(this.parent, name));
  }

  /** Trains, or goes on. @param killAfterStep null lets it finish; else kill -9 so many milliseconds after that step */
  async train(name: string, config: TrainConfig, killAfterStep: number | null, delayMs = 0) {
    const worker = this.#start();
    try {
      return await worker.client.run('train', this.#params(name, config), {
        onProgress: ({ step }) => {
          if (step === killAfterStep) setTimeout(() => worker.kill(), delayMs);
        },
      });
    } finally {
      worker.kill();
    }
  }

  /**
   * Trains with its looks measured beside it, as core does, and kills both processes in the same instant.
   *
   * @param measureAt the checkpoints that are measured, when there is no other measurement
   * @param killAfterMs counted from the first step; null lets both finish
   */
  async trainMeasured(
    name: string,
    config: TrainConfig,
    measureAt: (step: number) => boolean,
    killAfterMs: number | null,
  ): Promise<void> {
    const { path } = this.folder(name);
    const trainer = this.#start();
    const measurers = new Set<ReturnType<KilledTraining['measure']>>();
    let begun = false;
    const kill = () => {
      trainer.kill();
      for (const { end } of measurers) end();
    };
    try {
      const known = new Set((await readQuality(path)).map(({ step }) => step));
      await trainer.client.run('train', this.#params(name, config), {
        onProgress: ({ step, checkpoint }) => {
          if (!begun && killAfterMs !== null) setTimeout(kill, killAfterMs);
          begun = true;
          if (checkpoint === undefined || measurers.size > 0 || known.has(step) || !measureAt(step)) return;
          known.add(step);
          const measurer = this.measure(name, step);
          measurers.add(measurer);
          void measurer.done.catch(() => undefined).finally(() => measurers.delete(measurer));
        },
      });
      for (const { done } of measurers) await done;
    } finally {
      kill();
      await Promise.allSettled([...measurers].map(({ done }) => done));
    }
  }

  /** Measures a checkpoint as core does, in a process of its own that can be killed. */
  measure(name: string, step: number): { done: Promise<void>; end: () => void } {
    const { path } = this.folder(name);
    const worker = this.#start();
    const models = join(__dirname, '..', '..', 'resources', 'models');
    const done = (async () => {
      try {
        await pinCheckpoint(path, step);
        const manifest = ModelManifest.parse(JSON.parse(await readFile(join(models, 'garment.json'), 'utf8')));
        const { point } = await worker.client.run('measure', {
          runFolder: path,
          step,
          photos: photosAt(step),
          datasetFolder: this.datasetFolder,
          model: { folder: models, manifest },
          cacheFolder: join(this.parent, 'features'),
        });
        await addQuality(path, point);
      } finally {
        worker.kill();
        await unpinCheckpoint(path);
      }
    })();
    return { done, end: () => worker.kill() };
  }

  /** What must be equal, bit for bit, however often a run was killed. */
  async contentOf(name: string, step: number) {
    const run = this.folder(name);
    const { tensors, metadata } = await run.readCheckpoint(step);
    const metrics = (await readFile(run.metricsFile, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => {
        const row = JSON.parse(line) as Record<string, number>;
        return ['step', 'lossD', 'lossG', 'dReal', 'dFake', 'dFakeAfter', 'augmentShare'].map((name) => row[name]);
      });
    const grids = (await readdir(run.file('samples'))).filter((grid) => grid.endsWith('.png')).sort();
    const files = [...grids.map((grid) => join('samples', grid)), 'generator.onnx', 'generator.safetensors'];
    return {
      // Every grid of looks on the way, and what other programs take.
      files: await Promise.all(files.map(async (file) => [file, hashOf(await readFile(run.file(file)))])),
      arrays: Object.fromEntries([...tensors].map(([key, { values }]) => [key, hashOf(values)])),
      random: metadata['random'],
      adaptation: metadata['adaptation'],
      metrics,
    };
  }

  /** Files of a run that are there under their names but cannot be read. */
  async brokenFiles(name: string): Promise<string[]> {
    const run = this.folder(name);
    const broken: string[] = [];
    for (const step of await run.checkpointSteps())
      await run.readCheckpoint(step).catch(() => broken.push(run.checkpointName(step)));
    for (const file of ['config.json', 'measuring.json']) {
      const text = await readFile(run.file(file), 'utf8').catch(() => null);
      if (text !== null && !isJson(text)) broken.push(file);
    }
    const quality = await readFile(run.file('quality.jsonl'), 'utf8').catch(() => '');
    const lines = quality.split('\n').filter((line) => line !== '');
    if (lines.length !== (await readQuality(run.path)).length) broken.push('quality.jsonl');
    for (const grid of await readdir(run.file('samples')).catch(() => [] as string[]))
      if (grid.endsWith('.png') && !isWholePng(await readFile(run.file('samples', grid)))) broken.push(grid);
    return broken;
  }

  #params(name: string, config: TrainConfig) {
    return { runFolder: this.folder(name).path, datasetFolder: this.datasetFolder, config, resume: true };
  }

  #start() {
    return startWorker<TrainWorker>(createForkHost({ folder: this.bundle, env: {}, log: () => undefined }), 'train');
  }
}

/** Every other measurement is an early one, as the first of a run may be. */
const photosAt = (step: number): MeasuredPhotos => (step % 40 === 20 ? 'few' : 'all');

/** Kills a training with its measurement at random moments, then lets it end. @returns broken files that were found on the way */
export async function killAgainAndAgain(
  training: KilledTraining,
  name: string,
  config: TrainConfig,
  { kills, seed, onKill }: { kills: number; seed: number; onKill?: (kill: number, steps: number[]) => void },
): Promise<string[]> {
  const random = Random.fromSeed(seed);
  const broken: string[] = [];
  const every = (step: number) => step % config.keepEvery === 0;
  for (let kill = 0; kill < kills; kill++) {
    // Now in the first steps, now in the middle of a measurement, now after one.
    const afterMs = [20, 200, 1500][random.integer(3)] ?? 0;
    await training.trainMeasured(name, config, every, random.integer(1 + 2 * afterMs)).catch(() => undefined);
    // The kernel needs a moment to close what the killed processes had open.
    await wait(20);
    broken.push(...(await training.brokenFiles(name)));
    onKill?.(kill + 1, await training.folder(name).checkpointSteps());
  }
  await training.trainMeasured(name, config, every, null);
  // As core does with a run that has ended: its last life may have had no step left to make.
  const { path } = training.folder(name);
  const measured = await readQuality(path);
  if (!measured.some(({ step }) => step === config.steps)) await training.measure(name, config.steps).done;
  return broken;
}

/** Equal exactly when all bits are. */
const hashOf = (values: ArrayBufferView): string =>
  createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex');

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const isWholePng = (bytes: Buffer): boolean =>
  bytes.subarray(1, 4).toString('latin1') === 'PNG' && bytes.subarray(-8, -4).toString('latin1') === 'IEND';
