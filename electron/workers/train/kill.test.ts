import { afterAll, beforeAll, expect, test } from 'vitest';
import { Random } from '../../ml/rng';
import { readQuality } from '../../storage/quality-log';
import { killAgainAndAgain, KilledTraining } from '../../testing/killed-training';
import { smallConfig } from '../../testing/small-training';

/** Every life of a run starts a process and a session: minutes, on a machine that is busy with other things. */
const patient = { timeout: 300_000 };

let training: KilledTraining;
beforeAll(async () => {
  training = await KilledTraining.create();
});
afterAll(() => training.remove());

test('ten steps equal five, kill -9, a resume and five more, bit for bit', patient, async () => {
  const config = smallConfig({ steps: 10, checkpointEvery: 5 });
  await training.train('whole', config, null);
  await expect(training.train('killed', config, 5)).rejects.toMatchObject({ code: 'worker-crashed' });

  expect(await training.train('killed', config, null)).toMatchObject({ step: 10, state: 'finished' });

  expect(await training.contentOf('killed', 10)).toEqual(await training.contentOf('whole', 10));
});

test('killed at random moments again and again, a run ends as if nothing had happened', patient, async () => {
  const config = smallConfig({ steps: 60, checkpointEvery: 3, sampleEvery: 4, flip: true, batch: 4 }, 'better');
  await training.train('undisturbed', config, null);
  const random = Random.fromSeed(1);
  let done = 0;
  for (let kill = 0; kill < 6; kill++) {
    const crashed = training.train('disturbed', config, done + 1 + random.integer(6), random.integer(12));
    await expect(crashed).rejects.toMatchObject({ code: 'worker-crashed' });
    done = (await training.folder('disturbed').checkpointSteps())[0] ?? 0;
  }

  expect(await training.train('disturbed', config, null)).toMatchObject({ step: 60, state: 'finished' });

  expect(await training.contentOf('disturbed', 60)).toEqual(await training.contentOf('undisturbed', 60));
});

// Thirty kills: kill.long.test.ts.
test(
  'killed with its measurement, a run ends the same, no file is broken, and what was measured is true',
  patient,
  async () => {
    const config = smallConfig({ steps: 80, checkpointEvery: 4, keepEvery: 20, sampleEvery: 4, batch: 4 }, 'better');
    await training.train('alone', config, null);

    expect(await killAgainAndAgain(training, 'measured', config, { kills: 4, seed: 2 })).toEqual([]);

    expect(await training.contentOf('measured', 80)).toEqual(await training.contentOf('alone', 80));
    const points = await readQuality(training.folder('measured').path);
    expect(points.length).toBeGreaterThan(0);
    const last = points.at(-1)!;
    await training.measure('alone', last.step).done;
    expect({ ...(await readQuality(training.folder('alone').path))[0]!, costMs: 0 }).toEqual({ ...last, costMs: 0 });
  },
);
