import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TrainWorker } from '../../contract/workers';
import { createForkHost } from '../../core/fork-host';
import { startWorker } from '../../core/worker-client';
import { Random } from '../../ml/rng';
import { RunFolder } from '../../storage/run-folder';
import { smallConfig, writeSmallDataset } from '../../testing/small-training';

/** The worker as it is shipped, in a process of its own, killed in the middle of its work. */
const bundle = join(process.cwd(), 'node_modules', '.cache', `train-worker-${process.pid}`);
let parent: string;
let datasetFolder: string;

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: bundle,
      target: 'node18',
      ssr: true,
      rolldownOptions: {
        input: { train: join(__dirname, 'index.ts') },
        external: [/^[\w@]/],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  });
  parent = await mkdtemp(join(tmpdir(), 'kill-'));
  datasetFolder = await writeSmallDataset(join(parent, 'dataset'));
});
afterAll(async () => {
  await rm(parent, { recursive: true, force: true });
  await rm(bundle, { recursive: true, force: true });
});

/** @param killAfterStep null lets it finish */
async function train(name: string, config: ReturnType<typeof smallConfig>, killAfterStep: number | null, delayMs = 0) {
  const host = createForkHost({ folder: bundle, env: {}, log: () => undefined });
  const worker = startWorker<TrainWorker>(host, 'train');
  const runFolder = join(parent, name);
  const steps: number[] = [];
  try {
    return await worker.client.run(
      'train',
      { runFolder, datasetFolder, config, resume: true },
      {
        onProgress: ({ step }) => {
          steps.push(step);
          if (step === killAfterStep) setTimeout(() => worker.kill(), delayMs);
        },
      },
    );
  } finally {
    worker.kill();
  }
}

/** Equal exactly when all bits are. */
const hashOf = (values: ArrayBufferView): string =>
  createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex');

async function contentOf(name: string, step: number) {
  const run = new RunFolder(join(parent, name));
  const { tensors, metadata } = await run.readCheckpoint(step);
  const metrics = (await readFile(run.metricsFile, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => {
      const { step: number, lossD, lossG, dReal, dFake, dFakeAfter } = JSON.parse(line) as Record<string, number>;
      return [number, lossD, lossG, dReal, dFake, dFakeAfter];
    });
  return {
    arrays: Object.fromEntries([...tensors].map(([key, { values }]) => [key, hashOf(values)])),
    random: metadata['random'],
    metrics,
  };
}

test('ten steps equal five, kill -9, a resume and five more, bit for bit', async () => {
  const config = smallConfig({ steps: 10, checkpointEvery: 5 });
  await train('whole', config, null);
  await expect(train('killed', config, 5)).rejects.toMatchObject({ code: 'worker-crashed' });

  expect(await train('killed', config, null)).toMatchObject({ step: 10, state: 'finished' });

  expect(await contentOf('killed', 10)).toEqual(await contentOf('whole', 10));
});

test('killed at random moments again and again, a run ends as if nothing had happened', async () => {
  const config = smallConfig({ steps: 60, checkpointEvery: 3, sampleEvery: 4, flip: true, batch: 4 }, 'better');
  await train('undisturbed', config, null);
  const random = Random.fromSeed(1);
  let done = 0;
  for (let kill = 0; kill < 6; kill++) {
    const crashed = train('disturbed', config, done + 1 + random.integer(6), random.integer(12));
    await expect(crashed).rejects.toMatchObject({ code: 'worker-crashed' });
    done = (await new RunFolder(join(parent, 'disturbed')).checkpointSteps())[0] ?? 0;
  }

  expect(await train('disturbed', config, null)).toMatchObject({ step: 60, state: 'finished' });

  expect(await contentOf('disturbed', 60)).toEqual(await contentOf('undisturbed', 60));
});
