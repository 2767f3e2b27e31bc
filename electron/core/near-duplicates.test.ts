import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { testStudio } from '../testing/studio';
import { temporaryFolder } from '../testing/temporary-folder';

const shared = join(__dirname, '../../../shared/data/detection/images');

/** Photos with a copy of the first, made smaller, and one of the second, saved again. */
async function photosWithTakes(): Promise<string> {
  const folder = temporaryFolder();
  const names = readdirSync(shared).sort().slice(20, 26);
  for (const name of names) cpSync(join(shared, name), join(folder, name));
  await sharp(join(shared, names[0]!)).resize(240).jpeg().toFile(join(folder, 'smaller.jpg'));
  await sharp(join(shared, names[1]!)).webp({ quality: 60 }).toFile(join(folder, 'saved again.webp'));
  return folder;
}

async function openWith(folder: string) {
  const { client } = testStudio();
  await client.run('projects.create', { folder: join(temporaryFolder(), 'p') });
  const imported = await client.run('images.import', { paths: [folder] });
  return { client, imported };
}

describe.skipIf(!existsSync(shared))('takes of one picture', () => {
  test('are found while importing, counted, filtered, and the best of each is kept until that is undone', async () => {
    const { client, imported } = await openWith(await photosWithTakes());
    expect(imported).toMatchObject({ added: 8, nearDuplicates: 2 });
    const { items, total } = await client.run('images.query', { filter: { duplicates: true }, sort: 'group' });
    expect(total).toBe(4);
    expect(items.map(({ duplicates }) => duplicates)).toEqual([1, 1, 1, 1]);
    expect(items[0]!.duplicateGroup).toBe(items[1]!.duplicateGroup);
    expect(items[2]!.duplicateGroup).toBe(items[3]!.duplicateGroup);
    expect((await client.run('images.facets', {})).duplicates).toBe(4);

    const { excluded } = await client.run('images.keepBest', {});
    const gone = await client.run('images.query', { filter: { excluded: true }, sort: 'name' });
    expect(gone.items.map(({ name }) => name)).toContain('smaller.jpg');
    expect(gone.items.map(({ id }) => id).sort()).toEqual([...excluded].sort());
    expect((await client.run('images.query', { filter: { duplicates: true, excluded: false } })).total).toBe(0);
    await client.run('images.exclude', { imageIds: excluded, excluded: false });
    expect((await client.run('images.facets', {})).duplicates).toBe(4);
  });

  test('a photo that is another one now leaves its group, and grouping anew finds the same groups', async () => {
    const folder = await photosWithTakes();
    const { client } = await openWith(folder);
    rmSync(join(folder, 'smaller.jpg'));
    await sharp({ create: { width: 300, height: 500, channels: 3, background: '#335577' } })
      .jpeg()
      .toFile(join(folder, 'smaller.jpg'));
    await client.run('images.import', { paths: [folder] });
    expect((await client.run('images.facets', {})).duplicates).toBe(2);
    expect(await client.run('images.findDuplicates', {})).toEqual({ groups: 1, images: 2 });
  });

  test(
    'crops of takes are on one side of the split, and a preview counts and drops them',
    { timeout: 120_000 },
    async () => {
      const folder = temporaryFolder();
      mkdirSync(join(folder, 'more'));
      for (const name of readdirSync(shared).sort().slice(0, 24)) {
        cpSync(join(shared, name), join(folder, name));
        await sharp(join(shared, name))
          .resize(300)
          .jpeg()
          .toFile(join(folder, 'more', name.replace('ccp', 'copy')));
      }
      const { client } = await openWith(folder);
      for (const { id, width, height } of (await client.run('images.query', {})).items) {
        const bbox: [number, number, number, number] = [width * 0.2, height * 0.1, width * 0.6, height * 0.85];
        const box = {
          id: crypto.randomUUID(),
          category: 'outfit' as const,
          bbox,
          origin: 'drawn' as const,
          score: null,
        };
        await client.run('annotations.replace', { imageId: id, revision: 0, boxes: [box] });
        await client.run('annotations.accept', { imageId: id, revision: 1 });
      }
      const options = { validationShare: 0.3 } as const;
      const before = await client.run('datasets.preview', options);
      expect(before).toMatchObject({ count: 48, unexamined: 48, flaws: { duplicate: 0 } });
      await client.run('datasets.examine', {});
      const preview = await client.run('datasets.preview', options);
      expect(preview).toMatchObject({ count: 48, unexamined: 0, flaws: { duplicate: 24, blurred: 0 } });
      expect(preview.warnings.map(({ kind }) => kind)).toEqual(['few', 'duplicates']);
      const frozen = await client.run('datasets.freeze', options);
      expect(frozen).toMatchObject({ count: 48, statistics: { photos: 24, nearDuplicates: 24 } });
      expect(frozen.train).toBe(preview.train);
      expect(frozen.validation % 2).toBe(0);
      expect(frozen.validation).toBeGreaterThan(0);

      const { annotationIds } = await client.run('datasets.leaveOut', { flaw: 'duplicate', options: {} });
      expect(annotationIds).toHaveLength(24);
      const without = await client.run('datasets.preview', options);
      expect(without).toMatchObject({ count: 24, leftOut: 24, flaws: { duplicate: 0 } });
      expect((await client.run('datasets.freeze', options)).count).toBe(24);
      await client.run('datasets.leaveOut', { annotationIds, leftOut: false });
      expect((await client.run('datasets.preview', options)).count).toBe(48);
    },
  );
});
