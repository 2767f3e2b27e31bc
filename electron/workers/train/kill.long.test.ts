import { afterAll, beforeAll, expect, test } from 'vitest';
import { readQuality } from '../../storage/quality-log';
import { killAgainAndAgain, KilledTraining } from '../../testing/killed-training';
import { smallConfig } from '../../testing/small-training';

/** Minutes of killing: `npx vitest run --config build/vitest.long.config.ts`. The short form is in kill.test.ts. */
let training: KilledTraining;
beforeAll(async () => {
  training = await KilledTraining.create();
});
afterAll(() => training.remove());

test('killed at thirty random moments, with quality on, every resume is exact and no file is broken', async () => {
  // A look at the discriminator every 200 steps, so that the share of augmented pictures is kept over kills too.
  const config = smallConfig(
    { steps: 600, checkpointEvery: 4, keepEvery: 20, sampleEvery: 4, flip: true, augmentTarget: 0.05 },
    'better',
  );
  await training.train('alone', config, null);
  const seen: string[] = [];

  const broken = await killAgainAndAgain(training, 'killed', config, {
    kills: 30,
    seed: 11,
    onKill: (kill, steps) => seen.push(`kill ${kill}: newest checkpoint ${steps[0] ?? 'none'}`),
  });

  process.stdout.write(`${seen.join('\n')}\n`);
  expect(broken).toEqual([]);
  const content = await training.contentOf('killed', 600);
  expect(content).toEqual(await training.contentOf('alone', 600));
  expect(JSON.parse(content.adaptation ?? '{}')).toMatchObject({ share: expect.closeTo(0.3) as number });
  const points = await readQuality(training.folder('killed').path);
  process.stdout.write(`measured at ${points.map(({ step }) => step).join(', ')}\n`);
  expect(points.length).toBeGreaterThan(3);
  const early = points.find((point) => point.early)!;
  const full = points.filter((point) => !point.early).at(-1)!;
  for (const { step } of [early, full].sort((a, b) => a.step - b.step)) await training.measure('alone', step).done;
  for (const point of await readQuality(training.folder('alone').path)) {
    const other = points.find(({ step }) => step === point.step)!;
    expect({ ...point, costMs: 0 }).toEqual({ ...other, costMs: 0 });
  }
}, 1_800_000);
