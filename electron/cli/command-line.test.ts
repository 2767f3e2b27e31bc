import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { runCommandLine } from '../testing/command-line';
import { lastingFolder, temporaryFolder } from '../testing/temporary-folder';

const shared = lastingFolder();
const userFolder = join(shared, 'user');
const samples = join(shared, 'samples');
const run = (...args: string[]) => runCommandLine(args, { userFolder });

beforeAll(async () => {
  await run('samples', samples, '--count', '12', '--seed', '3');
});

const commands = [
  'doctor',
  'import',
  'detect',
  'list',
  'accept',
  'tag',
  'copies',
  'relocate',
  'problems',
  'crops',
  'dataset',
  'train',
  'runs',
  'generate',
  'compare',
  'export',
  'serve',
  'samples',
  'demo',
];

test.each(commands)('%s explains itself', async (command) => {
  const { code, stdout } = await run(command, '--help');
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`Usage: deepstyle ${command}`));
});

test.each([
  ['no command that exists', ['fly']],
  ['a missing argument', ['import', 'somewhere']],
  ['a missing option', ['accept', 'somewhere']],
  ['an option that is not one', ['list', 'somewhere', '--nonsense']],
  ['a score above one', ['accept', 'somewhere', '--min-score', '7']],
  ['a setting that does not exist', ['train', 'somewhere', '--set', 'speed=9']],
  ['a goal in steps and in epochs', ['train', 'somewhere', '--steps', '9', '--epochs', '2']],
])('%s is wrong usage: exit code 2 and a word of help', async (_what, args) => {
  const { code, stderr } = await run(...args);
  expect(code).toBe(2);
  expect(stderr).toMatch(/--help/);
});

test('a project that is not there is a failure with exit code 1 that names it', async () => {
  const folder = join(temporaryFolder(), 'nowhere');
  const { code, stderr } = await run('list', folder);
  expect(code).toBe(1);
  expect(stderr).toContain(folder);
  expect(existsSync(folder)).toBe(false);
});

test('the whole job works by command, with one JSON line for each thing done', { timeout: 240_000 }, async () => {
  const folder = temporaryFolder();
  const project = join(folder, 'project');
  writeFileSync(join(samples, 'broken.jpg'), 'not a picture');
  const imported = await run('import', project, samples, '--json');
  expect(imported.records.at(-1)).toMatchObject({ added: 12, failed: 1 });
  expect(imported.records[0]).toMatchObject({ problem: { path: join(samples, 'broken.jpg') } });
  expect((await run('detect', project, '--json')).records.at(-1)).toMatchObject({ images: 12, failed: 0 });

  const listed = (await run('list', project, '--json')).records;
  expect(listed).toHaveLength(12);
  expect(listed[0]).toMatchObject({
    id: 1,
    width: expect.any(Number) as number,
    detections: expect.any(Array) as unknown[],
  });
  await run('accept', project, '--min-score', '0.3');

  const crops = (await run('crops', project, '--category', 'outfit', '--out', join(folder, 'crops'), '--json')).records;
  expect(readdirSync(join(folder, 'crops'))).toHaveLength(crops.length);
  expect(crops[0]).toMatchObject({ source: expect.stringContaining(samples) as string });

  const [dataset] = (await run('dataset', project, '--json', '--min-size', '16')).records;
  expect(dataset).toMatchObject({ name: 'looks-1', imageSize: 64 });
  const tiny = ['--batch', '4', '--width', '8'];
  const steps = (await run('train', project, '--steps', '6', '--seed', '1', ...tiny, '--json')).records;
  expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
  for (const step of steps)
    expect(step).toMatchObject({ lossD: expect.any(Number) as number, lossG: expect.any(Number) as number });
  const further = (await run('train', project, '--resume', 'run-1', '--steps', '8', '--json')).records;
  expect(further.map(({ step }) => step)).toEqual([7, 8]);
  const other = await run('train', project, '--resume', 'run-1', '--steps', '9', '--batch', '2', '--set', 'flip=false');
  expect(other).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('run-1 goes on with its own settings: leave out batch, flip.') as string,
  });
  const nineSteps = String((9 * 4) / Number(dataset!['train']));
  expect((await run('train', project, '--resume', 'run-1', '--epochs', nineSteps)).code).toBe(0);

  const runs = (await run('runs', project, '--json')).records;
  expect(runs).toMatchObject([
    { id: 'run-1', dataset: 'looks-1', preset: 'better', engine: 'onnx', device: 'cpu', step: 9, state: 'finished' },
  ]);
  const looks = join(folder, 'looks');
  const first = (
    await run('generate', project, '--run', 'run-1', '--count', '3', '--seed', '9', '--out', looks, '--json')
  ).records;
  expect(first.map(({ index }) => index)).toEqual([0, 1, 2]);
  const picture = join(folder, 'real-generated.png');
  expect((await run('compare', project, '--run', 'run-1', '--out', picture)).code).toBe(0);
  expect(readFileSync(picture).subarray(1, 4).toString()).toBe('PNG');
});

test('Ctrl-C stops a training with a checkpoint, and resuming goes on from there', { timeout: 240_000 }, async () => {
  const project = join(temporaryFolder(), 'project');
  await run('dataset', project, '--from', samples);
  const args = ['train', project, '--steps', '100000', '--batch', '4', '--width', '8', '--json'];
  const stopped = await runCommandLine(args, { userFolder, interruptAfterMs: 6000 });
  expect(stopped).toMatchObject({ code: 1 });
  const [before] = (await run('runs', project, '--json')).records;
  expect(before).toMatchObject({ state: 'stopped' });
  const step = Number(before!['step']);
  const goal = String(step + 2);
  const resumed = await run('train', project, '--resume', 'run-1', '--steps', goal, '--json');
  expect(resumed.records.map((record) => record['step'])).toEqual([step + 1, step + 2]);
});

test("a plain folder's flawed pictures are left out as boxes are", { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  const [pictures, project] = [join(folder, 'pictures'), join(folder, 'project')];
  await run('samples', pictures, '--count', '6', '--seed', '5');
  const [first] = readdirSync(pictures).filter((file) => /\.(jpe?g|png)$/.test(file));
  copyFileSync(join(pictures, first!), join(pictures, `copy of ${first!}`));
  const freeze = async (...args: string[]) =>
    (await run('dataset', project, '--from', pictures, ...args, '--json')).records.at(-1);

  expect(await freeze()).toMatchObject({ count: 7 });
  expect(await freeze('--leave-out', 'duplicate')).toMatchObject({ name: 'looks-2', count: 6 });
});
