import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { FrozenProject } from './frozen-project';
import { shells } from './shells';

const samples = inject('samples');
const electron = shells.find(({ name }) => name === 'electron')!;

let project: FrozenProject;
beforeEach(async () => {
  project = await FrozenProject.make(samples.folder);
});
afterEach(() => project.remove());

interface Told {
  title: string;
  body: string;
}

/** Notes what the system is asked to show, also where it has nobody who shows it. */
async function listen(): Promise<() => Promise<Told[]>> {
  await project.shell.main!.evaluate(({ BrowserWindow, Notification }) => {
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
  return () => project.shell.main!.evaluate(() => (globalThis as { told?: Told[] }).told ?? []);
}

/** The main process's clock goes ahead, so that work that began before was long. */
const passTime = (ms: number) =>
  project.shell.main!.evaluate((_electron, ahead) => {
    const Now = Date;
    globalThis.Date = class extends Now {
      constructor(...given: [number]) {
        super(...((given.length > 0 ? given : [Now.now() + ahead]) as [number]));
      }
    } as DateConstructor;
  }, ms);

test.skipIf(electron.missing)('a training that ends while nobody looks is told by the system', async () => {
  const studio = await project.openToTrain(electron, 'notification');
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
