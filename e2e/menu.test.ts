import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { shells } from './shells';
import type { OpenShell } from './shells';

const electron = shells.find(({ name }) => name === 'electron')!;

let folder: string;
let shell: OpenShell;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studio-menu-'));
});
afterEach(async () => {
  await shell?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Clicks an entry of the application's menu, wherever it is in it. */
async function choose(label: string): Promise<void> {
  await shell.main!.evaluate(({ Menu }, wanted) => {
    const entries = Menu.getApplicationMenu()!.items.flatMap((item) => item.submenu?.items ?? []);
    const entry = entries.find((item) => item.label === wanted);
    if (!entry) throw new Error(`The menu has no ${wanted}.`);
    entry.click();
  }, label);
}

test.skipIf(electron.missing)(
  'the menu opens the same sheets as the window itself, and asks for a project first',
  async () => {
    shell = await electron.open(join(folder, 'user'));
    const { page } = shell;
    await page.getByRole('heading', { level: 1 }).waitFor();
    for (const label of ['Settings', 'Keyboard shortcuts', 'New project', 'Open project']) {
      await choose(label);
      const sheet = page.getByRole('dialog', { name: label });
      await sheet.waitFor();
      await sheet.press('Escape');
      await sheet.waitFor({ state: 'detached' });
    }
    await choose('Train');
    await page.getByText('No project is open').first().waitFor();
    expect(shell.complaints).toEqual([]);
  },
);

test.skipIf(electron.missing)('the menu speaks another language as soon as the settings do', async () => {
  shell = await electron.open(join(folder, 'user'));
  const { page } = shell;
  await page.getByRole('heading', { level: 1 }).waitFor();
  await choose('Settings');
  const sheet = page.getByRole('dialog', { name: 'Settings' });
  await sheet.getByText('简体中文').click();
  await page.getByRole('dialog', { name: '设置' }).waitFor();
  const labels = () =>
    shell.main!.evaluate(({ Menu }) =>
      Menu.getApplicationMenu()!
        .items.map((item) => item.label)
        .join(' '),
    );
  await expect.poll(labels).toMatch(/文件 编辑 视图 窗口 帮助$/);
});

test.skipIf(electron.missing)('a window that is loaded again goes on in the process that it has', async () => {
  shell = await electron.open(join(folder, 'user'));
  const { page } = shell;
  const heading = page.getByRole('heading', { level: 1 });
  const ends: string[] = [];
  page.on('crash', () => ends.push('crash'));
  for (let time = 0; time < 2; time++) {
    await heading.waitFor();
    const loaded = page.waitForEvent('load');
    await shell.main!.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.reload());
    await loaded;
  }
  await heading.waitFor();
  expect(ends).toEqual([]);
  expect(shell.complaints).toEqual([]);
});
