import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFailed, test } from 'vitest';
import { layOutPhotos } from './photos';
import { shells } from './shells';
import type { OpenShell } from './shells';
import { StudioPage } from './studio-page';

const samples = inject('samples');
const projectName = 'Spring collection';

describe.each(shells)('the journey in $name', ({ name, missing, open }) => {
  if (missing) {
    test.skip(`not here: ${missing}`, () => undefined);
    return;
  }
  let folder: string;
  let photos: string;
  let readable: number;
  let shell: OpenShell;
  let studio: StudioPage;
  let shots = 0;

  const begin = async () => {
    shell = await open(join(folder, 'user'));
    studio = new StudioPage(shell.page, name, shots);
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), `studio-e2e-${name}-`));
    photos = join(folder, 'photos');
    readable = layOutPhotos(photos);
    await begin();
  });
  // Each step begins where the one before it ended: after a failure the rest would only wait in vain.
  let failed = false;
  beforeEach(({ skip }) => {
    if (failed) skip('an earlier step failed');
    onTestFailed(async () => {
      failed = true;
      if (!studio.page.isClosed()) await studio.look('FAILED');
    });
  });
  afterAll(async () => {
    await shell?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('a project is made where the person says', async () => {
    await studio.text('From a folder of photos').waitFor();
    await studio.look('start');
    await studio.button('New project').click();
    const sheet = studio.sheet('New project');
    await sheet.getByRole('textbox', { name: 'Name' }).fill(projectName);
    await studio.chooseFolder(sheet, folder);
    await sheet.getByText(join(folder, projectName)).waitFor();
    await studio.look('new-project');
    await sheet.getByRole('button', { name: 'Create project' }).click();
    await studio.text('No photos yet').waitFor();
    await studio.look('library-empty');
    expect(await readdir(join(folder, projectName))).toContain('project.sqlite');
  });

  test('folders are checked, then imported, and what cannot be read is named', async () => {
    await studio.button('Import photos').first().click();
    const sheet = studio.sheet('Import photos');
    for (const source of [samples.folder, photos]) {
      await studio.chooseFolder(sheet, source);
      await sheet.getByRole('button', { name: 'Add this folder' }).click();
      await sheet.getByRole('button', { name: `Leave out ${source}` }).waitFor();
    }
    await studio.look('import-choose');
    await sheet.getByRole('button', { name: 'Check' }).click();
    await sheet.getByText('Formats').waitFor();
    await studio.look('import-check');
    // What follows by itself is begun by hand here, to be looked at.
    await sheet.getByRole('checkbox', { name: 'Then find the garments' }).uncheck();
    await sheet.getByRole('button', { name: /^Import \d+ photo/ }).click();
    await sheet.getByText(`${samples.count + readable} photos added`).waitFor({ timeout: 120_000 });
    await sheet.getByText('torn.jpg', { exact: true }).waitFor();
    await studio.look('import-report');
    await studio.button('Look at the library').click();
    await studio.drawn(studio.page.getByRole('main').locator('img'), 12);
    await studio.look('library');
  });

  test('the detector proposes boxes on every photo', async () => {
    await studio.go('Library');
    await studio.button('Detect garments').click();
    await studio.look('detecting');
    await studio.text('Detecting: done').waitFor({ timeout: 180_000 });
    await studio.page.getByRole('button', { name: 'Review boxes' }).waitFor();
    await studio.look('library-detected');
  });

  test('a box is corrected by hand and accepted', async () => {
    await studio.go('Review');
    const panel = studio.page.getByRole('complementary', { name: 'Boxes of this photo' });
    await panel.getByRole('listitem').first().getByRole('button').first().click();
    const editor = studio.page.getByRole('application');
    // The chosen box is drawn last, on top.
    const outline = await editor.locator('svg rect.line').last().boundingBox();
    expect(outline).not.toBeNull();
    const { x, y, width, height } = outline!;
    await studio.look('review');
    await studio.page.mouse.move(x + width, y + height);
    await studio.page.mouse.down();
    await studio.page.mouse.move(x + width - 20, y + height - 24, { steps: 6 });
    await studio.page.mouse.up();
    await panel.getByText('moved').waitFor();
    await panel.getByText('Saved').waitFor();
    await studio.look('review-moved');
    await panel.getByRole('button', { name: /Accept and next/ }).click();
    await studio.text('Review').waitFor();
  });

  test('the rest is accepted by score', async () => {
    await studio.button('Accept all above').click();
    await studio.page.getByRole('slider', { name: 'Score' }).press('Home');
    await studio.look('accept-all');
    await studio.button(/Accept all from \d+ %/).click();
    await studio.text(/\d+ photos? accepted/).waitFor();
    await studio.look('review-accepted');
  });

  test('the crops become a frozen dataset', async () => {
    await studio.go('Dataset');
    const sheet = studio.page.getByRole('region', { name: 'Contact sheet' });
    await studio.drawn(sheet.locator('img'), 8);
    await studio.look('dataset');
    await studio.button('Freeze dataset').click();
    await studio.text('is frozen').waitFor();
    await studio.look('dataset-frozen');
    await studio.button('Train on it').click();
  });

  test('a training runs to its last step with curve and samples', async () => {
    await studio.text('Every detail').click();
    for (const [label, value] of [
      ['Steps', '20'],
      ['Batch', '16'],
      ['Samples every', '5'],
    ] as const) {
      const field = studio.page.getByRole('spinbutton', { name: label, exact: true });
      await field.fill(value);
      await field.press('Tab');
    }
    await studio.look('train-start');
    await studio.button('Start training').click();
    await studio.text(/step \d+ of 20/).waitFor();
    await studio.look('training');
    await studio.text('Finished').waitFor({ timeout: 180_000 });
    await studio.drawn(studio.page.getByRole('img', { name: /Generated looks at step 20/ }), 1);
    await studio.look('trained');
  });

  test('generated looks stand beside real ones, and the picture of both is saved', async () => {
    await studio.page.getByRole('main').getByRole('button', { name: 'Compare' }).click();
    for (const side of ['Real', 'Generated']) {
      await studio.drawn(studio.page.getByRole('region', { name: side }).locator('img'), 8, 120_000);
    }
    await studio.look('compare');
    await studio.button('Export').click();
    await studio.page.getByRole('menuitem', { name: 'Side by side, PNG' }).click();
    const sheet = studio.sheet('Side by side, PNG');
    await studio.drawn(sheet.getByRole('img'), 1, 120_000);
    await studio.look('side-by-side');
    await sheet.getByRole('button', { name: 'Close' }).last().click();
  });

  test('after a restart everything is as it was left', async () => {
    shots = studio.shots;
    await shell.close();
    expect(shell.complaints).toEqual([]);
    await begin();
    await studio.button(new RegExp(projectName)).first().click();
    await studio.go('Train');
    await studio.page
      .getByRole('complementary', { name: 'Trainings' })
      .getByRole('button', { name: /Finished/ })
      .click();
    await studio.text(/step 20 of 20/).waitFor();
    await studio.go('Review');
    await studio.page.getByRole('button', { name: 'Reviewed', exact: true }).click();
    await studio.text('done').waitFor();
    await studio.look('after-restart');
    expect(shell.complaints).toEqual([]);
  });
});
