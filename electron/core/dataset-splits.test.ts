import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { Random } from '../ml/rng';
import { readDatasetManifest } from '../storage/dataset-folder';
import { annotation } from '../testing/factories';
import { testStudio } from '../testing/studio';
import { temporaryFolder } from '../testing/temporary-folder';

const pairs = 10;
/** Of a garment in its first photo and in the other, which is the better one of both. */
const sides = { a: 120, b: 160 };
const options = { category: 'full', minimumSize: 32, margin: 0, validationShare: 0.5 } as const;

/** A picture of large soft patches, like no other seed's. */
function patches(seed: number, side: number): Promise<Buffer> {
  const random = Random.fromSeed(seed);
  const cells = Uint8Array.from({ length: 6 * 6 * 3 }, () => random.integer(256));
  return sharp(cells, { raw: { width: 6, height: 6, channels: 3 } })
    .resize(side, side, { kernel: 'cubic' })
    .png()
    .toBuffer();
}

/** Pairs of photos with one garment before two backgrounds: near copies by their crops alone. */
async function setUp() {
  const photos = temporaryFolder();
  for (let pair = 0; pair < pairs; pair++)
    for (const [at, name] of (['a', 'b'] as const).entries())
      await sharp(await patches(1000 + 2 * pair + at, 240))
        .composite([{ input: await patches(pair, sides[name]), left: 10, top: 10 }])
        .png()
        .toFile(join(photos, `${name}-${pair}.png`));
  const { client } = testStudio();
  const folder = join(temporaryFolder(), 'project');
  await client.run('projects.create', { folder });
  await client.run('images.import', { paths: [photos] });
  for (const { id, name } of (await client.run('images.query', {})).items) {
    const side = sides[name.startsWith('a') ? 'a' : 'b'];
    const boxes = [annotation({ category: 'full', bbox: [10, 10, side, side] })];
    await client.run('annotations.replace', { imageId: id, revision: 0, boxes });
    await client.run('annotations.accept', { imageId: id, revision: 1 });
  }
  /** The side of each picture, by its photo's name. */
  const sidesOf = async (name: string) => {
    const { items } = await readDatasetManifest(join(folder, 'datasets', name));
    return new Map(items.map(({ path, split }) => [path.split('/').at(-1)!, split]));
  };
  return { client, sidesOf };
}

test(
  'a near copy keeps its side when the picture before it is left out, as the preview said',
  { timeout: 120_000 },
  async () => {
    const { client, sidesOf } = await setUp();
    const whole = await client.run('datasets.freeze', { ...options, name: 'whole' });
    expect(whole.statistics?.nearDuplicates).toBe(pairs);
    const before = await sidesOf('whole');
    for (let pair = 0; pair < pairs; pair++) expect(before.get(`b-${pair}.png`)).toBe(before.get(`a-${pair}.png`));

    const { items } = await client.run('images.query', {});
    const first = items.flatMap(({ id, name }) => (name.startsWith('a') ? [id] : []));
    const { tiles } = await client.run('datasets.preview', { ...options, tiles: 2 * pairs });
    const annotationIds = tiles.flatMap(({ imageId, annotationId }) => (first.includes(imageId) ? [annotationId] : []));
    expect(annotationIds).toHaveLength(pairs);
    await client.run('datasets.leaveOut', { annotationIds, leftOut: true });
    const preview = await client.run('datasets.preview', { ...options, tiles: 0 });
    const half = await client.run('datasets.freeze', { ...options, name: 'half' });

    expect(half).toMatchObject({ count: pairs, train: preview.train, validation: preview.validation });
    for (const [name, side] of await sidesOf('half')) expect(side, name).toBe(before.get(name));
  },
);

test('a near copy keeps its side in a dataset without near copies', { timeout: 120_000 }, async () => {
  const { client, sidesOf } = await setUp();
  await client.run('datasets.freeze', { ...options, name: 'whole' });
  const before = await sidesOf('whole');

  const once = await client.run('datasets.freeze', { ...options, name: 'once', without: ['duplicate'] });

  expect(once).toMatchObject({ count: pairs, statistics: { nearDuplicates: 0 } });
  for (const [name, side] of await sidesOf('once')) expect(side, name).toBe(before.get(name));
});
