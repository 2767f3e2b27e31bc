import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { en } from '../renderer/text/en';
import type { TextKey } from '../renderer/text/en';
import { zh } from '../renderer/text/zh';

export const languages = { en, zh } as const;
export type Language = keyof typeof languages;

/** What was made ahead for whoever looks at the screens. */
export interface Prepared {
  /** Where settings and the list of projects are kept. */
  user: string;
  /** A folder of which the import has much to say. */
  mixed: string;
  /** Id of the project's run. */
  run: string;
}

/** A window of a prepared studio, by the texts of its own language. */
export class ScreenVisitor {
  constructor(
    readonly page: Page,
    readonly language: Language,
    readonly prepared: Prepared,
  ) {}

  text(key: TextKey): string {
    return languages[this.language][key];
  }

  button(key: TextKey): Locator {
    return this.page.getByRole('button', { name: this.text(key) }).first();
  }

  async go(hash: string): Promise<void> {
    await this.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await this.page.getByRole('main').first().waitFor();
  }

  /** Waits until the first pictures are there. */
  async drawn(pictures: Locator = this.page.getByRole('main').locator('img')): Promise<void> {
    await pictures.first().waitFor();
    await pictures.first().evaluate((image) => (image as unknown as { decode(): Promise<void> }).decode());
  }

  /** A click at the end of a menu's button opens it; `item` is what stands in it. */
  async choose(menu: TextKey, item: TextKey): Promise<void> {
    await this.button(menu).click();
    await this.page.getByRole('menuitem', { name: this.text(item) }).click();
  }

  async closeSheet(): Promise<void> {
    const sheets = this.page.getByRole('dialog');
    await sheets.first().press('Escape');
    await sheets.first().waitFor({ state: 'detached' });
  }
}

export interface ScreenOfStudio {
  name: string;
  /** It is dark in both themes. */
  isDark?: boolean;
  open(visitor: ScreenVisitor): Promise<void>;
  /** Leaves the window as it was. */
  close?(visitor: ScreenVisitor): Promise<void>;
}

const closeSheet = (visitor: ScreenVisitor) => visitor.closeSheet();
const sheetOpen = (visitor: ScreenVisitor) => visitor.page.getByRole('dialog').first().waitFor();
const pressEscape = (visitor: ScreenVisitor) => visitor.page.keyboard.press('Escape');

/** A room by its address, once its pictures are there. */
const roomScreen = (name: string, pictures?: (visitor: ScreenVisitor) => Locator): ScreenOfStudio => ({
  name,
  async open(visitor) {
    await visitor.go(`#/${name}`);
    await visitor.drawn(pictures?.(visitor));
  },
});

/** A sheet that the menu at the right opens. */
const menuSheet = (name: string, item: TextKey): ScreenOfStudio => ({
  name,
  async open(visitor) {
    await visitor.choose('settings.menu', item);
    await sheetOpen(visitor);
  },
  close: closeSheet,
});

const recentFile = (visitor: ScreenVisitor) => join(visitor.prepared.user, 'recent.json');

/** Before a project is open. */
export const startScreens: readonly ScreenOfStudio[] = [
  {
    // As whoever has opened nothing yet sees it.
    name: 'first-run',
    async open(visitor) {
      await rename(recentFile(visitor), `${recentFile(visitor)}.away`);
      await visitor.page.reload();
      await visitor.drawn(visitor.page.getByRole('region', { name: visitor.text('start.steps') }).locator('img'));
    },
    async close(visitor) {
      await rename(`${recentFile(visitor)}.away`, recentFile(visitor));
      await visitor.page.reload();
    },
  },
  { name: 'start', open: (visitor) => visitor.page.getByText(visitor.text('start.title')).first().waitFor() },
  { name: 'new-project', open: (visitor) => visitor.button('project.create').click(), close: closeSheet },
];

/** Every room in its usual state, and every sheet that comes over one. */
export const projectScreens: readonly ScreenOfStudio[] = [
  {
    name: 'library',
    async open(visitor) {
      await visitor.go('#/library');
      // The photos were imported after the pictures of the sample collection.
      await visitor.page.getByRole('combobox', { name: visitor.text('library.sort') }).selectOption('newest');
      await visitor.drawn();
    },
  },
  {
    name: 'library-details',
    async open(visitor) {
      await visitor.page.locator('#cell-1').click();
      await visitor.page.getByRole('complementary').last().waitFor();
    },
    close: pressEscape,
  },
  {
    name: 'import',
    async open(visitor) {
      await visitor.button('action.import').click();
      await sheetOpen(visitor);
    },
    close: closeSheet,
  },
  {
    name: 'import-check',
    async open(visitor) {
      await visitor.button('action.import').click();
      const sheet = visitor.page.getByRole('dialog');
      const folder = sheet.getByRole('textbox');
      await folder.fill(visitor.prepared.mixed);
      await folder.press('Enter');
      await visitor.button('import.add').click();
      await visitor.button('import.check').click();
      await sheet.getByText(visitor.text('import.formats'), { exact: true }).waitFor();
    },
    close: closeSheet,
  },
  roomScreen('review', ({ page }) => page.getByRole('application').locator('img')),
  {
    // The filmstrip is full, and one box is in hand.
    name: 'review-box',
    async open(visitor) {
      await visitor.page.getByRole('button', { name: visitor.text('queue.all'), exact: true }).click();
      await visitor.page.getByRole('complementary').getByRole('listitem').first().getByRole('button').first().click();
      await visitor.page.getByRole('combobox', { name: visitor.text('box.category') }).waitFor();
    },
  },
  roomScreen('dataset'),
  {
    name: 'train-start',
    async open(visitor) {
      await visitor.go('#/train');
      await visitor.button('train.new').click();
      await visitor.page.getByText(visitor.text('train.details')).first().click();
    },
  },
  {
    name: 'train-run',
    async open(visitor) {
      await visitor.go('#/library');
      await visitor.go(`#/train/${visitor.prepared.run}`);
      await visitor.drawn();
    },
  },
  {
    name: 'compare',
    async open(visitor) {
      await visitor.go(`#/compare/${visitor.prepared.run}`);
      // The desk is as it was left.
      await visitor.button('compare.view.sheets').click();
      await visitor.drawn(visitor.page.getByRole('region', { name: visitor.text('compare.generated') }).locator('img'));
    },
  },
  {
    name: 'compare-look',
    async open(visitor) {
      const generated = visitor.page.getByRole('region', { name: visitor.text('compare.generated') });
      await generated.getByRole('listitem').getByRole('button').first().click();
      const panel = visitor.page.getByRole('complementary').last();
      await visitor.drawn(panel.locator('img'));
      // Read and enlarged, which the page's policy must allow.
      await panel.locator('canvas').first().waitFor();
    },
    close: pressEscape,
  },
  {
    name: 'moodboard',
    async open(visitor) {
      await visitor.page.getByRole('button', { name: visitor.text('compare.view.moodboard') }).click();
      await visitor.page.getByText(visitor.text('moodboard.emptyTitle')).waitFor();
    },
  },
  {
    name: 'runway',
    isDark: true,
    async open(visitor) {
      await visitor.button('runway.title').click();
      await visitor.button('runway.start').waitFor();
    },
  },
  {
    name: 'runway-look',
    isDark: true,
    async open(visitor) {
      await visitor.button('runway.start').click();
      await visitor.page.getByRole('img', { name: visitor.text('runway.picture') }).waitFor();
    },
  },
  {
    name: 'runway-result',
    isDark: true,
    async open(visitor) {
      const again = visitor.button('runway.again');
      while (!(await again.isVisible())) await visitor.page.keyboard.press('r');
    },
    close: async (visitor) => {
      await pressEscape(visitor);
      await visitor.go('#/library');
    },
  },
  menuSheet('settings', 'settings.all'),
  menuSheet('shortcuts', 'shortcuts.title'),
  menuSheet('doctor', 'doctor.title'),
];
