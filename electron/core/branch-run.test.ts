import { expect, test } from 'vitest';
import { smallOverrides, studioWithDataset } from '../testing/small-project';

test(
  'a run of the preset better goes on from its checkpoint with augmentation, beside itself',
  { timeout: 120_000 },
  async () => {
    const { client } = await studioWithDataset();
    const overrides = { ...smallOverrides, augment: [], steps: 6, checkpointEvery: 4, microBatch: 4 };
    const plain = await client.run('runs.start', { preset: 'better', overrides });

    const further = await client.run('runs.start', {
      from: { run: plain.id, step: 4 },
      overrides: { augment: ['color'], augmentAfter: 0, steps: 9 },
    });

    expect(further).toMatchObject({ state: 'finished', step: 9, origin: { run: plain.id, step: 4 } });
    const [before, after] = await Promise.all(
      [plain, further].map(({ id }) => client.run('runs.metrics', { run: id })),
    );
    expect(after!.step).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(after!.lossD.slice(0, 4)).toEqual(before!.lossD.slice(0, 4));
    expect(after!.lossD[5]).not.toBe(before!.lossD[5]);
    const { config } = await client.run('runs.get', { run: plain.id });
    const { config: changed } = await client.run('runs.get', { run: further.id });
    expect(config).toMatchObject({ augment: [], microBatch: 4 });
    // Whatever was not asked for stays.
    expect(changed).toEqual({
      ...config,
      augment: ['color'],
      augmentAfter: 0,
      steps: 9,
      origin: { run: plain.id, step: 4 },
    });
  },
);
