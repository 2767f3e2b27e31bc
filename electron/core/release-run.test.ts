import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunSummary } from '../contract/training';
import { RunFolder } from '../storage/run-folder';
import { smallOverrides as overrides, studioWithDataset } from '../testing/small-project';
import type { TestStudio } from '../testing/studio';

/** Starts a run that would go on for hours, and pauses it after a few steps. */
async function pausedRun({ client }: TestStudio, steps = 100_000) {
  let found = (_run: string) => {};
  const begun = new Promise<string>((resolve) => (found = resolve));
  const ended = client.run(
    'runs.start',
    { preset: 'better', overrides: { ...overrides, steps } },
    { onProgress: ({ step, runId }) => void (step >= 3 && found(runId)) },
  );
  const run = await begun;
  await client.run('runs.pause', { run });
  return { run, ended };
}

/** The process that the studio started last. */
const lastWorker = (log: readonly string[]): number =>
  Number(/train: worker (\d+) started/.exec(log.findLast((line) => line.includes('started')) ?? '')?.[1]);
function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function findRun({ client }: TestStudio, id: string): Promise<RunSummary> {
  return (await client.run('runs.get', { run: id })).run;
}

/** Equal exactly when all bits of both networks, their optimizers and their random numbers are. */
async function contentOf(folder: string, run: string, step: number) {
  const { tensors, metadata } = await new RunFolder(join(folder, 'runs', run)).readCheckpoint(step);
  const arrays = [...tensors].map(([name, { values }]) => {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return [name, createHash('sha256').update(bytes).digest('hex')];
  });
  return { arrays, random: metadata['random'], taken: metadata['taken'] };
}

test(
  'a paused run gives its process back when asked, stays paused, and goes on as if it had never been paused',
  { timeout: 120_000 },
  async () => {
    const studio = await studioWithDataset();
    const { client, folder, log } = studio;
    const { run, ended } = await pausedRun(studio, 40);
    const worker = lastWorker(log);
    expect(isThere(worker)).toBe(true);
    expect(await findRun(studio, run)).toMatchObject({ state: 'paused', warm: true });
    await client.run('runs.release', { run });

    const released = await ended;
    expect(released).toMatchObject({ state: 'paused', finishedAt: null, message: null });
    expect(released.step).toBeLessThan(40);
    await expect.poll(() => isThere(worker)).toBe(false);
    expect((await findRun(studio, run)).warm).toBeUndefined();

    // Also in a studio that was closed meanwhile.
    await client.run('projects.close', {});
    await client.run('projects.open', { folder });
    expect(await findRun(studio, run)).toMatchObject({ state: 'paused', step: released.step });
    expect(await client.run('runs.resume', { run })).toMatchObject({ state: 'finished', step: 40 });
    const whole = await client.run('runs.start', { preset: 'better', overrides: { ...overrides, steps: 40 } });
    expect(await contentOf(folder, run, 40)).toEqual(await contentOf(folder, whole.id, 40));
  },
);

test('a training that begins takes the place of a paused one, which stays paused', { timeout: 120_000 }, async () => {
  const studio = await studioWithDataset();
  const first = await pausedRun(studio);

  const second = await studio.client.run('runs.start', { preset: 'article', overrides: { ...overrides, steps: 3 } });

  expect(second.state).toBe('finished');
  expect((await first.ended).state).toBe('paused');
});

test('a training that waits begins when the one before it is paused', { timeout: 120_000 }, async () => {
  const studio = await studioWithDataset();
  const { client } = studio;
  let waiting: Promise<RunSummary> | undefined;
  const first = await client.run(
    'runs.start',
    { preset: 'article', overrides: { ...overrides, steps: 100_000 } },
    {
      onProgress: ({ runId }) => {
        if (waiting) return;
        waiting = client.run('runs.start', { preset: 'article', overrides: { ...overrides, steps: 3 } });
        void client.run('runs.pause', { run: runId });
      },
    },
  );

  expect(first.state).toBe('paused');
  expect((await waiting)?.state).toBe('finished');
});

test('a detection that begins has the memory and the device of a paused training', { timeout: 120_000 }, async () => {
  const studio = await studioWithDataset();
  const first = await pausedRun(studio);

  await studio.client.run('detections.run', {});

  expect((await first.ended).state).toBe('paused');
});

test('a studio that closes leaves a paused run paused', { timeout: 120_000 }, async () => {
  const studio = await studioWithDataset();
  const { run, ended } = await pausedRun(studio);

  await studio.client.run('projects.close', {});

  expect((await ended).state).toBe('paused');
  await studio.client.run('projects.open', { folder: studio.folder });
  expect(await findRun(studio, run)).toMatchObject({ state: 'paused' });
});

test(
  'a run that was released can be stopped, and only a paused one can be released',
  { timeout: 120_000 },
  async () => {
    const studio = await studioWithDataset();
    const { client } = studio;
    const { run, ended } = await pausedRun(studio);
    await client.run('runs.continue', { run });
    await expect(client.run('runs.release', { run })).rejects.toMatchObject({ code: 'conflict' });
    await client.run('runs.pause', { run });
    await client.run('runs.release', { run });
    await ended;
    await expect(client.run('runs.continue', { run })).rejects.toMatchObject({ code: 'nothing-to-do' });

    await client.run('runs.stop', { run });

    expect((await findRun(studio, run)).state).toBe('stopped');
  },
);
