import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Random } from '../ml/rng';
import { runCommandLine, type CommandResult } from '../testing/command-line';
import { temporaryFolder } from '../testing/temporary-folder';

const kills = 20;
const photos = 24;

const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
const hashesIn = (folder: string) =>
  readdirSync(folder)
    .map((name) => hashOf(join(folder, name)))
    .sort();

/** Runs a command to its end; kills it with SIGKILL on the way as often as `killTimes` says, and begins again. */
type Perform = (args: string[], resume?: (() => Promise<string[]>) | undefined) => Promise<CommandResult>;

function performer(userFolder: string, killTimesMs: number[]): Perform {
  return async (args, resume) => {
    let now = args;
    for (;;) {
      const killAfterMs = killTimesMs.shift();
      const result = await runCommandLine(now, { userFolder, ...(killAfterMs === undefined ? {} : { killAfterMs }) });
      if (result.code === 0) {
        // It was faster than the kill, which is then spent on the next command, sooner.
        if (killAfterMs !== undefined) killTimesMs.unshift(killAfterMs / 2);
        return result;
      }
      expect(result, result.stderr).toMatchObject({ code: null });
      if (resume) now = await resume();
    }
  };
}

/** The whole job by command line. @returns what must not depend on how often it was killed */
async function wholeJob(samples: string, folder: string, killTimesMs: number[]) {
  const userFolder = join(folder, 'user');
  const perform = performer(userFolder, killTimesMs);
  const project = join(folder, 'project');
  const train = [
    'train',
    project,
    '--steps',
    '24',
    '--batch',
    '8',
    '--width',
    '8',
    '--seed',
    '5',
    '--set',
    'checkpointEvery=4',
  ];
  await perform(['import', project, samples]);
  await perform(['detect', project]);
  await perform(['accept', project, '--min-score', '0.3']);
  await perform(['crops', project, '--category', 'outfit', '--out', join(folder, 'crops'), '--min-size', '16']);
  const named = ['dataset', project, '--name', 'looks', '--min-size', '16'];
  await perform(named, async () => {
    const again = await runCommandLine([...named, '--json'], { userFolder });
    // The kill came after the dataset had its name: it is whole.
    return again.code === 0 || /looks is there already/.test(again.stderr) ? ['list', project] : named;
  });
  await perform(train, async () => {
    const { records } = await runCommandLine(['runs', project, '--json'], { userFolder });
    return records.length === 0 ? train : ['train', project, '--resume', String(records[0]!['id'])];
  });
  await perform(['generate', project, '--run', 'run-1', '--count', '6', '--seed', '3', '--out', join(folder, 'looks')]);

  const { records } = await runCommandLine(['list', project, '--json'], { userFolder });
  const withoutIds = records.map(({ annotations, ...image }) => ({
    ...image,
    annotations: (annotations as Record<string, unknown>[]).map(({ id: _id, ...box }) => box),
  }));
  const manifest = JSON.parse(readFileSync(join(project, 'datasets', 'looks', 'manifest.json'), 'utf8')) as {
    contentHash: string;
  };
  const metrics = readFileSync(join(project, 'runs', 'run-1', 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n');
  return {
    images: withoutIds,
    crops: hashesIn(join(folder, 'crops')),
    dataset: manifest.contentHash,
    steps: metrics.map((line) => {
      const { step, lossD, lossG } = JSON.parse(line) as { step: number; lossD: number; lossG: number };
      return { step, lossD, lossG };
    }),
    looks: hashesIn(join(folder, 'looks')),
  };
}

test(
  `killed ${kills} times on the way, the whole job leaves what an undisturbed one leaves`,
  { timeout: 400_000 },
  async () => {
    const folder = temporaryFolder();
    const userFolder = join(folder, 'user');
    const samples = join(folder, 'samples');
    await runCommandLine(['samples', samples, '--count', String(photos), '--seed', '11'], { userFolder });
    const random = Random.fromSeed(20);
    // Long enough to be in the middle of something, short enough to be before its end.
    const killTimesMs = Array.from({ length: kills }, () => 250 + Math.floor(random.uniform() * 900));

    const undisturbed = await wholeJob(samples, join(folder, 'undisturbed'), []);
    const killed = await wholeJob(samples, join(folder, 'killed'), killTimesMs);
    expect(undisturbed.images).toHaveLength(photos);
    expect(undisturbed.crops.length).toBeGreaterThan(photos / 2);
    expect(undisturbed.steps.map(({ step }) => step)).toEqual(Array.from({ length: 24 }, (_unused, i) => i + 1));
    expect(killTimesMs.length).toBeLessThan(kills / 2);
    expect(killed).toEqual(undisturbed);
  },
);
