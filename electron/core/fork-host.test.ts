import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createForkHost } from './fork-host';
import type { WorkerProcess } from './worker-host';

let folder: string;
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fork-host-'));
  lines = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function start(code: string): Promise<WorkerProcess> {
  await writeFile(join(folder, 'images.cjs'), code);
  return createForkHost({ folder, env: process.env, log: (line) => lines.push(line) }).start('images');
}
const nextFrame = (worker: WorkerProcess) => new Promise<unknown>((resolve) => worker.onFrame(resolve));
const exit = (worker: WorkerProcess) => new Promise<number | null>((resolve) => worker.onExit(resolve));

test('bytes cross to a worker and back as bytes', async () => {
  const worker = await start(
    `process.on('message', (frame) => process.send({ bytes: frame.bytes.map((v) => v + 1) }))`,
  );
  const answer = nextFrame(worker);
  worker.post({ bytes: new Uint8Array([1, 2, 254]) });
  expect(await answer).toEqual({ bytes: new Uint8Array([2, 3, 255]) });
  worker.kill();
  expect(await exit(worker)).toBeNull();
});

test('a worker starts with its thread count and its large pages set', async () => {
  const worker = await start(`process.on('message', () => process.send(process.env))`);
  const answer = nextFrame(worker);
  worker.post({});
  const environment = (await answer) as Record<string, string>;
  expect(Number(environment.UV_THREADPOOL_SIZE)).toBeGreaterThanOrEqual(4);
  expect(environment.GLIBC_TUNABLES).toBe(process.platform === 'linux' ? 'glibc.malloc.hugetlb=1' : undefined);
  worker.kill();
  await exit(worker);
});

test('what a worker writes to its error stream is a line of the log under its name', async () => {
  const worker = await start(`console.error('libvips is unhappy'); process.exitCode = 3`);
  expect(await exit(worker)).toBe(3);
  await expect.poll(() => lines).toContain('images: libvips is unhappy');
});

test('a frame to a dead worker is not thrown, and its end is told once to each listener, late ones too', async () => {
  const worker = await start(`process.exit(7)`);
  const codes: (number | null)[] = [];
  worker.onExit((code) => codes.push(code));
  await exit(worker);
  worker.post({ kind: 'run' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  worker.onExit((code) => codes.push(code));
  expect(codes).toEqual([7, 7]);
});

test('a worker that is stuck in a loop can be killed', async () => {
  const worker = await start(
    `process.on('SIGTERM', () => {}); process.on('message', () => { for (;;) {} }); process.send(1)`,
  );
  await nextFrame(worker);
  worker.post({});
  worker.kill();
  expect(await exit(worker)).toBeNull();
});
