import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DetectWorker } from '../../contract/workers';
import { createForkHost } from '../../core/fork-host';
import { startWorker, type RunningWorker } from '../../core/worker-client';
import { tinyManifest, writeTinyDetector } from '../../testing/tiny-detector';

const root = join(__dirname, '../../..');
let bundle: string;
let folder: string;
let worker: RunningWorker<DetectWorker>;

beforeAll(async () => {
  // Below node_modules, so that the bundle finds the packages and git does not find the bundle.
  await mkdir(join(root, 'node_modules/.cache'), { recursive: true });
  bundle = await mkdtemp(join(root, 'node_modules/.cache/detect-worker-'));
  folder = await mkdtemp(join(tmpdir(), 'worker-process-'));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(__dirname, 'index.ts'),
      outDir: bundle,
      target: 'node18',
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'detect.cjs' } },
    },
  });
  await writeTinyDetector(folder);
  worker = startWorker<DetectWorker>(
    createForkHost({ folder: bundle, env: process.env, log: () => undefined }),
    'detect',
  );
});
afterAll(async () => {
  worker.kill();
  await rm(bundle, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

test('as a process of its own it loads a model, detects, and outlives damaged files', async () => {
  const path = join(folder, 'red.png');
  await sharp({ create: { width: 50, height: 50, channels: 3, background: '#ff0000' } }).toFile(path);
  await writeFile(join(folder, 'broken.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]));
  const { client } = worker;
  const detect = (file: string) => client.run('detect', { path: file, minScore: 0.5, pixelLimit: 1e8 });

  await expect(detect(path)).rejects.toMatchObject({ code: 'model-missing' });
  expect(await client.run('load', { folder, manifest: tinyManifest, device: 'auto', threads: 0 })).toEqual({
    device: 'cpu',
  });
  const files = Array.from({ length: 20 }, (_, index) => (index % 2 ? path : join(folder, 'broken.jpg')));
  const results = await Promise.allSettled(files.map(detect));
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  expect(reasons).toEqual(Array(10).fill(expect.objectContaining({ code: 'image-unreadable' })));
  const answers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  expect(answers).toHaveLength(10);
  for (const { detections } of answers) {
    expect(detections.filter(({ category }) => category === 'upper')).toHaveLength(4);
    expect(detections.filter(({ derived }) => derived).map(({ category }) => category)).toContain('outfit');
  }
  expect(worker.ended).toBe(false);
});
