import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { root } from './shells';

export type Room = 'Library' | 'Review' | 'Dataset' | 'Train' | 'Compare';

/** What a person does in the window, by the names and roles that a person sees. */
export class StudioPage {
  /**
   * @param folder of artifacts/e2e that pictures of the window go to
   * @param shots how many there are already
   */
  constructor(
    readonly page: Page,
    readonly folder: string,
    public shots = 0,
  ) {}

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  text(text: string | RegExp): Locator {
    return this.page.getByText(text).first();
  }

  sheet(name: string): Locator {
    return this.page.getByRole('dialog', { name });
  }

  async go(room: Room): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name: room }).click();
  }

  /** A picture of the window, numbered in the order of the journey. */
  async look(name: string): Promise<void> {
    const folder = join(root, 'artifacts/e2e', this.folder);
    mkdirSync(folder, { recursive: true });
    const number = String(++this.shots).padStart(2, '0');
    await this.page.screenshot({ path: join(folder, `${number}-${name}.png`) });
  }

  /** Types a path into a sheet's folder chooser. */
  async chooseFolder(sheet: Locator, folder: string): Promise<void> {
    const field = sheet.getByRole('textbox', { name: 'Folder' });
    await field.fill(folder);
    await field.press('Enter');
  }

  /** Waits until every picture of a list has been drawn, and none is broken. */
  async drawn(pictures: Locator, atLeast: number, timeoutMs = 60_000): Promise<void> {
    const until = Date.now() + timeoutMs;
    for (;;) {
      const widths = await pictures.evaluateAll((images) =>
        images.map((image) => (image as { naturalWidth?: number }).naturalWidth ?? 0),
      );
      if (widths.filter((width) => width > 0).length >= atLeast) return;
      if (Date.now() > until)
        throw new Error(`Only ${widths.filter(Boolean).length} of ${atLeast} pictures were drawn.`);
      await this.page.waitForTimeout(200);
    }
  }
}
