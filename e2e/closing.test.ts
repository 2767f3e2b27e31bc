import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { FrozenProject } from './frozen-project';
import { root, shells } from './shells';

const samples = inject('samples');
const electron = shells.find(({ name }) => name === 'electron')!;

let project: FrozenProject;
beforeEach(async () => {
  project = await FrozenProject.make(samples.folder);
});
afterEach(() => project.remove());

/** Closes the window as its button does, and gives this answer to the native question. @returns what was asked */
async function closeAnswering(response: number): Promise<string> {
  return await project.shell.main!.evaluate(async ({ BrowserWindow, dialog }, answer) => {
    const asked = new Promise<string>((resolve) => {
      dialog.showMessageBox = ((_window: unknown, options: { message: string; detail: string }) => {
        resolve(`${options.message} ${options.detail}`);
        return Promise.resolve({ response: answer, checkboxChecked: false });
      }) as typeof dialog.showMessageBox;
    });
    BrowserWindow.getAllWindows()[0]?.close();
    return asked;
  }, response);
}

test.skipIf(electron.missing)('closing while a training runs asks first, and the training can be resumed', async () => {
  const studio = await project.openToTrain(electron, 'closing');
  await studio.button('Start training').click();
  await studio.text(/step [1-9]\d* of/).waitFor({ timeout: 90_000 });

  expect(await closeAnswering(0)).toContain('last checkpoint when you resume');
  await studio.page.waitForTimeout(500);
  expect(studio.page.isClosed()).toBe(false);
  await studio.look('kept-running');

  const gone = new Promise((resolve) => project.shell.main!.process().once('exit', resolve));
  await closeAnswering(1);
  expect(await gone).toBe(0);

  const again = await project.openToTrain(electron, 'closing');
  await again.page
    .getByRole('complementary', { name: 'Trainings' })
    .getByRole('button', { name: /Stopped|Interrupted/ })
    .click();
  await again.button('Resume').waitFor();
  await again.look('resumable');
});

test.skipIf(electron.missing)('a second start brings the first window forward and opens no other', async () => {
  const { main } = await project.open(electron);
  const path = process.env['STUDIO_E2E_ELECTRON']!;
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const env = { ...process.env, STUDIO_USER_FOLDER: project.user };
  const { stderr } = await promisify(execFile)(path, [...flags, root], { env, timeout: 30_000 });
  expect(stderr).toContain('already open');
  expect(await main!.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});
