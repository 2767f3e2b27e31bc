import { execFile } from 'node:child_process';
import { cpSync, renameSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { root, shells } from './shells';
import type { OpenShell } from './shells';
import { StudioPage } from './studio-page';

const samples = inject('samples');

describe.each(shells)('photos that moved, in $name', ({ name, missing, open }) => {
  if (missing) {
    test.skip(`not here: ${missing}`, () => undefined);
    return;
  }
  let folder: string;
  let shell: OpenShell | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'studio-moved-'));
  });
  afterEach(async () => {
    await shell?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('are missed, looked for where a person says, and found again with all that is known of them', async () => {
    const [project, before, after] = [join(folder, 'Looks'), join(folder, 'Spring'), join(folder, 'Spring 2026')];
    const user = join(folder, 'user');
    cpSync(samples.folder, before, { recursive: true });
    const command = [join(root, 'out/main/cli.cjs'), 'import', project, before];
    await promisify(execFile)(process.execPath, command, { env: { ...process.env, STUDIO_USER_FOLDER: user } });
    renameSync(before, after);

    shell = await open(user);
    const { page } = shell;
    const studio = new StudioPage(page, `moved-${name}`);
    await page.getByRole('main').getByRole('button', { name: 'Looks' }).click();
    const lost = `${samples.count} photos are not where they were`;
    await studio.text(lost).waitFor();
    await studio.look('missed');

    await studio.button('Say where they are now').click();
    const sheet = studio.sheet('Photos that moved');
    await sheet.getByText(before, { exact: true }).waitFor();
    // Another folder is refused, with a photo that is not in it.
    await studio.chooseFolder(sheet, folder);
    await sheet.getByRole('button', { name: 'They are here now' }).click();
    await studio.text('The photos were not found there').waitFor();
    await studio.look('not-there');

    await sheet.getByRole('button', { name: 'Spring 2026' }).click();
    await sheet.getByRole('button', { name: 'They are here now' }).click();
    await studio.text(`${samples.count} photos found again`).waitFor();
    await sheet.waitFor({ state: 'detached' });
    await studio.text(lost).waitFor({ state: 'detached' });
    await studio.text('The photos were not found there').waitFor({ state: 'detached' });

    // From the file itself, and not from its thumbnail.
    await page.locator('#cell-1').click();
    await studio.drawn(page.getByRole('complementary').last().locator('img'), 1);
    await studio.look('found');
    expect(shell.complaints).toEqual([]);
  });
});
