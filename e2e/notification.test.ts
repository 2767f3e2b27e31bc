import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { root, shells } from './shells';
import type { OpenShell } from './shells';
import { StudioPage } from './studio-page';

const samples = inject('samples');
const electron = shells.find(({ name }) => name === 'electron')!;

let folder: string;
let project: string;
let shell: OpenShell | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studio-telling-'));
  project = join(folder, 'Looks');
  const command = [join(root, 'out/main/cli.cjs'), 'dataset', project, '--from', samples.folder];
  await promisify(execFile)(process.execPath, command, {
    env: { ...process.env, STUDIO_USER_FOLDER: join(folder, 'user') },
  });
});
afterEach(async () => {
  await shell?.close().catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

interface Told {
  title: string;
  body: string;
}

/** Notes what the system is asked to show, also where it has nobody who shows it. */
async function listen(): Promise<() => Promise<Told[]>> {
  await shell!.main!.evaluate(({ BrowserWindow, Notification }) => {
    const told: Told[] = [];
    (globalThis as { told?: Told[] }).told = told;
    const show = Notification.prototype.show;
    Notification.prototype.show = function () {
      told.push({ title: this.title, body: this.body });
      show.call(this);
    };
    Notification.isSupported = () => true;
    BrowserWindow.getAllWindows()[0]!.hide();
  });
  return () => shell!.main!.evaluate(() => (globalThis as { told?: Told[] }).told ?? []);
}

/** The main process's clock goes ahead, so that work that began before was long. */
const passTime = (ms: number) =>
  shell!.main!.evaluate((_electron, ahead) => {
    const Now = Date;
    globalThis.Date = class extends Now {
      constructor(...given: [number]) {
        super(...((given.length > 0 ? given : [Now.now() + ahead]) as [number]));
      }
    } as DateConstructor;
  }, ms);

test.skipIf(electron.missing)('a training that ends while nobody looks is told by the system', async () => {
  shell = await electron.open(join(folder, 'user'));
  const studio = new StudioPage(shell.page, 'notification');
  await studio.button('Open project').first().click();
  const sheet = studio.sheet('Open project');
  await studio.chooseFolder(sheet, project);
  await sheet.getByText(`Opens ${project}`).waitFor();
  await sheet.getByRole('button', { name: 'Open project' }).click();
  await studio.go('Train');
  await studio.text('Every detail').click();
  for (const [label, value] of [
    ['Steps', '4'],
    ['Batch', '16'],
  ] as const) {
    const field = studio.page.getByRole('spinbutton', { name: label, exact: true });
    await field.fill(value);
    await field.press('Tab');
  }
  await studio.button('Start training').click();
  await studio.text(/step \d of/).waitFor({ timeout: 90_000 });
  const told = await listen();
  await passTime(60_000);
  await expect.poll(told, { timeout: 120_000 }).toEqual([{ title: 'Training finished', body: 'Click to look at it' }]);
});
