import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import type { RunwayTest } from '../contract/api/gallery';
import { Random } from '../ml/rng';
import { readPngText } from '../storage/png';
import { runCommandLine } from '../testing/command-line';
import { testStudio } from '../testing/studio';
import { lastingFolder, temporaryFolder } from '../testing/temporary-folder';

const shared = lastingFolder();
const trained = join(shared, 'project');
const userFolder = join(shared, 'user');
const run = 'run-1';
const command = (...args: string[]) => runCommandLine(args, { userFolder });

/** A photo of something in one colour before another. */
async function writePhoto(file: string, random: Random): Promise<void> {
  const color = () => `hsl(${random.integer(360)} ${30 + random.integer(60)}% ${20 + random.integer(60)}%)`;
  const [x, y, wide, tall] = [30 + random.integer(30), 10 + random.integer(20), 30 + random.integer(50), 120];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="140" height="160"><rect width="140" height="160" fill="${color()}"/><rect x="${x}" y="${y}" width="${wide}" height="${tall}" rx="${random.integer(30)}" fill="${color()}"/><circle cx="${x + wide / 2}" cy="${y + 10}" r="${8 + random.integer(14)}" fill="${color()}"/></svg>`;
  await sharp(Buffer.from(svg)).png().toFile(file);
}

beforeAll(async () => {
  const photos = join(shared, 'photos');
  mkdirSync(photos);
  const random = Random.fromSeed(1);
  for (let index = 0; index < 90; index++) await writePhoto(join(photos, `${index}.png`), random);
  const dataset = await command('dataset', trained, '--from', photos, '--validation', '0.3');
  expect(dataset.stderr).toBe('');
  const small = ['--batch', '8', '--width', '8', '--set', 'sampleEvery=3', '--set', 'checkpointEvery=3'];
  const { code, stderr } = await command('train', trained, '--steps', '12', '--seed', '1', ...small);
  expect(stderr).toBe('');
  expect(code).toBe(0);
}, 120_000);

/** A copy of the trained project in a studio of its own. */
async function open(folder = join(temporaryFolder(), 'project')) {
  if (!existsSync(folder)) cpSync(trained, folder, { recursive: true });
  const { client, studio } = testStudio();
  await client.run('projects.open', { folder });
  return { client, studio, folder, runFolder: join(folder, 'runs', run) };
}

test('looks are drawn once, found again, and answered at their address', async () => {
  const { client, studio, runFolder } = await open();
  const recipes = ['4#0', '4#1', 'mix(4#0, 4#1, 0.5)', 'vary(4#0,9,0.3)'];
  const { step, looks } = await client.run('gallery.draw', { run, recipes });
  expect(step).toBe(12);
  expect(looks.map(({ recipe }) => recipe)).toEqual(['4#0', '4#1', 'mix(4#0,4#1,0.5)', 'vary(4#0,9,0.3)']);
  const { bytes, type } = await studio.pixels(looks[2]!.pixels!);
  expect(type).toBe('image/png');
  expect(readPngText(bytes)).toMatchObject({ run, step: '12', recipe: 'mix(4#0,4#1,0.5)', truncation: 'none' });

  const before = statSync(looks[0]!.file).mtimeMs;
  // Nothing is left to draw with: what comes now was there.
  for (const name of readdirSync(join(runFolder, 'checkpoints')))
    writeFileSync(join(runFolder, 'checkpoints', name), 'cut off');
  const again = await client.run('gallery.draw', { run, recipes });
  expect(again.looks).toEqual(looks);
  expect(statSync(looks[0]!.file).mtimeMs).toBe(before);
});

test('any checkpoint draws, and one that is not there is refused with those that are', async () => {
  const { client } = await open();
  const { steps } = await client.run('gallery.checkpoints', { run });
  expect(steps).toEqual([12, 9, 6]);
  const draw = (checkpoint: number | 'newest' | 'best') =>
    client.run('gallery.draw', { run, checkpoint, recipes: ['1#0'] });
  const [newest, older] = [await draw('newest'), await draw(6)];
  expect([newest.step, older.step]).toEqual([12, 6]);
  expect(readFileSync(newest.looks[0]!.file)).not.toEqual(readFileSync(older.looks[0]!.file));
  expect((await draw('best')).step).toBeGreaterThan(0);
  await expect(draw(7)).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('12, 9, 6') });
});

test('a damaged newest checkpoint is passed over', async () => {
  const { client, runFolder } = await open();
  const names = readdirSync(join(runFolder, 'checkpoints')).sort();
  writeFileSync(join(runFolder, 'checkpoints', names.at(-1)!), 'cut off');
  expect((await client.run('gallery.draw', { run, recipes: ['1#0'] })).step).toBe(9);
});

test('a look that is kept survives a restart and the loss of its checkpoint, and can be bred from', async () => {
  const { client, folder, runFolder } = await open();
  const card = { run, step: 6, recipe: '4#2', truncation: 1.5 };
  const kept = await client.run('gallery.keep', card);
  expect(await client.run('gallery.keep', card)).toEqual(kept);
  await client.run('projects.close', {});
  rmSync(join(runFolder, 'checkpoints'), { recursive: true });
  rmSync(join(runFolder, 'gallery'), { recursive: true });

  const later = await open(folder);
  expect(await later.client.run('gallery.kept', { run })).toEqual([kept]);
  expect(readPngText((await later.studio.pixels(kept.pixels)).bytes)).toMatchObject({ recipe: '4#2', step: '6' });
  const child = { run, checkpoint: 6, truncation: 1.5, recipes: ['4#2', 'mix(4#2,4#3,0.5)'] };
  const { looks } = await later.client.run('gallery.draw', child);
  expect(readFileSync(looks[0]!.file)).toEqual(readFileSync(join(runFolder, 'kept', `${kept.id}.png`)));

  await later.client.run('gallery.drop', { run, id: kept.id });
  expect(await later.client.run('gallery.kept', { run })).toEqual([]);
  expect(readdirSync(join(runFolder, 'kept'))).toEqual(['looks.json']);
});

test('looks kept at the same moment are all kept', async () => {
  const { client } = await open();
  const recipes = Array.from({ length: 6 }, (_, index) => `8#${index}`);
  await Promise.all(recipes.map((recipe) => client.run('gallery.keep', { run, step: 12, recipe, truncation: null })));
  const kept = await client.run('gallery.kept', { run });
  expect(kept.map(({ recipe }) => recipe).sort()).toEqual(recipes);
});

test('runway tests and the desk are found again after a restart', async () => {
  const { client, folder, runFolder } = await open();
  const test: RunwayTest = {
    step: 12,
    truncation: null,
    at: '2026-11-24T10:00:00.000Z',
    answers: [
      { kind: 'real', answer: 'real', what: 3, elapsedMs: 2100 },
      { kind: 'generated', answer: 'real', what: '4#2', elapsedMs: 9000 },
    ],
  };
  await client.run('gallery.addTest', { run, test });
  const desk = { ...(await client.run('gallery.desk', { run })), view: 'moodboard' as const, seed: 77 };
  await client.run('gallery.leaveDesk', { run, desk });
  await client.run('projects.close', {});

  const later = await open(folder);
  expect(await later.client.run('gallery.tests', { run })).toEqual([test]);
  expect(await later.client.run('gallery.desk', { run })).toEqual(desk);
  writeFileSync(join(runFolder, 'desk.json'), '{ not JSON');
  expect(await later.client.run('gallery.desk', { run })).toMatchObject({ view: 'sheets', seed: 1 });
});

test('the nearest crops of a look come with their photos, and the features of a dataset are computed once', async () => {
  const { client, folder } = await open();
  const reports: { done: number; total: number }[] = [];
  const nearest = (recipe: string) =>
    client.run('gallery.nearest', { run, recipe, count: 4 }, { onProgress: (progress) => void reports.push(progress) });
  const first = await nearest('4#0');
  expect(first.crops).toHaveLength(4);
  const distances = first.crops.map(({ distance }) => distance);
  expect(distances).toEqual([...distances].sort((a, b) => a - b));
  for (const crop of first.crops) {
    expect(crop.split).toBe('train');
    expect(crop.photo).toMatchObject({ imageId: null, name: expect.stringMatching(/^\d+\.png$/) as string });
    expect(crop.relativeDistance).toBeGreaterThan(0);
    expect(crop.relativeDistance).toBeLessThanOrEqual(1);
  }
  expect(first.heldOut).toBeGreaterThanOrEqual(20);
  expect(first.percentile).toBeGreaterThanOrEqual(0);
  expect(['original', 'close', 'copy']).toContain(first.originality);
  expect(reports.at(-1)?.total).toBeGreaterThan(100);
  expect(readdirSync(join(folder, 'features'))).toHaveLength(1);

  reports.length = 0;
  expect(await nearest('4#0')).toEqual(first);
  expect(reports).toEqual([]);
});

test('every export is a file of its kind, whole or not there', async () => {
  const { client, studio } = await open();
  const out = temporaryFolder();
  const write = async (what: Parameters<typeof client.run<'gallery.export'>>[1]['what'], name: string, more = {}) => {
    const { file } = await client.run('gallery.export', { run, what, file: join(out, name), ...more });
    return readFileSync(file);
  };
  const lapse = await sharp(await write('timelapse-webp', 'a.webp'), { animated: true }).metadata();
  expect(lapse).toMatchObject({ format: 'webp', pages: 4, loop: 0 });
  expect(lapse.delay?.at(-1)).toBeGreaterThan(lapse.delay![0]!);
  const gif = await sharp(await write('timelapse-gif', 'a.gif'), { animated: true }).metadata();
  expect(gif).toMatchObject({ format: 'gif', pages: 4, width: lapse.width });
  const ends = { from: '1#0', to: '1#1', frames: 6 };
  const there = await sharp(await write('interpolation-webp', 'b.webp', ends), { animated: true }).metadata();
  // There in six pictures, and back over the four between the ends.
  expect(there).toMatchObject({ pages: 10, width: 448, pageHeight: 448 });
  expect((await write('curve-png', 'c.png')).subarray(1, 4).toString()).toBe('PNG');
  const csv = (await write('curve-csv', 'c.csv')).toString('utf8').trim().split('\r\n');
  expect(csv[0]).toMatch(/^step,epoch,lossD,lossG,/);
  expect(csv).toHaveLength(13);
  const sheet = await write('looks', 'd.png', { count: 9, seed: 5, truncation: 1 });
  expect(readPngText(sheet)).toMatchObject({ recipe: '5#0', last: '5#8', truncation: '1' });
  expect((await write('onnx', 'e.onnx', { checkpoint: 6 })).length).toBeGreaterThan(10_000);
  expect((await write('safetensors', 'e.safetensors', { checkpoint: 6 })).toString('latin1')).toContain(
    'main.0.weight',
  );
  expect(readdirSync(out).filter((name) => name.startsWith('.'))).toEqual([]);

  // Without a file name it lies in the run's gallery, where a browser can fetch it.
  for (const what of ['timelapse-gif', 'onnx', 'curve-csv'] as const) {
    const { file, pixels } = await client.run('gallery.export', { run, what });
    expect((await studio.pixels(pixels!)).bytes.length).toBe(statSync(file).size);
  }
  await expect(client.run('gallery.export', { run, what: 'interpolation-gif' })).rejects.toMatchObject({
    code: 'invalid-params',
  });
});

/** The cells of one half of a comparison, each as it was before it was enlarged. */
async function cellsOf(file: string, half: 'real' | 'generated', side: number): Promise<Buffer[]> {
  const factor = Math.round(1000 / (side * 64));
  const wide = (side * 66 + 2) * factor;
  const px = (value: number) => Math.round((value * wide) / 1000);
  const start = px(64) + (half === 'real' ? 0 : wide + px(72));
  const cell = (index: number) =>
    sharp(file)
      .extract({
        left: start + (2 + (index % side) * 66) * factor,
        top: px(128) + (2 + Math.floor(index / side) * 66) * factor,
        width: 64 * factor,
        height: 64 * factor,
      })
      .resize(64, 64, { kernel: 'nearest' })
      .raw()
      .toBuffer();
  return Promise.all(Array.from({ length: side * side }, (_, index) => cell(index)));
}

const difference = (a: Uint8Array, b: Uint8Array) =>
  a.reduce((sum, value, at) => sum + Math.abs(value - b[at]!), 0) / a.length;

test('a comparison has the crops that are asked for at the left and the looks of its seed at the right, in order', async () => {
  const { client, studio } = await open();
  const file = join(temporaryFolder(), 'both.png');
  const realIndices = [40, 3, 71, 12];
  await client.run('gallery.compare', { run, checkpoint: 6, seed: 7, side: 2, realIndices, file });
  const recipes = ['7#0', '7#1', '7#2', '7#3'];
  const { looks } = await client.run('gallery.draw', { run, checkpoint: 6, recipes });
  const { dataset } = (await client.run('runs.get', { run })).run;
  const raw = (bytes: Uint8Array | string) => sharp(bytes).removeAlpha().raw().toBuffer();
  const tiles = await Promise.all(
    realIndices.map(async (index) => raw((await studio.pixels(`dataset/${dataset}/tile/${index}`)).bytes)),
  );
  const drawn = await Promise.all(looks.map((look) => raw(look.file)));
  for (const [half, wanted] of [
    ['real', tiles],
    ['generated', drawn],
  ] as const)
    // prettier-ignore
    for (const [place, cell] of (await cellsOf(file, half, 2)).entries()) {
      const apart = wanted.map((picture) => difference(cell, picture));
      expect(apart.indexOf(Math.min(...apart)), `${half} ${place}`).toBe(place);
      expect(apart[place]).toBeLessThan(6);
    }
});

test('by command: truncation, interpolation, a grid, a step, and a look drawn again from its file', async () => {
  const folder = join(temporaryFolder(), 'project');
  cpSync(trained, folder, { recursive: true });
  const out = temporaryFolder();
  const generate = (...args: string[]) => command('generate', folder, ...args, '--json');
  const wild = await generate('--run', run, '--count', '3', '--seed', '9', '--out', join(out, 'wild'));
  expect(wild.records[1]).toMatchObject({ run, seed: 9, index: 1, step: 12, recipe: '9#1', truncation: null });
  const tame = await generate('--run', run, '--count', '1', '--seed', '9', '--truncation', '0.5', '--checkpoint', '6', '--out', join(out, 'tame')); // prettier-ignore
  expect(tame.records).toMatchObject([{ seed: 9, index: 0, step: 6, truncation: 0.5 }]);
  const frames = await generate(
    '--run',
    run,
    '--count',
    '5',
    '--interpolate',
    '1#0..1#3',
    '--out',
    join(out, 'frames'),
  );
  expect(frames.records.map(({ recipe }) => recipe)).toEqual(['1#0', 'mix(1#0,1#3,0.25)', 'mix(1#0,1#3,0.5)', 'mix(1#0,1#3,0.75)', '1#3']); // prettier-ignore
  const grid = await generate('--run', run, '--count', '4', '--grid', '--out', join(out, 'grid'));
  expect(grid.records).toMatchObject([{ looks: 4, step: 12 }]);
  expect(readdirSync(join(out, 'grid'))).toEqual(['looks.png']);

  const source = String(tame.records[0]!['file']);
  const again = await generate('--card', source, '--out', join(out, 'again'));
  expect(readFileSync(String(again.records[0]!['file']))).toEqual(readFileSync(source));
  expect(await generate('--card', join(out, 'grid', 'none.png'), '--out', out)).toMatchObject({ code: 1 });
  expect(await generate('--run', run, '--recipe', 'mix(1#0)', '--out', out)).toMatchObject({ code: 2 });
  expect(await generate('--run', run, '--checkpoint', 'oldest', '--out', out)).toMatchObject({ code: 2 });

  const file = join(out, 'lapse.webp');
  const written = await command('export', folder, '--run', run, '--what', 'timelapse-webp', '--out', file, '--json');
  expect(written.records).toEqual([{ file, what: 'timelapse-webp' }]);
  expect((await sharp(file, { animated: true }).metadata()).pages).toBe(4);
  expect(await command('export', folder, '--run', run, '--what', 'film', '--out', file)).toMatchObject({ code: 2 });
});
