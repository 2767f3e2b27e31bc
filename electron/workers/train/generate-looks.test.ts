import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { parseRecipe } from '../../contract/latent-recipe';
import { LatentDrawer } from '../../ml/gan/latents';
import { keptGenerator } from '../../storage/kept-folder';
import { readPngText } from '../../storage/png';
import { lastingFolder, temporaryFolder } from '../../testing/temporary-folder';
import { reporting, smallConfig, writeSmallDataset } from '../../testing/small-training';
import { writeOnnxGenerator, writeTorchGenerator } from './export-generator';
import { drawLooks } from './generate-looks';
import { OpenGenerator } from './open-generator';
import { PauseSwitch } from './pause-switch';
import { trainRun } from './train-run';

const parent = lastingFolder();
const presets = ['article', 'better'] as const;
const runOf = (preset: string) => join(parent, `run-${preset}`);
const step = 10;

beforeAll(async () => {
  const datasetFolder = await writeSmallDataset(join(parent, 'dataset'));
  for (const preset of presets) {
    const params = { runFolder: runOf(preset), datasetFolder, config: smallConfig({}, preset), resume: false };
    await trainRun(params, reporting().context, new PauseSwitch());
  }
});

const context = () => ({ signal: new AbortController().signal, report: () => undefined });

async function draw(
  runFolder: string,
  recipes: readonly string[],
  { truncation = null, folder = temporaryFolder() }: { truncation?: number | null; folder?: string } = {},
) {
  const generator = await OpenGenerator.open(runFolder, step);
  const looks = recipes.map((recipe, index) => ({ recipe, file: join(folder, `${index}.png`) }));
  try {
    await drawLooks(generator, { runFolder, truncation, looks, grid: null }, context());
  } finally {
    await generator.release();
  }
  return Promise.all(looks.map(({ file }) => readFile(file)));
}

test.each(presets)('a look depends on its recipe alone, and its file holds the whole card (%s)', async (preset) => {
  const many = await draw(
    runOf(preset),
    Array.from({ length: 20 }, (_, index) => `7#${index}`),
  );
  const [alone] = await draw(runOf(preset), ['7#17']);

  expect(alone).toEqual(many[17]);
  expect(many[2]).not.toEqual(many[3]);
  expect(await sharp(many[19]).metadata()).toMatchObject({ width: 64, height: 64, channels: 3 });
  expect(readPngText(many[17]!)).toEqual({
    Software: 'DeepStyle Studio',
    run: `run-${preset}`,
    step: '10',
    recipe: '7#17',
    seed: '7',
    index: '17',
    truncation: 'none',
  });
});

test('a bred look with truncation is drawn again, byte for byte, from what its file says', async () => {
  const recipe = 'vary(mix(1#0,vary(2#4,9,0.3),0.4),12,0.2)';
  const [look] = await draw(runOf('better'), [recipe], { truncation: 0.9 });
  const card = readPngText(look!);
  const folder = dirname(runOf('better'));

  const [again] = await draw(join(folder, card['run']!), [card['recipe']!], { truncation: Number(card['truncation']) });

  expect(again).toEqual(look);
  const [wilder] = await draw(runOf('better'), [recipe]);
  expect(wilder).not.toEqual(look);
});

test('the looks between two looks begin and end with them', async () => {
  const [from, near, , to] = await draw(runOf('article'), ['1#0', 'mix(1#0,1#1,0.02)', 'mix(1#0,1#1,0.5)', '1#1']);
  const pixels = async (png: Buffer | undefined) => sharp(png).raw().toBuffer();
  const difference = (a: Buffer, b: Buffer) => a.reduce((sum, value, at) => sum + Math.abs(value - b[at]!), 0);
  const [a, b, c] = [await pixels(from), await pixels(near), await pixels(to)];

  expect(difference(a, b)).toBeGreaterThan(0);
  expect(difference(a, b)).toBeLessThan(difference(a, c) / 4);
});

test('one grid of all looks takes the place of their files', async () => {
  const folder = temporaryFolder();
  const generator = await OpenGenerator.open(runOf('article'), step);
  const looks = Array.from({ length: 9 }, (_, index) => ({ recipe: `3#${index}`, file: null }));
  const params = { runFolder: runOf('article'), truncation: null, looks, grid: join(folder, 'all.png') };
  await drawLooks(generator, params, context());
  await generator.release();

  expect(await readdir(folder)).toEqual(['all.png']);
  const grid = await readFile(join(folder, 'all.png'));
  expect(await sharp(grid).metadata()).toMatchObject({ width: 3 * 66 + 2, height: 3 * 66 + 2 });
  expect(readPngText(grid)).toMatchObject({ recipe: '3#0', last: '3#8', step: '10' });
  const [fifth] = await draw(runOf('article'), ['3#4']);
  const cell = await sharp(grid).extract({ left: 68, top: 68, width: 64, height: 64 }).raw().toBuffer();
  expect(cell).toEqual(await sharp(fifth).raw().toBuffer());
});

test.each(presets)(
  'a generator that was kept draws the same looks after its checkpoint has gone (%s)',
  async (preset) => {
    const before = await draw(runOf(preset), ['5#1', 'mix(5#1,5#2,0.5)']);
    const copy = join(temporaryFolder(), `run-${preset}`);
    await mkdir(join(copy, 'kept'), { recursive: true });
    const generator = await OpenGenerator.open(runOf(preset), step);
    await writeTorchGenerator(keptGenerator(copy, step), generator.trained);
    await generator.release();

    expect(existsSync(join(copy, 'checkpoints'))).toBe(false);
    expect(await draw(copy, ['5#1', 'mix(5#1,5#2,0.5)'])).toEqual(before);
    await rm(keptGenerator(copy, step));
    await expect(OpenGenerator.open(copy, step)).rejects.toMatchObject({ code: 'not-found' });
  },
);

test.each(presets)('the exported generator draws the look that the studio draws (%s)', async (preset) => {
  const folder = temporaryFolder();
  const generator = await OpenGenerator.open(runOf(preset), step);
  await writeOnnxGenerator(join(folder, 'generator.onnx'), generator.trained);
  await generator.release();
  const [look] = await draw(runOf(preset), ['3#0'], { folder });
  const pixels = await sharp(look).raw().toBuffer();
  const latent = new LatentDrawer(16).latentOf(parseRecipe('3#0'));

  // As exported now, and as the training left it behind.
  for (const file of [join(folder, 'generator.onnx'), join(runOf(preset), 'generator.onnx')]) {
    const session = await InferenceSession.create(file);
    const { image } = await session.run({ latent: new Tensor('float32', latent, [1, 16]) });
    await session.release();

    expect(image?.dims).toEqual([1, 3, 64, 64]);
    const values = image?.data as Float32Array;
    const differences = Array.from(pixels, (value, index) =>
      Math.abs(value - 255 * (values[(index % 3) * 4096 + Math.floor(index / 3)] as number)),
    );
    expect(Math.max(...differences)).toBeLessThanOrEqual(1);
  }
});
