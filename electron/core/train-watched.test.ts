import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { writeSmallDataset } from '../testing/small-training';
import { testStudio } from '../testing/studio';
import { temporaryFolder } from '../testing/temporary-folder';

const overrides = {
  generatorWidth: 8,
  discriminatorWidth: 8,
  latentDim: 16,
  batch: 8,
  steps: 100_000,
  sampleCount: 4,
  threads: 1,
  device: 'cpu',
  engine: 'onnx',
} as const;

test(
  'a run that is stopped is measured where it stands, and its checkpoint can be the best',
  { timeout: 180_000 },
  async () => {
    const { client } = testStudio();
    const folder = join(temporaryFolder(), 'project');
    await client.run('projects.create', { folder });
    await writeSmallDataset(join(folder, 'datasets', 'small'));

    const stopped = await client.run(
      'runs.start',
      { preset: 'article', overrides },
      {
        onProgress: ({ step, runId }) => void (step >= 3 && client.run('runs.stop', { run: runId }).catch(() => null)),
      },
    );
    expect(stopped.state).toBe('stopped');

    let quality = await client.run('runs.quality', { run: stopped.id });
    while (quality.points.length === 0) {
      await wait(200);
      quality = await client.run('runs.quality', { run: stopped.id });
    }
    expect(quality).toMatchObject({ points: [{ step: stopped.step }], best: stopped.step });
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
