import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { smallOverrides, studioWithDataset } from '../testing/small-project';
import type { TestStudio } from '../testing/studio';

const overrides = { ...smallOverrides, steps: 100_000 };

/** What was measured of a run as soon as there is something. */
async function measured({ client }: TestStudio, run: string) {
  let quality = await client.run('runs.quality', { run });
  while (quality.points.length === 0) {
    await wait(200);
    quality = await client.run('runs.quality', { run });
  }
  return quality;
}

test(
  'a run that is stopped is measured where it stands, and its checkpoint can be the best',
  { timeout: 180_000 },
  async () => {
    const studio = await studioWithDataset();
    const { client } = studio;

    const stopped = await client.run(
      'runs.start',
      { preset: 'article', overrides },
      {
        onProgress: ({ step, runId }) => void (step >= 3 && client.run('runs.stop', { run: runId }).catch(() => null)),
      },
    );
    expect(stopped.state).toBe('stopped');

    expect(await measured(studio, stopped.id)).toMatchObject({ points: [{ step: stopped.step }], best: stopped.step });
    const jobs = await client.run('jobs.list', {});
    expect(jobs.map(({ method }) => method)).toContain('runs.measure');
    // Nowhere is it said to be finished: a person has stopped it.
    expect(jobs.find(({ method }) => method === 'runs.start')).toMatchObject({
      state: 'aborted',
      error: null,
      result: { id: stopped.id, state: 'stopped' },
    });
  },
);

test('a run that was too short for a measurement on its way is measured at its end', { timeout: 180_000 }, async () => {
  const studio = await studioWithDataset();

  const run = await studio.client.run('runs.start', { preset: 'article', overrides: { ...overrides, steps: 20 } });

  expect(run.state).toBe('finished');
  expect(await measured(studio, run.id)).toMatchObject({ points: [{ step: 20 }], best: 20 });
});

test('a run whose process dies is measured at its newest checkpoint', { timeout: 180_000 }, async () => {
  const studio = await studioWithDataset();
  const { client, log } = studio;
  let id = '';
  const training = client.run(
    'runs.start',
    { preset: 'article', overrides: { ...overrides, checkpointEvery: 20 } },
    {
      onProgress: ({ runId, checkpointStep }) => {
        if (checkpointStep === null || id !== '') return;
        id = runId;
        process.kill(
          Number(/train: worker (\d+) started/.exec(log.find((line) => line.includes('train:')) ?? '')?.[1]),
        );
      },
    },
  );

  await expect(training).rejects.toMatchObject({ code: 'worker-crashed' });
  const { run, checkpoints } = await client.run('runs.get', { run: id });
  expect(run.state).toBe('interrupted');
  expect(await measured(studio, id)).toMatchObject({ points: [{ step: checkpoints[0] }], best: checkpoints[0] });
});

test('a paused run that gives its memory back is not measured in its place', { timeout: 180_000 }, async () => {
  const { client } = await studioWithDataset();
  const paused = await client.run(
    'runs.start',
    { preset: 'article', overrides },
    {
      onProgress: ({ step, runId }) =>
        void (
          step >= 3 &&
          client
            .run('runs.pause', { run: runId })
            .then(() => client.run('runs.release', { run: runId }))
            .catch(() => null)
        ),
    },
  );

  expect(paused.state).toBe('paused');
  expect((await client.run('jobs.list', {})).map(({ method }) => method)).toEqual(['runs.start']);
});
